"""The figures of cells on which help is measured: over some days, and quarter by quarter."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db.models import Avg, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractQuarter, ExtractYear
from django.utils import timezone

from assignments.rules.help import INDICATORS, RatingSeen
from assignments.rules.help_effect import CellBefore, Tally
from cells.models import Meeting, Rating, ResolutionTask
from cells.reports.presence import Presence, presence_of
from cells.reports.resolutions import Share, done_on_time_of
from cells.reports.scores import Averages, average_of, with_scores
from common.months import Quarter

__all__ = [
    "CellFigures",
    "Figure",
    "LastRating",
    "Series",
    "befores_of",
    "figures_of",
    "last_rated_year",
    "last_ratings",
    "series_of",
]

DAYS_OF_A_QUARTER: Final = Decimal("91.25")
DECEMBER: Final = 12

Days = tuple[datetime.date, datetime.date]
Row = tuple[int, Quarter, dict[str, Any]]
Series = dict[Quarter, Tally]


@dataclass(frozen=True)
class Figure:
    """One indicator of a cell: its value (None: nothing to count), the records it rests on."""

    value: Decimal | None = None
    sample: int = 0
    words: str = ""


NO_FIGURE = Figure()


@dataclass(frozen=True)
class CellFigures:
    """The figures of one cell over some days, by the codes of the indicators."""

    presence: Figure = NO_FIGURE
    thematic: Figure = NO_FIGURE
    on_time: Figure = NO_FIGURE
    score: Figure = NO_FIGURE
    rating: Figure = NO_FIGURE

    def of(self, code: str) -> Figure:
        """Return the figure of the indicator `code`."""
        found: Figure = getattr(self, code)
        return found

    @property
    def all(self) -> list[Figure]:
        """Return the figures in the order of the indicators."""
        return [self.of(each.code) for each in INDICATORS]


@dataclass(frozen=True)
class LastRating:
    """The last decided rating of a cell, and the name of its level."""

    seen: RatingSeen
    words: str


def figures_of(
    cell_ids: Collection[int], first: datetime.date, last: datetime.date
) -> dict[int, CellFigures]:
    """Return the figures of the cells from `first` to `last`; four queries.

    Presence and tasks done on time in %, thematic meetings a quarter, meeting scores out of 100
    (the mean of what the cell and the cadres gave), the last rating of a year rated by then.
    """
    presences = presence_of(list(cell_ids), first, last)
    averages = average_of(cell_ids, first, last)
    shares = done_on_time_of(cell_ids, first, last)
    ratings = last_ratings(cell_ids, last_rated_year(last))
    quarters = Decimal((last - first).days + 1) / DAYS_OF_A_QUARTER
    return {
        cell: CellFigures(
            **_of_meetings(presences.get(cell), quarters),
            on_time=_of_tasks(shares.get(cell)),
            score=_of_scores(averages.get(cell)),
            rating=_of_rating(ratings.get(cell)),
        )
        for cell in cell_ids
    }


def last_rated_year(day: datetime.date) -> int:
    """Return the last year whose ratings are decided on `day`: its own in December."""
    return day.year if day.month == DECEMBER else day.year - 1


def last_ratings(cell_ids: Collection[int], last_year: int | None = None) -> dict[int, LastRating]:
    """Return the last decided rating of each cell, of `last_year` at the latest; one query."""
    rows = Rating.objects.filter(cell__in=cell_ids, level__isnull=False)
    if last_year is not None:
        rows = rows.filter(year__lte=last_year)
    return {
        row.cell_id: LastRating(
            RatingSeen(row.year, row.level.rank, row.level.is_clean_strong),
            f"{row.level.name} ({row.year})",
        )
        for row in rows.order_by("year").select_related("level")
        if row.level
    }


def _of_meetings(presence: Presence | None, quarters: Decimal) -> dict[str, Figure]:
    if presence is None or not presence.meetings:
        return {}
    return {
        "presence": _percent(presence.present, presence.due, presence.meetings),
        "thematic": Figure(_rounded(presence.thematic / quarters), presence.meetings),
    }


def _of_tasks(share: Share | None) -> Figure:
    return _percent(share.on_time, share.due, share.due) if share else NO_FIGURE


def _of_scores(average: Averages | None) -> Figure:
    given = [average.own, average.cadres] if average else []
    known = [Decimal(str(each)) for each in given if each is not None]
    if average is None or not known:
        return NO_FIGURE
    return Figure(_rounded(sum(known, Decimal()) / len(known)), average.count)


def _of_rating(rating: LastRating | None) -> Figure:
    return Figure(Decimal(rating.seen.rank), 1, rating.words) if rating else NO_FIGURE


def _percent(part: int, whole: int, sample: int) -> Figure:
    return Figure(_rounded(Decimal(100 * part) / whole), sample) if whole else NO_FIGURE


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


# --- Before the help ------------------------------------------------------------------------------


def befores_of(
    members: Mapping[int, int | None], first: datetime.date, last: datetime.date
) -> dict[int, CellBefore]:
    """Return what the cells were like from `first` to `last`, by measures; two queries.

    `members` is their present number by cell, taken where no meeting says how many were due.
    """
    presences = presence_of(list(members), first, last)
    ratings = last_ratings(list(members), last_rated_year(last))
    found = {}
    for cell, number in members.items():
        presence, rating = presences.get(cell), ratings.get(cell)
        has_met = presence is not None and presence.due > 0
        found[cell] = CellBefore(
            members=presence.due / presence.meetings if presence and has_met else number,
            presence=100 * presence.present / presence.due if presence and has_met else None,
            rank=rating.seen.rank if rating else None,
        )
    return found


# --- Quarter by quarter ---------------------------------------------------------------------------


def series_of(
    cell_ids: Collection[int], first: Quarter, last: Quarter
) -> dict[str, dict[int, Series]]:
    """Return the tallies of each quarter by indicator and cell; four queries, however many.

    Presence and tasks are shares of 1, thematic meetings a number a quarter, scores out of 100,
    ratings a rank in the last quarter of their year.
    """
    found: dict[str, dict[int, Series]] = {
        each.code: {cell: {} for cell in cell_ids} for each in INDICATORS
    }
    days = (first.first_day, last.last_day)
    for cell, quarter, row in _meetings(cell_ids, days):
        meetings = row["meetings"]
        found["presence"][cell][quarter] = Tally(row["was_present"], row["was_due"], meetings)
        found["thematic"][cell][quarter] = Tally(row["thematic"], 1, meetings)
    for cell, quarter, row in _tasks(cell_ids, days):
        found["on_time"][cell][quarter] = Tally(row["on_time"], row["tasks"], row["tasks"])
    for cell, quarter, row in _scores(cell_ids, days):
        known = [each for each in (row["own_mean"], row["cadres_mean"]) if each is not None]
        if known:
            weight = row["scored"]
            found["score"][cell][quarter] = Tally(sum(known) / len(known) * weight, weight, weight)
    ratings = Rating.objects.filter(
        cell__in=cell_ids, year__range=(first.year, last.year), level__isnull=False
    )
    for cell, year, rank in ratings.values_list("cell", "year", "level__rank").order_by():
        found["rating"][cell][Quarter(year, 4)] = Tally(rank, 1, 1)
    return found


def _meetings(cell_ids: Collection[int], days: Days) -> Iterator[Row]:
    rows = Meeting.objects.filter(cell__in=cell_ids, held_on__range=days)
    return _by_quarter(
        rows,
        "cell",
        "held_on",
        was_due=Sum("due"),
        was_present=Sum("present"),
        meetings=Count("pk"),
        thematic=Count("pk", filter=~Q(kind=Meeting.Kind.REGULAR)),
    )


def _tasks(cell_ids: Collection[int], days: Days) -> Iterator[Row]:
    until = min(days[1], timezone.localdate())
    rows = ResolutionTask.objects.filter(
        resolution__cell__in=cell_ids, due_on__range=(days[0], until)
    )
    on_time = Count("pk", filter=Q(done_on__lte=F("due_on")))
    return _by_quarter(rows, "resolution__cell", "due_on", tasks=Count("pk"), on_time=on_time)


def _scores(cell_ids: Collection[int], days: Days) -> Iterator[Row]:
    scored = with_scores(Meeting.objects.filter(cell__in=cell_ids, held_on__range=days))
    count = Count(Coalesce("own", "cadres"))
    sums = {"own_mean": Avg("own"), "cadres_mean": Avg("cadres"), "scored": count}
    return _by_quarter(scored, "cell", "held_on", **sums)


def _by_quarter(rows: QuerySet[Any], cell: str, day: str, **sums: Any) -> Iterator[Row]:
    """Yield (cell, quarter, sums) of `rows`, grouped by the database."""
    in_quarter = {"in_year": ExtractYear(day), "in_quarter": ExtractQuarter(day)}
    grouped = rows.order_by().annotate(**in_quarter).values(cell, "in_year", "in_quarter")
    for row in grouped.annotate(**sums):
        yield row[cell], Quarter(row["in_year"], row["in_quarter"]), row
