"""The quarter grid: one line an assignment, one box a month."""

import datetime
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from assignments.models import Assignment, Attendance, AttendanceClash, ClosedQuarter, MonthMark
from assignments.reports.duty import duty_totals, month_counts, with_duty
from assignments.rules.assignments import Period
from assignments.rules.attendance import shared
from cells.models import CellArea, PartyCell
from common.months import Month, Quarter
from common.search import matching

__all__ = [
    "GridRow",
    "GridTotals",
    "MonthBox",
    "closing_facts",
    "grid_assignments",
    "grid_rows",
    "grid_totals",
]


@dataclass
class MonthBox:
    """What one month of one assignment shows, and whether it may be written."""

    month: Month
    attendances: list[Attendance] = field(default_factory=list)
    mark: MonthMark | None = None
    is_locked: bool = False
    why_locked: str = ""
    typed: str | None = None

    @property
    def value(self) -> str:
        """Return D, V, K, M or nothing: what is stored.  An attendance outweighs a mark."""
        if self.attendances:
            return "D"
        return self.mark.mark if self.mark else ""

    @property
    def shown(self) -> str:
        """Return what stands in the box: what was typed and not stored yet, else the mark."""
        return self.value if self.typed is None else self.typed

    @property
    def days(self) -> list[datetime.date]:
        """Return the days attended."""
        return [row.attended_on for row in self.attendances]

    @property
    def is_confirmed(self) -> bool:
        """Say whether the cell or commune confirmed every attendance of the month."""
        return bool(self.attendances) and all(
            row.confirmation == Attendance.Confirmation.CONFIRMED for row in self.attendances
        )

    @property
    def is_disputed(self) -> bool:
        """Say whether the cell reports that the cadre did not come."""
        return any(row.confirmation == "disputed" for row in self.attendances)

    @property
    def is_from_phone(self) -> bool:
        """Say whether the cadre logged it."""
        return any(row.source == Attendance.Source.PHONE for row in self.attendances)

    @property
    def is_clash(self) -> bool:
        """Say whether two sources tell different things of this month."""
        return bool(self.attendances and self.mark) or any(
            getattr(row, "open_clashes", False) for row in self.attendances
        )


@dataclass
class GridRow:
    """One assignment in the grid."""

    assignment: Assignment
    cells: list[PartyCell]
    boxes: list[MonthBox]
    due: int
    done: int
    error: str = ""
    error_url: str = ""
    saved_at: datetime.datetime | None = None
    stored: list[str] | None = None

    @property
    def version(self) -> str:
        """Return a digest of all that the row shows: it changes when anybody changes anything."""
        parts = [
            f"{box.month.slug}:"
            + ",".join(f"{row.pk}.{row.version}" for row in box.attendances)
            + (f";{box.mark.pk}.{box.mark.version}{box.mark.mark}" if box.mark else "")
            for box in self.boxes
        ]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]

    @property
    def is_open(self) -> bool:
        """Say whether any month may be written."""
        return not all(box.is_locked for box in self.boxes)


@dataclass(frozen=True)
class GridTotals:
    """Sums over everything the filter lets through, not only the page."""

    months: list[tuple[int, int]]
    due: int
    done: int
    boxes: int
    filled: int


def grid_assignments(
    assignments: QuerySet[Assignment], quarter: Quarter, chosen: dict[str, Any]
) -> QuerySet[Assignment]:
    """Return the assignments of `quarter` that the filters let through, by the cadres' names.

    `chosen`: co_quan (Agency), xa (Committee), q (text: cadre or area).
    """
    rows: Any = assignments
    rows = rows.during(quarter.first_day, quarter.last_day)
    if agency := chosen.get("co_quan"):
        rows = rows.filter(cadre__agency=agency)
    if commune := chosen.get("xa"):
        rows = rows.filter(area__committee=commune)
    if text := chosen.get("q"):
        cadres = matching(rows, text, through="cadre").order_by().values("pk")
        areas = matching(rows, text, through="area").order_by().values("pk")
        rows = rows.filter(Q(pk__in=cadres) | Q(pk__in=areas))
    found: QuerySet[Assignment] = rows.order_by("cadre__sort_key", "area__sort_key", "id")
    return found


