"""The quarter grid: one line an assignment, one box a month."""

import datetime
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.models import Assignment, Attendance, AttendanceClash, ClosedQuarter, MonthMark
from assignments.reports.duty import months_attended, months_in_duty
from assignments.rules.assignments import Period
from assignments.rules.attendance import shared
from assignments.rules.duty import due, months_that_count
from cells.models import CellArea
from common.months import Month, Quarter
from common.search import matching

__all__ = [
    "GridColumn",
    "GridRow",
    "GridTotals",
    "MonthBox",
    "closing_facts",
    "grid_assignments",
    "grid_rows",
    "grid_totals",
]


@dataclass(frozen=True)
class GridColumn:
    """What the boxes of one month have in common, worked out once for all rows."""

    month: Month
    name: str
    label: str
    title: str
    period: Period
    why_locked: str


@dataclass
class MonthBox:
    """What one month of one assignment shows, and why it may not be written (empty: it may).

    `why_locked` is closed, future or outside.
    """

    column: GridColumn
    attendances: list[Attendance] = field(default_factory=list)
    mark: MonthMark | None = None
    why_locked: str = ""
    typed: str | None = None

    @property
    def month(self) -> Month:
        """Return the month of the box."""
        return self.column.month

    @property
    def is_locked(self) -> bool:
        """Say whether nothing may be written."""
        return bool(self.why_locked)

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
    def day(self) -> str:
        """Return the number of the first day attended, such as 5; empty without."""
        return str(self.attendances[0].attended_on.day) if self.attendances else ""

    @property
    def state(self) -> str:
        """Return what is to be said of the month: clash, disputed, confirmed, phone or nothing."""
        if self.is_clash:
            return "clash"
        if self.is_disputed:
            return "disputed"
        if self.is_confirmed:
            return "confirmed"
        return "phone" if self.is_from_phone else ""

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
    has_cell: bool
    boxes: list[MonthBox]
    due: int
    done: int
    error: str = ""
    error_url: str = ""
    saved_at: datetime.datetime | None = None
    stored: list[str] | None = None

    @property
    def key(self) -> str:
        """Return the assignment's key as text, as addresses and names of elements hold it."""
        return str(self.assignment.pk)

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

    `chosen`: co_quan (Agency), xa (Committee), q (text: cadre or area).  They come with the names
    and dates that a line shows, and nothing else.
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
    found: QuerySet[Assignment] = (
        rows.select_related("cadre", "area__committee", "substitute")
        .only(
            "valid_from",
            "valid_to",
            "visits_per_quarter",
            "cadre__full_name",
            "area__name",
            "area__committee__name",
            "substitute__full_name",
        )
        .order_by("cadre__sort_key", "area__sort_key", "id")
    )
    return found


def grid_rows(assignments: list[Assignment], quarter: Quarter) -> list[GridRow]:
    """Return the grid's lines for `assignments`: four queries, however many there are.

    Names that the assignments come without are fetched, one query more for each kind.
    """
    links = Prefetch("area__cell_links", CellArea.objects.only("area", "valid_from", "valid_to"))
    prefetch_related_objects(assignments, "cadre", "substitute", "area__committee", links)
    keys = [assignment.pk for assignment in assignments]
    attendances, marks = _by_assignment(keys, quarter), _marks(keys, quarter)
    columns = _columns(quarter)
    return [
        _row(
            assignment,
            quarter,
            columns,
            attendances=attendances[assignment.pk],
            marks=marks[assignment.pk],
        )
        for assignment in assignments
    ]


def _columns(quarter: Quarter) -> list[GridColumn]:
    is_closed = ClosedQuarter.objects.closes(quarter.first_day)
    today = timezone.localdate()
    columns = []
    for number, month in enumerate(quarter.months):
        period = Period(month.first_day, month.last_day)
        is_future = month.first_day > today
        columns.append(
            GridColumn(
                month=month,
                name=f"m{number}",
                label=_("Tháng %(n)s") % {"n": month.month},
                title=str(month),
                period=period,
                why_locked="closed" if is_closed else "future" if is_future else "",
            )
        )
    return columns


def _row(
    assignment: Assignment,
    quarter: Quarter,
    columns: list[GridColumn],
    *,
    attendances: list[Attendance],
    marks: dict[datetime.date, MonthMark],
) -> GridRow:
    held = Period.of(assignment)
    boxes = [
        MonthBox(
            column=column,
            attendances=[row for row in attendances if column.period.contains(row.attended_on)],
            mark=marks.get(column.month.first_day),
            why_locked=column.why_locked or ("" if held.overlaps(column.period) else "outside"),
        )
        for column in columns
    ]
    exempt = [day for day, mark in marks.items() if mark.mark == MonthMark.Mark.EXEMPT]
    months = months_that_count(quarter, assignment.valid_from, assignment.valid_to, exempt)
    return GridRow(
        assignment,
        _has_cell(assignment, quarter),
        boxes,
        due=due(assignment.visits_per_quarter, len(months)),
        done=len(attendances),
    )


def _has_cell(assignment: Assignment, quarter: Quarter) -> bool:
    """Say whether a cell serves the area in the quarter while the assignment holds."""
    span = shared(Period.of(assignment), Period(quarter.first_day, quarter.last_day))
    links = assignment.area.cell_links.all()
    return span is not None and any(Period.of(link).overlaps(span) for link in links)


def _by_assignment(keys: list[int], quarter: Quarter) -> dict[int, list[Attendance]]:
    rows = Attendance.objects.counted().during(quarter).filter(assignment__in=keys)
    open_clashes = AttendanceClash.objects.open().filter(attendance=OuterRef("pk"))
    found: dict[int, list[Attendance]] = defaultdict(list)
    shown = rows.annotate(open_clashes=Exists(open_clashes)).only(
        "assignment",
        "attended_on",
        "version",
        "source",
        "confirmation",
        "guidance",
        "heard",
        "note",
    )
    for row in shown.order_by("attended_on", "pk"):
        found[row.assignment_id].append(row)
    return found


def _marks(keys: list[int], quarter: Quarter) -> dict[int, dict[datetime.date, MonthMark]]:
    rows = MonthMark.objects.filter(
        assignment__in=keys, month__range=(quarter.first_day, quarter.last_day)
    )
    found: dict[int, dict[datetime.date, MonthMark]] = defaultdict(dict)
    for row in rows.order_by():
        found[row.assignment_id][row.month] = row
    return found


def grid_totals(assignments: QuerySet[Assignment], quarter: Quarter) -> GridTotals:
    """Return the sums over `assignments`: three queries."""
    in_duty, total_due = months_in_duty(assignments, quarter)
    attended, done = months_attended(assignments, quarter)
    # Asked mark by mark: a quarter has few of them, however many assignments there are.
    of_these = assignments.order_by().filter(pk=OuterRef("assignment"))
    marks = MonthMark.objects.filter(
        Exists(of_these), month__range=(quarter.first_day, quarter.last_day)
    )
    exempt = Q(mark=MonthMark.Mark.EXEMPT)
    marked = marks.aggregate(absent=Count("pk", filter=~exempt), exempt=Count("pk", filter=exempt))
    return GridTotals(
        months=list(zip(attended, in_duty, strict=True)),
        due=total_due,
        done=done,
        boxes=sum(in_duty) + marked["exempt"],
        filled=sum(attended) + marked["absent"] + marked["exempt"],
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
