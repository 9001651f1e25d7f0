"""Lists of scores: cells with their averages over a time, and the tables of points."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import Meeting, PartyCell, Rubric, RubricItem
from cells.reports.scores import Averages, average_of, cells_far_apart, with_scores
from cells.rules.scores import BIG_GAP
from common.months import Month, Quarter
from common.search import matching

__all__ = [
    "CellScores",
    "Period",
    "cells_scored",
    "period_of",
    "rubric_groups",
    "rubrics_listed",
    "score_rows",
    "score_rows_of_all",
]

_AT_ONCE = 500
_MONTHS = 12


@dataclass(frozen=True)
class Period:
    """The days over which scores are averaged, and how the page calls them."""

    first: datetime.date
    last: datetime.date
    name: str


def period_of(slug: str) -> Period:
    """Return the quarter "2026-4", the year "2026", or for other text the last twelve months."""
    today = timezone.localdate()
    try:
        quarter = Quarter.parse(slug)
    except ValueError:
        pass
    else:
        return Period(quarter.first_day, quarter.last_day, str(quarter))
    if slug.isdecimal() and len(slug) == 4:
        year = int(slug)
        name = _("năm %(year)s") % {"year": year}
        return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31), name)
    first = Month.containing(today).plus(1 - _MONTHS).first_day
    return Period(first, today, _("12 tháng qua"))


@dataclass(frozen=True)
class CellScores:
    """One cell of the list: its averages, and the grade the cell last gave itself."""

    cell: PartyCell
    averages: Averages
    last_grade: str
    last_on: datetime.date | None
    last_meeting: int | None

    @property
    def is_far_apart(self) -> bool:
        """Say whether the two sides are far apart."""
        return self.averages.gap is not None and abs(self.averages.gap) >= BIG_GAP


def cells_scored(user: User, period: Period, chosen: Mapping[str, Any]) -> QuerySet[PartyCell]:
    """Return the cells that `user` reaches and that existed in `period`, filtered.

    `chosen`: q, xa (commune), loc ("da-cham" scored, "chua" not scored, "chenh" 8 points apart).
    """
    rows: QuerySet[PartyCell] = PartyCell.objects.visible_to(user).during(period.first, period.last)
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    held = Meeting.objects.filter(held_on__range=(period.first, period.last)).order_by()
    scored = held.filter(cell=OuterRef("pk"), scores__isnull=False)
    if chosen.get("loc") == "da-cham":
        rows = rows.filter(Exists(scored))
    if chosen.get("loc") == "chua":
        rows = rows.filter(~Exists(scored))
    if chosen.get("loc") == "chenh":
        rows = rows.filter(pk__in=cells_far_apart(rows, period.first, period.last, user))
    rows = rows.select_related("committee").order_by("committee__sort_key", "sort_key", "id")
    return matching(rows, chosen.get("q", ""))


def score_rows(user: User, cells: list[PartyCell], period: Period) -> list[CellScores]:
    """Return the rows of `cells`: a few queries, however many cells."""
    keys = [cell.pk for cell in cells]
    averages = average_of(keys, period.first, period.last, user)
    meetings = Meeting.objects.filter(cell__in=keys, held_on__range=(period.first, period.last))
    graded = with_scores(meetings, user).filter(own__isnull=False).order_by("held_on")
    last = {
        cell: (grade, held_on, pk)
        for cell, grade, held_on, pk in graded.values_list("cell", "own_grade", "held_on", "pk")
    }
    nothing = ("", None, None)
    return [CellScores(cell, averages[cell.pk], *last.get(cell.pk, nothing)) for cell in cells]


def score_rows_of_all(
    user: User, cells: QuerySet[PartyCell], period: Period
) -> Iterator[CellScores]:
    """Yield the rows of all `cells`, some hundreds at a time."""
    rest = cells.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(rest, _AT_ONCE)):
        yield from score_rows(user, some, period)


# --- Tables of points -----------------------------------------------------------------------------


def rubrics_listed() -> QuerySet[Rubric]:
    """Return every table with its grades, and how many lines it has (`lines`)."""
    rows: QuerySet[Rubric] = Rubric.objects.prefetch_related("grades")
    return rows.annotate(lines=Count("items")).order_by("-lines", "code")


def rubric_groups(rubric: Rubric) -> list[tuple[str, int, list[RubricItem]]]:
    """Return (criterion, its most points, its lines with their bands)."""
    items = rubric.items.prefetch_related(Prefetch("bands"))
    found = []
    for criterion, group in groupby(items, lambda item: item.criterion):
        lines = list(group)
        found.append((criterion, sum(line.maximum for line in lines), lines))
    return found
