"""Presence month by month as a line, with thematic meetings, visits of cadres and times of help."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cells.models import Meeting
from cells.reports.cell_life import CellLife
from cells.reports.rating_line import RatingLine
from cells.rules.meetings import GOOD_PRESENCE
from common.months import Month

__all__ = ["Band", "MonthPoint", "PresenceLine", "help_bands", "presence_line"]

MONTHS = 24
# Of the drawing, in its own units (`viewBox`): 60 to 100 % are shown.
FIRST_X, LAST_X, TOP, BOTTOM, LEAST_SHOWN = 52, 660, 16, 136, 60
MONTHS_LABELLED = (1, 4, 7, 10)
GAP = (LAST_X - FIRST_X) / (MONTHS - 1)


@dataclass(frozen=True)
class Band:
    """A time of help in a drawing."""

    x: int
    width: int
    agency: str


@dataclass(frozen=True)
class MonthPoint:
    """One month: heads due and present, whether a meeting was thematic, who attended."""

    month: Month
    x: int
    due: int
    present: int
    is_thematic: bool
    visits: int

    @property
    def percent(self) -> int | None:
        """Return the share present; None in a month without a meeting."""
        return round(100 * self.present / self.due) if self.due else None

    @property
    def y(self) -> int:
        """Return how high the point stands; below 60 % it stands on the ground."""
        return _height(self.percent or 0)

    @property
    def is_labelled(self) -> bool:
        """Say whether the month is written below the drawing: one of three."""
        return self.month.month in MONTHS_LABELLED

    @property
    def label(self) -> str:
        """Return the month as the drawing writes it."""
        return f"{self.month.month}/{self.month.year % 100:02}"


@dataclass(frozen=True)
class PresenceLine:
    """The drawing: points from left to right, and the bands behind them."""

    points: list[MonthPoint]
    bands: list[Band]

    @property
    def met(self) -> list[MonthPoint]:
        """Return the months with a meeting."""
        return [point for point in self.points if point.due]

    @property
    def steps(self) -> list[tuple[MonthPoint, MonthPoint]]:
        """Return each pair of months that follow one another, both with a meeting."""
        return [(a, b) for a, b in pairwise(self.points) if a.due and b.due]

    @property
    def limit_y(self) -> int:
        """Return how high the line of 85 % lies."""
        return _height(GOOD_PRESENCE)

    @property
    def has_line(self) -> bool:
        """Say whether there is anything to draw: two months at least."""
        return len(self.met) > 1

    @property
    def newest_first(self) -> list[MonthPoint]:
        """Return the months as the table lists them, without those before the first meeting."""
        first = self.points.index(self.met[0]) if self.met else len(self.points)
        return self.points[first:][::-1]


def presence_line(life: CellLife) -> PresenceLine:
    """Return the drawing of the last 24 months of a cell."""
    last = Month.containing(life.today)
    months = [last.plus(number - MONTHS + 1) for number in range(MONTHS)]
    held = _by_month(life.meetings, "held_on")
    seen = _by_month(life.visits, "attended_on")
    points = [
        _point(month, number, held.get(month, []), len(seen.get(month, [])))
        for number, month in enumerate(months)
    ]
    return PresenceLine(points, _bands(life.helps, months, life.today))


def _by_month(rows: Iterable[Any], day: str) -> dict[Month, list[Any]]:
    found: dict[Month, list[Any]] = {}
    for row in rows:
        found.setdefault(Month.containing(getattr(row, day)), []).append(row)
    return found


def _point(month: Month, number: int, held: Sequence[Meeting], visits: int) -> MonthPoint:
    return MonthPoint(
        month=month,
        x=round(FIRST_X + GAP * number),
        due=sum(meeting.due for meeting in held),
        present=sum(meeting.present for meeting in held),
        is_thematic=any(meeting.kind != Meeting.Kind.REGULAR for meeting in held),
        visits=visits,
    )


def _height(percent: float) -> int:
    share = (max(percent, LEAST_SHOWN) - LEAST_SHOWN) / (100 - LEAST_SHOWN)
    return round(BOTTOM - share * (BOTTOM - TOP))


# --- Times of help --------------------------------------------------------------------------------


def _bands(helps: Iterable[Any], months: list[Month], today: datetime.date) -> list[Band]:
    found = []
    for row in helps:
        first = max(Month.containing(row.starts_on), months[0])
        last = min(Month.containing(_end(row, today)), months[-1])
        if first <= last:
            start = FIRST_X + GAP * (months.index(first) - 0.5)
            width = GAP * (months.index(last) - months.index(first) + 1)
            found.append(Band(round(start), round(width), row.agency.short_name or str(row.agency)))
    return found


def _end(row: Any, today: datetime.date) -> datetime.date:
    last: datetime.date = row.closed_on or min(row.ends_on, today)
    return min(last, row.ends_on)


def help_bands(line: RatingLine, helps: Iterable[Any], today: datetime.date) -> list[Band]:
    """Return the times of help behind the line of ratings: the years they touched."""
    places = {point.year: point.x for point in line.points}
    gap = min((b.x - a.x for a, b in pairwise(line.points)), default=0)
    found = []
    for row in helps:
        touched = [y for y in places if row.starts_on.year <= y <= _end(row, today).year]
        if touched:
            first, last = places[min(touched)], places[max(touched)]
            name = row.agency.short_name or str(row.agency)
            found.append(Band(round(first - gap / 2), round(last - first + gap), name))
    return found
