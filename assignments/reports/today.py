"""What a cadre needs on the phone: the visits of this month, and what became of their records."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from assignments.models import Assignment, Attendance, AttendanceClash, Cadre, MonthMark
from assignments.reports.waiting import called_for, to_score_by
from assignments.rules import duty
from assignments.rules.assignments import Period
from cells.models import CellArea, Meeting, PartyCell, PlannedMeeting
from cells.rules import calendar
from common.months import Month, Quarter

__all__ = ["Today", "Visit", "preset_days", "today_of"]

RECORDS_SHOWN = 5
NEVER: dict[str, Any] = {"last": None, "this_month": None, "done": 0}


@dataclass(frozen=True)
class Visit:
    """One cell that the cadre goes to, as of today."""

    assignment: Assignment
    cell: PartyCell
    meets_on: datetime.date | None
    is_recorded: bool
    last_on: datetime.date | None
    attended_on: datetime.date | None
    due: int
    done: int
    is_substitute: bool

    @property
    def is_done(self) -> bool:
        """Say whether this month's visit is logged, or the quarter's duty is met."""
        return self.attended_on is not None or (self.due > 0 and self.done >= self.due)

    @property
    def is_past(self) -> bool:
        """Say whether the meeting's day is over, or today."""
        return self.meets_on is not None and self.meets_on <= timezone.localdate()


@dataclass(frozen=True)
class Today:
    """The page of one cadre, as of the day `on`."""

    on: datetime.date
    visits: list[Visit]
    records: list[Attendance]
    month: Month
    quarter: Quarter
    due: int
    done: int
    called: list[PlannedMeeting]
    to_score: list[Meeting]

    @property
    def next_visit(self) -> Visit | None:
        """Return the visit to make or to log next."""
        return next((visit for visit in self.visits if not visit.is_done), None)

    @property
    def other_visits(self) -> list[Visit]:
        """Return the visits but the next one."""
        return [visit for visit in self.visits if visit is not self.next_visit]


def today_of(user: User, cadre: Cadre | None) -> Today:
    """Return the visits and records of `user`, whose record is `cadre`: nine queries, however many
    areas.
    """
    today = timezone.localdate()
    month, quarter = Month.containing(today), Quarter.containing(today)
    visits = _visits(user, cadre, today) if cadre else []
    own = {visit.assignment.pk: visit for visit in visits if not visit.is_substitute}
    return Today(
        on=today,
        visits=sorted(visits, key=_order),
        records=_records(user, cadre),
        month=month,
        quarter=quarter,
        due=sum(visit.due for visit in own.values()),
        done=sum(visit.done for visit in own.values()),
        called=list(called_for(user, today)),
        to_score=list(to_score_by(user, today)),
    )


def _records(user: User, cadre: Cadre | None) -> list[Attendance]:
    """Return the newest records that are the person's or that they wrote, with `open_clashes`."""
    open_clashes = AttendanceClash.objects.open().filter(attendance=OuterRef("pk"))
    records = Attendance.objects.visible_to(user).filter(Q(cadre=cadre) | Q(logged_by=user))
    newest = records.order_by("-logged_at", "-id").select_related("cell")
    return list(newest.annotate(open_clashes=Exists(open_clashes))[:RECORDS_SHOWN])


def _order(visit: Visit) -> tuple[Any, ...]:
    """Sort what is open by day, what is done last."""
    return (
        visit.is_done,
        visit.is_substitute,
        visit.meets_on or datetime.date.max,
        visit.cell.sort_key,
    )


def _visits(user: User, cadre: Cadre, today: datetime.date) -> list[Visit]:
    assignments = _assignments(user, cadre, today)
    pairs = _cells(assignments, today)
    month, quarter = Month.containing(today), Quarter.containing(today)
    cells = [cell for _assignment, cell in pairs]
    meetings, called = _meetings(cells, month), _called(cells, month)
    attended = _attended(assignments, month, quarter)
    exempt = _exempt_months(assignments, quarter)
    return [
        Visit(
            assignment=assignment,
            cell=cell,
            meets_on=meetings.get(cell.pk) or called.get(cell.pk) or usual_day(cell, month),
            is_recorded=cell.pk in meetings,
            last_on=here["last"],
            attended_on=here["this_month"],
            due=_due(assignment, quarter, exempt[assignment.pk]),
            done=sum(row["done"] for row in attended[assignment.pk].values()),
            is_substitute=assignment.cadre_id != cadre.pk,
        )
        for assignment, cell in pairs
        for here in [attended[assignment.pk].get(cell.pk, NEVER)]
    ]


def _assignments(user: User, cadre: Cadre, today: datetime.date) -> list[Assignment]:
    """Return the assignments of today that are the person's own or that they stand in for."""
    rows: Any = Assignment.objects.visible_to(user)
    rows = rows.on(today).filter(Q(cadre=cadre) | Q(substitute=cadre))
    return list(rows.select_related("cadre"))


