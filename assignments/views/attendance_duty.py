"""Duty against done."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.exports.attendance import DUTY_COLUMNS
from assignments.forms.attendance import DutyFilter
from assignments.models import Assignment
from assignments.reports.duty import duty_by, duty_totals
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["duty_list"]


@requires(Ability.READ_ATTENDANCE)
def duty_list(request: PortalRequest) -> HttpResponseBase:
    """List duty against done of a quarter by cadre, area, agency or commune."""
    filters = DutyFilter(request.GET, user=request.user)
    quarter, grouping = filters.quarter, filters.chosen.get("theo", "cadre")
    assignments: Any = Assignment.objects.visible_to(request.user)
    if commune := filters.chosen.get("xa"):
        assignments = assignments.filter(area__committee=commune)
    if agency := filters.chosen.get("co_quan"):
        assignments = assignments.filter(cadre__agency=agency)
    rows = duty_by(assignments, quarter, grouping)
    if wants(request):
        title = _("Định mức và đã dự %(quarter)s") % {"quarter": quarter.slug}
        return download(request, rows, DUTY_COLUMNS, title)
    context = {
        "filters": filters,
        "quarter": quarter,
        "grouping": grouping,
        "page": paginate(request, rows),
        "totals": duty_totals(assignments, quarter),
    }
    return render(request, "assignments/duty_list.html", context)
