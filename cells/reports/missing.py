"""Which cells owe a regular month or a thematic quarter: rows, and sums by commune."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from accounts.models import User
from cells.models import Meeting, MeetingNorm, PartyCell
from cells.rules.calendar import (
    OwedMonth,
    OwedQuarter,
    is_regular,
    is_thematic,
    owed_months,
    owed_quarters,
)
from common.months import Month, Quarter
from common.search import matching

__all__ = [
    "CommuneSum",
    "MissingRow",
    "Period",
    "cells_missing",
    "missing_rows",
    "missing_sums",
    "period_of",
]

_Kind = Meeting.Kind
_REGULAR = (_Kind.REGULAR, _Kind.BOTH)
_THEMATIC = (_Kind.THEMATIC, _Kind.BOTH)
_CHUNK = 500


@dataclass(frozen=True)
class Period:
    """A year, or a quarter of it: its days, and what of it is over and owed."""

    first: datetime.date
    last: datetime.date
    months: list[OwedMonth]
    quarters: list[OwedQuarter]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing of it is over yet."""
        return not self.months and not self.quarters


def period_of(year: int, quarter: int | None, today: datetime.date) -> Period:
    """Return what `year`, or a quarter of it, asks of a cell by the norms in force: one query.

    The norm of a month or quarter is the one of its last day.
    """
    quarters = [Quarter(year, n) for n in ([quarter] if quarter else range(1, 5))]
    months = [month for each in quarters for month in each.months]
    norms = list(MeetingNorm.objects.all())

    def in_force(day: datetime.date) -> MeetingNorm | None:
        return next((norm for norm in norms if norm.is_valid_on(day)), None)

    a_month = {m: n.regular_per_month for m in months if (n := in_force(m.last_day))}
    a_quarter = {q: n.thematic_per_quarter for q in quarters if (n := in_force(q.last_day))}
    return Period(
        first=months[0].first_day,
        last=months[-1].last_day,
        months=owed_months(months[0], months[-1], today, a_month),
        quarters=owed_quarters(quarters, today, a_quarter),
    )


# --- Cells ----------------------------------------------------------------------------------------


def cells_missing(user: User, period: Period, chosen: Mapping[str, Any]) -> QuerySet[PartyCell]:
    """Return the cells `user` reaches that lack a meeting of `period`, by commune and name.

    Each carries `missing_regular` (months) and `missing_thematic` (quarters).  `chosen`: q (name),
    xa (commune), thieu: thuong_ky, chuyen_de, tat_ca (those that lack nothing too).
    """
    rows: Any = _counted(_in_reach(user, period, chosen), period)
    match chosen.get("thieu"):
        case "tat_ca":
            pass
        case "thuong_ky":
            rows = rows.filter(missing_regular__gt=0)
        case "chuyen_de":
            rows = rows.filter(missing_thematic__gt=0)
        case _:
            rows = rows.filter(Q(missing_regular__gt=0) | Q(missing_thematic__gt=0))
    rows = rows.select_related("committee").order_by("committee__sort_key", "sort_key", "pk")
    return matching(rows, chosen.get("q", ""))


def _in_reach(user: User, period: Period, chosen: Mapping[str, Any]) -> QuerySet[PartyCell]:
    rows: QuerySet[PartyCell] = PartyCell.objects.visible_to(user).during(period.first, period.last)
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    return rows


def _counted(rows: QuerySet[PartyCell], period: Period) -> QuerySet[PartyCell]:
    months = [(o.month.first_day, o.month.last_day, o.norm) for o in period.months]
    quarters = [(o.quarter.first_day, o.quarter.last_day, o.norm) for o in period.quarters]
    return rows.annotate(
        missing_regular=_lacking(months, _REGULAR),
        missing_thematic=_lacking(quarters, _THEMATIC),
    )


def _lacking(spans: list[tuple[datetime.date, datetime.date, int]], kinds: Iterable[str]) -> Any:
    """Return the expression: in how many of `spans` the cell met less often than asked."""
    total: Any = Value(0)
    for first, last, norm in spans:
        alive = (Q(valid_from__isnull=True) | Q(valid_from__lte=first)) & (
            Q(valid_to__isnull=True) | Q(valid_to__gte=last)
        )
        lacks = alive & _held_less(first, last, kinds, norm)
        total += Case(When(lacks, then=Value(1)), default=Value(0), output_field=IntegerField())
    return total


