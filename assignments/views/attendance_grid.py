"""The quarter grid, saved row by row; closing the quarter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions.grid import MarkRefused, RowChanged, mark_row
from assignments.actions.quarters import close_quarter
from assignments.forms.attendance import GridFilter
from assignments.models import Assignment
from assignments.reports.attendance import closed_quarters
from assignments.reports.grid import (
    GridRow,
    closing_facts,
    grid_assignments,
    grid_rows,
    grid_totals,
)
from common.errors import RuleBroken
from common.months import Month, Quarter
from common.paging import paginate

__all__ = ["attendance_grid", "attendance_grid_row", "quarter_close"]

ROWS_A_PAGE = 25


@requires(Ability.ENTER_ATTENDANCE)
def attendance_grid(request: PortalRequest) -> HttpResponse:
    """Show the assignments of a quarter with a box for each month."""
    filters = GridFilter(request.GET, user=request.user)
    quarter = filters.quarter
    found = grid_assignments(
        Assignment.objects.acted_on_by(request.user, Ability.ENTER_ATTENDANCE),
        quarter,
        filters.chosen,
    )
    page = paginate(request, found, ROWS_A_PAGE)
    context = {
        "filters": filters,
        "quarter": quarter,
        "page": page,
        "rows": grid_rows(list(page.rows), quarter),
        "totals": grid_totals(found, quarter),
        "back": request.GET.urlencode(),
        "is_closed": quarter in closed_quarters(),
        "is_over": quarter.last_day < timezone.localdate(),
    }
    return render(request, "assignments/attendance_grid.html", context)


@requires(Ability.ENTER_ATTENDANCE)
@require_POST
def attendance_grid_row(request: PortalRequest, assignment_id: int) -> HttpResponse:
    """Store the three marks of one row; answer with the row alone, or its own page.

    200 stored, 409 somebody was faster (theirs beside what was typed), 422 a mark was refused.
    """
    assignment = get_object_or_404(
        Assignment.objects.acted_on_by(request.user, Ability.ENTER_ATTENDANCE), pk=assignment_id
    )
    quarter = _quarter(request.POST.get("quy", ""))
    typed = {
        month: request.POST[f"m{number}"]
        for number, month in enumerate(quarter.months)
        if f"m{number}" in request.POST
    }
    row, status = _mark(request, assignment, quarter, typed)
    back = request.POST.get("tiep", "")
    context = {"row": row, "quarter": quarter, "back": back}
    if getattr(request, "htmx", False):
        return render(request, "assignments/_attendance_grid_row.html", context, status=status)
    if status == 200:
        messages.success(request, _("Đã lưu dòng của %(name)s.") % {"name": assignment.cadre})
        grid = reverse("assignments:attendance_grid")
        return redirect(f"{grid}?{back}#dong-{assignment.pk}")
    return render(request, "assignments/attendance_grid_row.html", context, status=status)


def _mark(
    request: PortalRequest, assignment: Assignment, quarter: Quarter, typed: dict[Month, str]
) -> tuple[GridRow, int]:
    """Run the action; return the row to show, with what was typed when it was not stored."""
    version = request.POST.get("version", "")
    try:
        row = mark_row(
            assignment=assignment, quarter=quarter, marks=typed, version=version, by=request.user
        )
    except RowChanged as conflict:
        row = conflict.row
        row.stored = [box.value for box in row.boxes]
        return _with_typed(row, typed), 409
    except MarkRefused as refusal:
        (row,) = grid_rows([assignment], quarter)
        row.error = refusal.message
        row.error_url = refusal.attendance.get_absolute_url() if refusal.attendance else ""
        return _with_typed(row, typed), 422
    row.saved_at = timezone.now()
    return row, 200


def _with_typed(row: GridRow, typed: dict[Month, str]) -> GridRow:
    for box in row.boxes:
        if box.month in typed and not box.is_locked:
            box.typed = typed[box.month][:5]
    return row


def _quarter(slug: str) -> Quarter:
    try:
        return Quarter.parse(slug)
    except ValueError as error:
        raise Http404(slug) from error


@requires(Ability.CLOSE_QUARTERS)
def quarter_close(request: PortalRequest, slug: str) -> HttpResponse:
    """Ask, then close the quarter for good."""
    quarter = _quarter(slug)
    back = f"{reverse('assignments:attendance_grid')}?quy={quarter.slug}"
    if request.method == "POST":
        try:
            close_quarter(quarter=quarter, by=request.user)
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Đã chốt %(quarter)s.") % {"quarter": quarter})
        return redirect(back)
    facts: dict[str, Any] = closing_facts(quarter)
    consequence = _(
        "Có %(counted)d lượt dự, trong đó %(waiting)d chưa xác nhận, %(disputed)d báo không dự. "
        "Chốt rồi thì không ai ghi, sửa, rút hay xác nhận được nữa, và không mở lại được."
    )
    return render(
        request,
        "confirm.html",
        {
            "question": _("Chốt số liệu %(quarter)s?") % {"quarter": quarter},
            "consequence": consequence % facts,
            "verb": _("Chốt %(quarter)s") % {"quarter": quarter},
            "back": back,
            "is_danger": True,
        },
    )
