"""Whom to remind of which visit, and of which attendance that was not logged."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, F, OuterRef, QuerySet

from assignments.models import Absence, Assignment, Attendance, Cadre, ClosedQuarter, MonthMark
from assignments.reports.duty import with_duty
from assignments.rules.duty import middle_of
from assignments.rules.reminders import MONTHLY_DUTY
from cells.models import CellArea, PartyCell, PlannedMeeting
from cells.rules.calendar import is_regular, usual_day
from common.months import Month, Quarter

__all__ = ["ComingVisit", "by_cadre", "coming_visits", "unlogged_in", "unmet_in"]

Rows = QuerySet[Assignment]


@dataclass(frozen=True)
class ComingVisit:
    """One cell's meeting on `day` that `goer` should attend: the cadre, or who stands in.

    `planned` is the meeting that the cell called; None when the day is its usual one.
    """

    assignment: Assignment
    cell: PartyCell
    day: datetime.date
    goer: Cadre
    planned: PlannedMeeting | None = None

    @property
    def is_substitute(self) -> bool:
        """Say whether somebody goes in the cadre's place."""
        return self.goer.pk != self.assignment.cadre_id


def coming_visits(day: datetime.date) -> list[ComingVisit]:
    """Return the visits due on `day`: meetings the cells called, else by their usual days.

    Left out: cells where the assignment was attended this month already, assignments whose duty
    of the quarter is done, exempt months, and cadres who are away without anybody to stand in.
    """
    assignments = {a.pk: a for a in _open_assignments(day).select_related("cadre", "substitute")}
    areas = {a.area_id for a in assignments.values()}
    links = list(CellArea.objects.on(day).filter(area__in=areas).select_related("cell__committee"))
    meeting = _meeting_on(day, {link.cell_id: link.cell for link in links})
    cells: dict[int, list[PartyCell]] = {}
    for link in links:
        if link.cell_id in meeting and link.cell.is_valid_on(day):
            cells.setdefault(link.area_id, []).append(link.cell)
    away = set(Absence.objects.on(day).values_list("cadre", flat=True))
    return [
        ComingVisit(assignment, cell, day, goer, meeting[cell.pk])
        for assignment in assignments.values()
        if (goer := _goer(assignment, away))
        for cell in cells.get(assignment.area_id, [])
    ]


def _meeting_on(
    day: datetime.date, cells: Mapping[int, PartyCell]
) -> dict[int, PlannedMeeting | None]:
    """Return which of the cells meet on `day`, each with the meeting it called; None by habit.

    A cell that called its regular meeting of the month, or called it off, does not meet by habit.
    """
    month = Month.containing(day)
    days = (month.first_day, month.last_day)
    called: dict[int, PlannedMeeting | None] = {}
    spoken = set()
    for planned in PlannedMeeting.objects.filter(cell__in=cells, planned_on__range=days):
        if planned.planned_on == day and not planned.is_cancelled:
            called[planned.cell_id] = planned
        if is_regular(planned.kind):
            spoken.add(planned.cell_id)
    by_habit: dict[int, PlannedMeeting | None] = {
        pk: None
        for pk, cell in cells.items()
        if pk not in spoken and cell.meeting_day and usual_day(month, cell.meeting_day) == day
    }
    return by_habit | called


def unlogged_in(month: Month, today: datetime.date) -> Rows:
    """Return the current assignments in duty in `month` of which no attendance was logged."""
    current = Assignment.objects.on(today).on(middle_of(month))
    rows = _not_exempt(current, month).filter(visits_per_quarter__gte=MONTHLY_DUTY)
    return _with_names(rows.exclude(Exists(_logged(month.first_day, month.last_day))))


def unmet_in(quarter: Quarter) -> Rows:
    """Return the assignments with less done than due in `quarter`; none once it is closed."""
    if ClosedQuarter.objects.filter(year=quarter.year, quarter=quarter.quarter).exists():
        return Assignment.objects.none()
    return _with_names(with_duty(Assignment.objects.all(), quarter).filter(done__lt=F("due")))


def by_cadre(assignments: Iterable[Assignment]) -> list[tuple[Cadre, list[Assignment]]]:
    """Return the assignments of each cadre together; they must come in the order of cadres."""
    return [(cadre, list(rows)) for cadre, rows in groupby(assignments, key=lambda a: a.cadre)]


def _open_assignments(day: datetime.date) -> Rows:
    """Return the assignments valid on `day` that still ask for a visit in its month."""
    month, quarter = Month.containing(day), Quarter.containing(day)
    rows = with_duty(Assignment.objects.on(day), quarter).filter(done__lt=F("due"))
    return _not_exempt(rows, month).exclude(Exists(_logged(month.first_day, month.last_day)))


def _logged(first: datetime.date, last: datetime.date) -> QuerySet[Attendance]:
    rows = Attendance.objects.counted().filter(assignment=OuterRef("pk"))
    return rows.filter(attended_on__range=(first, last))


def _not_exempt(rows: Rows, month: Month) -> Rows:
    exempt = MonthMark.objects.filter(
        assignment=OuterRef("pk"), month=month.first_day, mark=MonthMark.Mark.EXEMPT
    )
    return rows.exclude(Exists(exempt))


def _with_names(rows: Rows) -> Rows:
    return rows.select_related("cadre__user", "area__committee").order_by(
        "cadre_id", "area__sort_key", "pk"
    )


def _goer(assignment: Assignment, away: set[int]) -> Cadre | None:
    """Return who goes: the cadre, else who stands in, else nobody."""
    people = (assignment.cadre, assignment.substitute)
    return next((person for person in people if person and person.pk not in away), None)