def _held_less(first: datetime.date, last: datetime.date, kinds: Iterable[str], norm: int) -> Q:
    held = Meeting.objects.filter(
        cell=OuterRef("pk"), held_on__range=(first, last), kind__in=kinds
    ).order_by()
    if norm == 1:
        return Q(~Exists(held))
    counted = held.values("cell").annotate(n=Count("pk")).values("n")
    return Q(LessThan(Coalesce(Subquery(counted, output_field=IntegerField()), 0), norm))


# --- Rows as they are shown -----------------------------------------------------------------------


@dataclass(frozen=True)
class MissingRow:
    """One cell: the months and quarters it owed, and those that lack a meeting."""

    cell: PartyCell
    owed_months: int
    owed_quarters: int
    months: list[Month]
    quarters: list[Quarter]
    meetings: int
    missing_minutes: int


def missing_rows(period: Period, cells: Iterable[PartyCell]) -> Iterator[MissingRow]:
    """Yield what each of `cells` lacks by name; one query for five hundred cells."""
    left = iter(cells)
    while chunk := list(islice(left, _CHUNK)):
        held: dict[int, list[Meeting]] = {}
        days = (period.first, period.last)
        for meeting in Meeting.objects.filter(cell__in=chunk, held_on__range=days).order_by():
            held.setdefault(meeting.cell_id, []).append(meeting)
        for cell in chunk:
            yield _row(period, cell, held.get(cell.pk, []))


def _row(period: Period, cell: PartyCell, held: list[Meeting]) -> MissingRow:
    months = [o for o in period.months if o.is_owed_by(cell.valid_from, cell.valid_to)]
    quarters = [o for o in period.quarters if o.is_owed_by(cell.valid_from, cell.valid_to)]
    regular = [m.held_on for m in held if is_regular(m.kind)]
    thematic = [m.held_on for m in held if is_thematic(m.kind)]
    return MissingRow(
        cell=cell,
        owed_months=len(months),
        owed_quarters=len(quarters),
        months=[o.month for o in months if sum(d in o.month for d in regular) < o.norm],
        quarters=[o.quarter for o in quarters if sum(d in o.quarter for d in thematic) < o.norm],
        meetings=len(held),
        missing_minutes=sum(m.minutes_id is None for m in held),
    )


# --- Sums -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CommuneSum:
    """The cells of one commune, or of everything in reach."""

    committee_id: int
    name: str
    cells: int
    lacking: int
    regular: int
    thematic: int
    missing_minutes: int


def missing_sums(user: User, period: Period, chosen: Mapping[str, Any]) -> list[CommuneSum]:
    """Return a sum for each commune in reach, by name, and the sum of all last: two queries."""
    cells = _in_reach(user, period, chosen)
    rows = (
        _counted(cells, period)
        .order_by()
        .values("committee", "committee__name", "committee__sort_key")
        .annotate(
            cells=Count("pk"),
            lacking=Count("pk", filter=Q(missing_regular__gt=0) | Q(missing_thematic__gt=0)),
            regular=Sum("missing_regular"),
            thematic=Sum("missing_thematic"),
        )
        .order_by("committee__sort_key", "committee")
    )
    days = (period.first, period.last)
    without = Meeting.objects.filter(
        cell__in=cells.order_by().values("pk"), held_on__range=days, minutes__isnull=True
    )
    minutes = dict(
        without.order_by()
        .values("cell__committee")
        .annotate(n=Count("pk"))
        .values_list("cell__committee", "n")
    )
    sums = [
        CommuneSum(
            committee_id=row["committee"],
            name=row["committee__name"],
            cells=row["cells"],
            lacking=row["lacking"],
            regular=row["regular"],
            thematic=row["thematic"],
            missing_minutes=minutes.get(row["committee"], 0),
        )
        for row in rows
    ]
    return [*sums, _total(sums)]


def _total(sums: list[CommuneSum]) -> CommuneSum:
    return CommuneSum(
        committee_id=0,
        name="",
        cells=sum(row.cells for row in sums),
        lacking=sum(row.lacking for row in sums),
        regular=sum(row.regular for row in sums),
        thematic=sum(row.thematic for row in sums),
        missing_minutes=sum(row.missing_minutes for row in sums),
    )
