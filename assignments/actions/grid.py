"""Writing one row of the quarter grid: the marks of three months of one assignment."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions.attendance import (
    hold_assignment,
    log_attendance,
    refuse_closed,
    withdraw_attendance,
)
from assignments.models import Assignment, Attendance, MonthMark
from assignments.reports.grid import GridRow, MonthBox, grid_rows
from assignments.rules.assignments import Period
from assignments.rules.attendance import shared
from assignments.rules.grid import Kind, Typed, read_mark, visit_day
from cells.models import CellArea, Meeting, PartyCell
from common import audit
from common.errors import RuleBroken
from common.months import Month, Quarter

__all__ = ["MarkRefused", "RowChanged", "mark_row"]


class RowChanged(Exception):  # noqa: N818 -- a state of the row, not a fault of the code
    """Somebody changed the row after the page was opened; `row` is what is stored now."""

    def __init__(self, row: GridRow) -> None:
        super().__init__(str(row.assignment))
        self.row = row


class MarkRefused(RuleBroken):
    """A mark of one month was refused; `attendance` is the one that stands in the way, if any."""

    def __init__(self, message: str, *, attendance: Attendance | None = None) -> None:
        super().__init__(message)
        self.attendance = attendance


@transaction.atomic
def mark_row(
    *,
    assignment: Assignment,
    quarter: Quarter,
    marks: Mapping[Month, str],
    version: str,
    by: User,
) -> GridRow:
    """Make the months of `assignment` say `marks` (as typed: D V K M, a day, nothing).

    All or nothing for the row.  A month left out stays.  RowChanged when the row is not the one
    that was opened (`version`); MarkRefused with the sentence of the first mark that is refused:
    a closed, future or foreign month, an unreadable mark, an attendance that needs a reason.
    """
    assignment = hold_assignment(assignment.pk)
    (row,) = grid_rows([assignment], quarter)
    if row.version != version:
        raise RowChanged(row)
    for box in row.boxes:
        if box.month in marks:
            _mark_month(row, box, marks[box.month], by=by)
    (after,) = grid_rows([assignment], quarter)
    return after


def _mark_month(row: GridRow, box: MonthBox, text: str, *, by: User) -> None:
    try:
        typed = read_mark(text, box.month)
        if _says_the_same(box, typed):
            # A day typed over two sources that differ decides for the attendance of that day.
            if box.mark and typed.day is not None:
                _refuse_locked(box)
                _clear_mark(box, by=by)
            return
        _refuse_locked(box)
        _write(row.assignment, box, typed, by=by)
    except MarkRefused:
        raise
    except RuleBroken as refusal:
        sentence = f"{str(box.month).capitalize()}: {refusal.message}"
        raise MarkRefused(sentence) from refusal


def _says_the_same(box: MonthBox, typed: Typed) -> bool:
    """Say whether the box already stands so; a D fits whichever day is stored."""
    if typed.kind != box.value:
        return False
    return typed.day is None or any(day.day == typed.day for day in box.days)


def _refuse_locked(box: MonthBox) -> None:
    if box.why_locked == "closed":
        refuse_closed(box.month.first_day)
    if box.why_locked == "future":
        raise RuleBroken(_("tháng này chưa tới."))
    if box.why_locked == "outside":
        raise RuleBroken(_("phân công không có hiệu lực trong tháng này."))


def _write(assignment: Assignment, box: MonthBox, typed: Typed, *, by: User) -> None:
    """Clear what the month said before, then write the new mark."""
    _withdraw_all(box, by=by)
    if typed.kind is Kind.ATTENDED:
        _clear_mark(box, by=by)
        _attend(assignment, box, typed, by=by)
    elif typed.kind is Kind.CLEAR:
        _clear_mark(box, by=by)
    else:
        _set_mark(assignment, box, typed.kind, by=by)


def _withdraw_all(box: MonthBox, *, by: User) -> None:
    """Withdraw the month's desk marks; refuse what the cadre logged or the cell confirmed."""
    for attendance in box.attendances:
        if not attendance.is_desk_draft:
            raise MarkRefused(
                _(
                    "%(month)s: lượt dự ngày %(day)s do cán bộ tự ghi hoặc đã được xác nhận. "
                    "Mở lượt dự đó để sửa hoặc rút, có lý do."
                )
                % {
                    "month": str(box.month).capitalize(),
                    "day": f"{attendance.attended_on:%d/%m/%Y}",
                },
                attendance=attendance,
            )
        withdraw_attendance(pk=attendance.pk, version=attendance.version, reason="", by=by)


def _attend(assignment: Assignment, box: MonthBox, typed: Typed, *, by: User) -> None:
    cell, meetings = _cell_of_month(assignment, box.month)
    day = visit_day(box.month, typed, meetings=meetings, usual_day=cell.meeting_day)
    logged = log_attendance(
        cadre=assignment.cadre,
        cell=cell,
        attended_on=day,
        source=Attendance.Source.DESK,
        by=by,
    )
    if logged.attendance.assignment_id != assignment.pk:
        raise RuleBroken(
            _("lượt dự ngày %(day)s đã tính cho %(area)s.")
            % {"day": f"{day:%d/%m/%Y}", "area": logged.attendance.assignment.area}
        )


def _cell_of_month(assignment: Assignment, month: Month) -> tuple[PartyCell, Sequence[Any]]:
    """Return the cell whose meeting the cadre attends in `month`, and its recorded meetings.

    Of several cells the one that recorded a meeting, else the first by name.
    """
    span = shared(Period.of(assignment), Period(month.first_day, month.last_day))
    links = CellArea.objects.filter(area=assignment.area_id).select_related("cell")
    cells = [link.cell for link in links if span and Period.of(link).overlaps(span)]
    if not cells:
        raise RuleBroken(_("khu dân cư này không có chi bộ trong tháng."))
    assert span
    held = Meeting.objects.filter(cell__in=cells, held_on__range=(span.first, span.last))
    by_cell: dict[int, list[Any]] = {}
    for cell_id, day in held.values_list("cell", "held_on"):
        by_cell.setdefault(cell_id, []).append(day)
    cell = min(cells, key=lambda each: (each.pk not in by_cell, each.sort_key, each.pk))
    return cell, by_cell.get(cell.pk, [])


def _set_mark(assignment: Assignment, box: MonthBox, kind: Kind, *, by: User) -> None:
    before = box.mark.mark if box.mark else ""
    mark, is_new = MonthMark.objects.get_or_create(
        assignment=assignment,
        month=box.month.first_day,
        defaults={"mark": kind.value, "by": by},
    )
    if not is_new:
        mark.mark, mark.by = kind.value, by
        mark.version += 1
        mark.save()
    _record(mark, before, kind.value, by=by)


def _clear_mark(box: MonthBox, *, by: User) -> None:
    if box.mark:
        _record(box.mark, box.mark.mark, "", by=by)
        box.mark.delete()


def _record(mark: MonthMark, before: str, after: str, *, by: User) -> None:
    """Write the change of a mark into the trail of its assignment."""
    month = Month.containing(mark.month).slug
    audit.record(
        "mark_month",
        mark.assignment,
        by=by,
        before={month: before},
        after={month: after},
    )
