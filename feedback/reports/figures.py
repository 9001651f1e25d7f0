"""On time and solved, side by side: by commune, place that handles, kind and month."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assignments.models import Agency
from cells.models import Committee
from common.months import Month
from feedback.models import Answer, Category, Feedback
from feedback.rules.figures import Tally

__all__ = ["BY", "DEFAULT_MONTHS", "Figures", "GroupRow", "OutcomeRow", "figures_of"]

DEFAULT_MONTHS: Final = 12
BY: Final = {
    "xa": gettext_lazy("Xã, phường"),
    "co_quan": gettext_lazy("Nơi xử lý"),
    "loai": gettext_lazy("Loại việc"),
    "thang": gettext_lazy("Tháng nhận"),
}
"""How the table may be broken down, by the word of the address."""

COLUMNS: Final = {"xa": "committee", "co_quan": "agency", "loai": "category"}
Verdict = Answer.Verdict


@dataclass(frozen=True)
class GroupRow:
    """One line of the table: its name, the key that the filter takes, its tally."""

    name: str
    key: str
    tally: Tally


@dataclass(frozen=True)
class OutcomeRow:
    """What the office wrote last, and what the senders say of it."""

    name: str
    answered: int
    solved: int
    unconfirmed: int
    not_solved: int


@dataclass(frozen=True)
class Figures:
    """Everything on the page of figures; `months` has a row for every month, also an empty one."""

    first: Month
    last: Month
    total: Tally
    rows: list[GroupRow]
    months: list[GroupRow]
    outcomes: list[OutcomeRow]


def figures_of(user: User, chosen: Mapping[str, Any], by: str, today: datetime.date) -> Figures:
    """Return the figures of the matters in reach that came in the chosen months.

    `chosen`: "tu" and "den" (months), "xa", "khu", "co_quan", "loai"; `by`: a key of `BY`.  Six queries,
    however many matters: the database counts them once, by month and unit.
    """
    first, last = period(chosen, today)
    rows = _counted(Feedback.objects.visible_to(user), chosen, first, last)
    parts = _parts(rows, COLUMNS.get(by, ""), today)
    months = _by_month(parts, first, last)
    return Figures(
        first=first,
        last=last,
        total=Tally.of(part.tally for part in parts),
        rows=_named(parts, by) if by in COLUMNS else months[::-1],
        months=months,
        outcomes=_outcomes(rows),
    )


def period(chosen: Mapping[str, Any], today: datetime.date) -> tuple[Month, Month]:
    """Return the first and the last month chosen, in order; without a choice the last twelve."""
    last = chosen.get("den") or Month.containing(today)
    first = chosen.get("tu") or last.plus(1 - DEFAULT_MONTHS)
    return (first, last) if first <= last else (last, first)


# --- Counting -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """The tally of one month and, where the table is broken down by units, of one of them."""

    unit: int | None
    month: Month
    tally: Tally


def _counted(rows: Any, chosen: Mapping[str, Any], first: Month, last: Month) -> Any:
    # Instants, not their dates: a database compares them without a function for each row.
    rows = rows.counted().filter(
        received_at__gte=_begin(first.first_day), received_at__lt=_begin(last.next().first_day)
    )
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    if area := chosen.get("khu"):
        rows = rows.filter(area=area)
    if kind := chosen.get("loai"):
        rows = rows.filter(category=kind)
    if place := chosen.get("co_quan"):
        rows = rows.filter(agency=None if place == "xa" else place)
    return rows


def _begin(day: datetime.date) -> datetime.datetime:
    midnight = datetime.datetime.combine(day, datetime.time.min)
    return timezone.make_aware(midnight)


def _parts(rows: Any, column: str, today: datetime.date) -> list[_Part]:
    groups = rows.annotate(month=TruncMonth("received_at"))
    found = groups.tallies_by("month", *([column] if column else []), today=today)
    return [
        _Part(
            unit=row.pop(column, None),
            month=Month.containing(row.pop("month")),
            tally=Tally(**row),
        )
        for row in found
    ]


# --- Naming ---------------------------------------------------------------------------------------


def _by_month(parts: Iterable[_Part], first: Month, last: Month) -> list[GroupRow]:
    found: dict[Month, Tally] = defaultdict(Tally)
    for part in parts:
        found[part.month] += part.tally
    rows, month = [], first
    while month <= last:
        rows.append(GroupRow(str(month), month.slug, found[month]))
        month = month.next()
    return rows


def _named(parts: Iterable[_Part], by: str) -> list[GroupRow]:
    """Return a row for each unit that something came in for, in the order of its own list."""
    found: dict[int | None, Tally] = defaultdict(Tally)
    for part in parts:
        found[part.unit] += part.tally
    keys = [key for key in found if key is not None]
    units: Any = {
        "xa": Committee.objects.filter(pk__in=keys).order_by("sort_key"),
        "co_quan": Agency.objects.filter(pk__in=keys),
        "loai": Category.objects.filter(pk__in=keys),
    }[by]
    rows = [GroupRow(unit.name, str(unit.pk), found[unit.pk]) for unit in units]
    if None in found:
        rows.insert(0, GroupRow(_("Xã, phường tự xử lý"), "xa", found[None]))
    return rows


def _outcomes(rows: Any) -> list[OutcomeRow]:
    """Return what was written last against what its senders say of it."""
    counts = (
        rows.filter(last_answer__isnull=False)
        .order_by()
        .values(outcome=F("last_answer__outcome"), verdict=F("last_answer__verdict"))
        .annotate(n=Count("pk"))
    )
    by_outcome: dict[str, dict[str, int]] = defaultdict(dict)
    for row in counts:
        by_outcome[row["outcome"]][row["verdict"]] = row["n"]
    return [
        OutcomeRow(
            name=capfirst(str(outcome.label)),
            answered=sum(said.values()),
            solved=said.get(Verdict.YES, 0),
            unconfirmed=said.get(Verdict.NONE, 0),
            not_solved=said.get(Verdict.PARTLY, 0) + said.get(Verdict.NO, 0),
        )
        for outcome in Answer.Outcome
        if (said := by_outcome.get(outcome.value))
    ]
