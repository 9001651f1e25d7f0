"""Cells that worry us, and why."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.exports.worries import WORRIES
from assignments.forms.worries import WorryFilter
from assignments.reports import worries as reports
from assignments.rules.worries import RULES
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["worry_list"]


@requires(Ability.READ_WORRIES)
def worry_list(request: PortalRequest) -> HttpResponseBase:
    """List the cells in reach that give a reason to worry, the weightiest first."""
    filters = WorryFilter(request.GET, user=request.user)
    today = timezone.localdate()
    cells = reports.cells_of(request.user, today, filters.chosen)
    found = reports.worries_of(cells, today)
    counts = reports.counts_by_rule(found)
    code = filters.chosen.get("ly_do", "")
    if code:
        found = [w for w in found if code in {reason.rule.code for reason in w.reasons}]
    if wants(request):
        rows = reports.shown_worries(found)
        return download(request, rows, WORRIES, _("Chi bộ cần quan tâm"))
    page = paginate(request, found)
    context = {
        "filters": filters,
        "page": page,
        "rows": reports.shown_worries(page.rows),
        "rules": [(rule, counts[rule.code]) for rule in RULES],
        "chosen_rule": code,
    }
    return render(request, "assignments/worry_list.html", context)
