"""The portal's addresses, and beside them a bare Django page to compare with."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from cells.models import PartyCell

# About 300 bytes a row, as the reference page has beside which the peers were measured.
_LIST = engines["django"].from_string(
    "<!doctype html><title>Bare</title><table>{% for row in rows %}<tr><th scope='row'><a "
    "href='/bare/cell/{{ row.pk }}/' class='name-of-the-thing'>{{ row.name }}</a></th><td "
    "class='text'>{{ row.committee.name }}</td><td class='text'>{{ row.secretary_name }}</td>"
    "<td class='figure'>{{ row.members }}</td><td class='figure'>{{ row.meeting_day }}</td></tr>\n"
    "{% endfor %}</table>"
)


@login_not_required
def bare(request: HttpRequest, rows: int, size: int) -> HttpResponse:
    """Answer a page of at least `size` bytes with `rows` rows of one joined query, nobody signed in.

    What the rows do not fill is padded with one letter.
    """
    cells = PartyCell.objects.select_related("committee").order_by("sort_key", "id")[:rows]
    page = _LIST.render({"rows": cells}, request).encode()
    return HttpResponse(page + b"x" * max(0, size - len(page)))


@login_not_required
def bare_form(request: HttpRequest) -> HttpResponse:
    """Read a posted form, store one row of it, and redirect."""
    text = str(request.POST["text"])
    expire_date = timezone.now()
    Session.objects.create(session_key=uuid.uuid4().hex, session_data=text, expire_date=expire_date)
    return HttpResponseRedirect("/bare/1/100/")


urlpatterns = [
    path("bare/form/", bare_form),
    path("bare/<int:rows>/<int:size>/", bare),
    path("", include("hoavang_portal.urls")),
]
