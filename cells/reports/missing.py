"""Which cells owe a regular month or a thematic quarter: rows, and sums by commune.

Asked of ten thousand cells at once: one query for the cells, one that counts their meetings by
month and quarter, and the rule (`cells.rules.calendar`) decides here.  The same in SQL, a question
for each cell and month, took twenty times as long.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from cells.models import Committee, Meeting, MeetingNorm, PartyCell
from cells.rules.calendar import OwedMonth, OwedQuarter, owed_months, owed_quarters
from common.months import Month, Quarter
from common.search import matching

__all__ = [
    "CommuneSum",
    "Lack",
    "Missing",
    "MissingRow",
    "Period",
    "missing_in",
    "missing_rows",
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


# --- All cells ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lack:
    """What one cell owed, and what of it lacks a meeting."""

    cell_id: int
    committee_id: int
    owed_months: int
    owed_quarters: int
    months: list[Month]
    quarters: list[Quarter]
    meetings: int
    missing_minutes: int

    @property
    def is_lacking(self) -> bool:
        """Say whether a month or a quarter lacks a meeting."""
        return bool(self.months or self.quarters)


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


@dataclass(frozen=True)
class Missing:
    """All cells asked about, by commune and name, and those of them that are to be listed."""

    cells: list[Lack]
    listed: list[Lack]

    @cached_property
    def total(self) -> CommuneSum:
        """Return the sum of all."""
        return _sum(0, "", self.cells)

    def by_commune(self) -> list[CommuneSum]:
        """Return a sum for each commune, the one with most lacking cells first: one query."""
        found: dict[int, list[Lack]] = {}
        for row in self.cells:
            found.setdefault(row.committee_id, []).append(row)
        names = dict(Committee.objects.filter(pk__in=found).values_list("pk", "name"))
        sums = [_sum(pk, names[pk], rows) for pk, rows in found.items()]
        return sorted(sums, key=lambda row: -row.lacking)


def missing_in(user: User, period: Period, chosen: Mapping[str, Any]) -> Missing:
    """Return what the cells that `user` reaches lack of `period`: two queries.

    `chosen`: q (name), xa (commune), thieu: thuong_ky, chuyen_de, tat_ca (those that lack nothing
    too); without it, who lacks either.
    """
    cells = _in_reach(user, period, chosen)
    facts = cells.values_list("pk", "committee_id", "valid_from", "valid_to")
    counts = _counts(cells, period)
    none_held = (0,) * (len(period.months) + len(period.quarters) + 2)
    owed = _Owed(period)
    rows = [_lack(owed, fact, counts.get(fact[0], none_held)) for fact in facts]
    match chosen.get("thieu"):
        case "tat_ca":
            listed = rows
        case "thuong_ky":
            listed = [row for row in rows if row.months]
        case "chuyen_de":
            listed = [row for row in rows if row.quarters]
        case _:
            listed = [row for row in rows if row.is_lacking]
    return Missing(rows, listed)


def _in_reach(user: User, period: Period, chosen: Mapping[str, Any]) -> QuerySet[PartyCell]:
    rows: Any = PartyCell.objects.visible_to(user).during(period.first, period.last)
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    rows = rows.order_by("committee__sort_key", "committee", "sort_key", "pk")
    return matching(rows, chosen.get("q", ""))


def _counts(cells: QuerySet[PartyCell], period: Period) -> dict[int, tuple[int, ...]]:
    """Return by cell: all meetings, those without minutes, then one count for each time owed."""
    held = Meeting.objects.filter(
        cell__in=cells.order_by().values("pk"), held_on__range=(period.first, period.last)
    )
    spans: list[tuple[Any, Month | Quarter]] = [
        *((_REGULAR, owed.month) for owed in period.months),
        *((_THEMATIC, owed.quarter) for owed in period.quarters),
    ]
    counts: dict[str, Any] = {
        f"n{number}": Count(
            "pk", filter=Q(kind__in=kinds, held_on__range=(span.first_day, span.last_day))
        )
        for number, (kinds, span) in enumerate(spans)
    }
    rows = (
        held.order_by()
        .values("cell")
        .annotate(all=Count("pk"), bare=Count("pk", filter=Q(minutes__isnull=True)), **counts)
    )
    return {row[0]: row[1:] for row in rows.values_list("cell", "all", "bare", *counts)}


class _Owed:
    """What a cell owes by its first and last day; most cells share them, so each is asked once."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._known: dict[Any, tuple[list[Any], list[Any]]] = {}

    def of(
        self, valid_from: datetime.date | None, valid_to: datetime.date | None
    ) -> tuple[list[tuple[int, int, Month]], list[tuple[int, int, Quarter]]]:
        """Return (place among the counts, norm, time) of each month and of each quarter owed."""
        life = valid_from, valid_to
        if life not in self._known:
            months, quarters = self._period.months, self._period.quarters
            self._known[life] = (
                [(n, o.norm, o.month) for n, o in enumerate(months) if o.is_owed_by(*life)],
                [
                    (n, o.norm, o.quarter)
                    for n, o in enumerate(quarters, len(months))
                    if o.is_owed_by(*life)
                ],
            )
        return self._known[life]


def _lack(owed: _Owed, fact: tuple[Any, ...], counts: tuple[int, ...]) -> Lack:
    pk, committee_id, valid_from, valid_to = fact
    meetings, bare, *held = counts
    months, quarters = owed.of(valid_from, valid_to)
    return Lack(
        cell_id=pk,
        committee_id=committee_id,
        owed_months=len(months),
        owed_quarters=len(quarters),
        months=[month for place, norm, month in months if held[place] < norm],
        quarters=[quarter for place, norm, quarter in quarters if held[place] < norm],
        meetings=meetings,
        missing_minutes=bare,
    )


def _sum(committee_id: int, name: str, rows: list[Lack]) -> CommuneSum:
    return CommuneSum(
        committee_id=committee_id,
        name=name,
        cells=len(rows),
        lacking=sum(row.is_lacking for row in rows),
        regular=sum(len(row.months) for row in rows),
        thematic=sum(len(row.quarters) for row in rows),
        missing_minutes=sum(row.missing_minutes for row in rows),
    )


# --- Rows as they are shown -----------------------------------------------------------------------


@dataclass(frozen=True)
class MissingRow:
    """What one cell lacks, with the cell."""

    cell: PartyCell
    lack: Lack


def missing_rows(lacks: Iterable[Lack]) -> Iterator[MissingRow]:
    """Yield `lacks` with their cells; one query for five hundred."""
    left = iter(lacks)
    while chunk := list(islice(left, _CHUNK)):
        cells = PartyCell.objects.select_related("committee").in_bulk(
            [lack.cell_id for lack in chunk]
        )
        for lack in chunk:
            yield MissingRow(cells[lack.cell_id], lack)
