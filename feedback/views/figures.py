"""On time and solved, side by side."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.spreadsheets import download, wants
from feedback.exports.figures import columns_by
from feedback.forms.figures import FiguresFilter
from feedback.reports.figures import BY, figures_of
from feedback.reports.figures_chart import chart_of

__all__ = ["figures"]


@requires(Ability.READ_FEEDBACK)
def figures(request: PortalRequest) -> HttpResponseBase:
    """Show how many matters in reach were answered on time, and how many senders call solved."""
    filters = FiguresFilter(request.GET, user=request.user)
    found = figures_of(request.user, filters.chosen, filters.by, timezone.localdate())
    if wants(request):
        columns = columns_by(str(BY[filters.by]))
        return download(request, found.rows, columns, _("Phản ánh đúng hạn và đã xong"))
    context = {
        "filters": filters,
        "figures": found,
        "chart": chart_of(found.months),
        "by": filters.by,
        "by_name": BY[filters.by],
        "tabs": BY.items(),
        "counted_at": timezone.now(),
    }
    return render(request, "feedback/figures.html", context)
