"""The portal's addresses, and beside them a bare Django page to compare with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from cells.models import PartyCell

_LIST = engines["django"].from_string(
    "<!doctype html><title>Bare</title><table>{% for row in rows %}<tr><th>{{ row.name }}</th>"
    "<td>{{ row.secretary_name }}</td><td>{{ row.members }}</td><td>{{ row.meeting_day }}</td>"
    "</tr>{% endfor %}</table>"
)


@login_not_required
def bare(request: HttpRequest, rows: int, size: int) -> HttpResponse:
    """Answer a page of `size` bytes with `rows` rows of one query: the least Django can do."""
    cells = list(PartyCell.objects.order_by("sort_key", "id")[:rows])
    page = _LIST.render({"rows": cells}, request)
    return HttpResponse(page + "x" * max(0, size - len(page)))


urlpatterns = [
    path("bare/<int:rows>/<int:size>/", bare),
    path("", include("hoavang_portal.urls")),
]