def grid_rows(assignments: list[Assignment], quarter: Quarter) -> list[GridRow]:
    """Return the grid's lines for `assignments`: six queries, however many there are."""
    keys = [assignment.pk for assignment in assignments]
    links = Prefetch("area__cell_links", CellArea.objects.select_related("cell"))
    rows: Any = Assignment.objects.filter(pk__in=keys)
    found = {
        row.pk: row
        for row in with_duty(rows, quarter)
        .select_related("cadre__agency", "area__committee", "substitute")
        .prefetch_related(links)
    }
    attendances, marks = _by_assignment(keys, quarter), _marks(keys, quarter)
    is_closed = ClosedQuarter.objects.closes(quarter.first_day)
    return [
        _row(found[key], quarter, attendances[key], marks[key], is_closed=is_closed)
        for key in keys
        if key in found
    ]


def _row(
    assignment: Any,
    quarter: Quarter,
    attendances: list[Attendance],
    marks: list[MonthMark],
    *,
    is_closed: bool,
) -> GridRow:
    boxes = []
    for month in quarter.months:
        why = _why_locked(assignment, month, is_closed=is_closed)
        boxes.append(
            MonthBox(
                month=month,
                attendances=[row for row in attendances if row.attended_on in month],
                mark=next((mark for mark in marks if mark.month == month.first_day), None),
                is_locked=bool(why),
                why_locked=why,
            )
        )
    return GridRow(
        assignment, _cells(assignment, quarter), boxes, due=assignment.due, done=assignment.done
    )


def _why_locked(assignment: Assignment, month: Month, *, is_closed: bool) -> str:
    """Return closed, future or outside; empty when the month may be written."""
    if is_closed:
        return "closed"
    if month.first_day > timezone.localdate():
        return "future"
    held = Period.of(assignment).overlaps(Period(month.first_day, month.last_day))
    return "" if held else "outside"


def _cells(assignment: Assignment, quarter: Quarter) -> list[PartyCell]:
    """Return the cells that serve the area in the quarter while the assignment holds."""
    span = shared(Period.of(assignment), Period(quarter.first_day, quarter.last_day))
    cells = {
        link.cell_id: link.cell
        for link in assignment.area.cell_links.all()
        if span and Period.of(link).overlaps(span)
    }
    return sorted(cells.values(), key=lambda cell: (cell.sort_key, cell.pk))


def _by_assignment(keys: list[int], quarter: Quarter) -> dict[int, list[Attendance]]:
    rows = Attendance.objects.counted().during(quarter).filter(assignment__in=keys)
    open_clashes = AttendanceClash.objects.open().filter(attendance=OuterRef("pk"))
    found: dict[int, list[Attendance]] = defaultdict(list)
    for row in rows.annotate(open_clashes=Exists(open_clashes)).order_by("attended_on", "pk"):
        found[row.assignment_id].append(row)
    return found


def _marks(keys: list[int], quarter: Quarter) -> dict[int, list[MonthMark]]:
    rows = MonthMark.objects.filter(
        assignment__in=keys, month__range=(quarter.first_day, quarter.last_day)
    )
    found: dict[int, list[MonthMark]] = defaultdict(list)
    for row in rows:
        found[row.assignment_id].append(row)
    return found


def grid_totals(assignments: QuerySet[Assignment], quarter: Quarter) -> GridTotals:
    """Return the sums over `assignments`: three queries."""
    months = month_counts(assignments, quarter)
    sums = duty_totals(assignments, quarter)
    marks = MonthMark.objects.filter(
        assignment__in=assignments.order_by().values("pk"),
        month__range=(quarter.first_day, quarter.last_day),
    )
    exempt = Q(mark=MonthMark.Mark.EXEMPT)
    marked = marks.aggregate(absent=Count("pk", filter=~exempt), exempt=Count("pk", filter=exempt))
    in_duty = sum(due for _attended, due in months)
    attended = sum(number for number, _due in months)
    return GridTotals(
        months=months,
        due=sums["total_due"],
        done=sums["total_done"],
        boxes=in_duty + marked["exempt"],
        filled=attended + marked["absent"] + marked["exempt"],
    )


def closing_facts(quarter: Quarter) -> dict[str, int]:
    """Return how many attendances of `quarter` count, wait for confirmation, are disputed."""
    rows = Attendance.objects.counted().during(quarter)
    found: dict[str, int] = rows.aggregate(
        counted=Count("pk"),
        waiting=Count("pk", filter=Q(confirmation=Attendance.Confirmation.NONE)),
        disputed=Count("pk", filter=Q(confirmation=Attendance.Confirmation.DISPUTED)),
    )
    return found