def _due(assignment: Assignment, quarter: Quarter, exempt: set[datetime.date]) -> int:
    """Return the attendances that `quarter` asks of `assignment`."""
    months = duty.months_that_count(quarter, assignment.valid_from, assignment.valid_to, exempt)
    return duty.due(assignment.visits_per_quarter, len(months))


def _exempt_months(
    assignments: list[Assignment], quarter: Quarter
) -> dict[int, set[datetime.date]]:
    """Return the first days of the exempt months of `quarter` by assignment."""
    marks = MonthMark.objects.filter(
        assignment__in=assignments,
        month__range=(quarter.first_day, quarter.last_day),
        mark=MonthMark.Mark.EXEMPT,
    )
    found: dict[int, set[datetime.date]] = defaultdict(set)
    for assignment, month in marks.order_by().values_list("assignment", "month"):
        found[assignment].add(month)
    return found


def _cells(
    assignments: list[Assignment], today: datetime.date
) -> list[tuple[Assignment, PartyCell]]:
    areas = {assignment.area_id for assignment in assignments}
    links = CellArea.objects.filter(area__in=areas).select_related("cell__committee")
    return [
        (assignment, link.cell)
        for assignment in assignments
        for link in sorted(links, key=lambda each: each.cell.sort_key)
        if link.area_id == assignment.area_id
        and Period.of(link).contains(today)
        and link.cell.is_valid_on(today)
    ]


def _meetings(cells: list[PartyCell], month: Month) -> dict[int, datetime.date]:
    """Return the first recorded meeting of the month by cell."""
    held = Meeting.objects.filter(
        cell__in=cells, held_on__range=(month.first_day, month.last_day)
    ).order_by("-held_on")
    return dict(held.values_list("cell", "held_on"))


def _called(cells: list[PartyCell], month: Month) -> dict[int, datetime.date]:
    """Return the first called meeting of the month by cell."""
    rows = PlannedMeeting.objects.standing().filter(
        cell__in=cells, planned_on__range=(month.first_day, month.last_day)
    )
    return dict(rows.order_by("-planned_on").values_list("cell", "planned_on"))


def _attended(
    assignments: list[Assignment], month: Month, quarter: Quarter
) -> dict[int, dict[int, dict[str, Any]]]:
    """Return what was attended by assignment and cell: the last day, the first of `month`, and
    how often in `quarter`.
    """
    in_month = Q(attended_on__range=(month.first_day, month.last_day))
    in_quarter = Q(attended_on__range=(quarter.first_day, quarter.last_day))
    rows: Any = Attendance.objects.counted().filter(assignment__in=assignments).order_by()
    found: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    sums = rows.values("assignment", "cell").annotate(
        last=Max("attended_on"),
        this_month=Min("attended_on", filter=in_month),
        done=Count("pk", filter=in_quarter),
    )
    for row in sums:
        found[row["assignment"]][row["cell"]] = row
    return found


def usual_day(cell: PartyCell, month: Month) -> datetime.date | None:
    """Return the cell's usual meeting day in `month`, kept within it."""
    if cell.meeting_day is None:
        return None
    return calendar.usual_day(month, cell.meeting_day)


def preset_days(user: User, cells: Collection[PartyCell]) -> dict[int, datetime.date]:
    """Return by cell the day that a new record most likely means: its last meeting up to today.

    That is the newest recorded meeting of the last five weeks, else this or last month's usual
    day; days that the person has logged already are left out.  Today when nothing is known.
    """
    today = timezone.localdate()
    recent = today - datetime.timedelta(weeks=5)
    meetings = Meeting.objects.filter(cell__in=cells, held_on__range=(recent, today))
    held = defaultdict(list)
    for pk, held_on in meetings.order_by("-held_on").values_list("cell", "held_on"):
        held[pk].append(held_on)
    month = Month.containing(today)
    days = {cell.pk: held[cell.pk] or _usual_days(cell, month, today) for cell in cells}
    logged = set(
        Attendance.objects.visible_to(user)
        .filter(Q(cadre__user=user) | Q(logged_by=user), cell__in=cells)
        .filter(attended_on__in={day for found in days.values() for day in found})
        .values_list("cell", "attended_on")
    )
    return {
        pk: next((day for day in found if (pk, day) not in logged), today)
        for pk, found in days.items()
    }


def _usual_days(cell: PartyCell, month: Month, today: datetime.date) -> list[datetime.date]:
    """Return the usual days of `month` and of the month before, up to today."""
    usual = (usual_day(cell, month), usual_day(cell, month.previous()))
    return [day for day in usual if day and day <= today]
