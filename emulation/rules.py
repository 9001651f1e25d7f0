"""How a year is scored: pure functions.

No document gives a formula for the year of an assigned cadre, so everything here is LOCAL POLICY
and every page that shows a score says so.  Points are whole hundredths: 100 points are 10,000.

`reports/facts.py` states the same in SQL for a whole country at once; `tests/emulation` compares
the two on random data.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

__all__ = [
    "BETTER",
    "LAST_OPEN_MONTH",
    "PRESET",
    "SAME",
    "WORSE",
    "CellYears",
    "QuarterFacts",
    "Share",
    "attendance_share",
    "change_of",
    "change_share",
    "confirmed_share",
    "guidance_share",
    "mean",
    "open_years",
    "points",
]

# Measure of emulation.models.Criterion -> greatest points in hundredths; 100 points in all.
PRESET = {"attendance": 5_000, "guidance": 2_000, "confirmed": 1_000, "cell_change": 2_000}
PRESET_NAME = _("Thang điểm năm %(year)s")
PRESET_NOTE = _(
    "Thiết đặt của địa phương: không văn bản nào cho công thức tính điểm năm của cán bộ."
)

LAST_OPEN_MONTH = 3
"""Until the end of this month the year before is computed anew each night."""

# What one cell's change of rating gives, in halves.
BETTER, SAME, WORSE = 2, 1, 0


@dataclass(frozen=True)
class Share:
    """So much done of so much due; nothing due gives no points."""

    done: int
    due: int


@dataclass(frozen=True)
class QuarterFacts:
    """One assignment in one quarter: its duty, and the visits that were not withdrawn."""

    due: int
    visits: int
    guided: int
    confirmed: int


@dataclass(frozen=True)
class CellYears:
    """The decided ratings of one cell in the year before and in the year, as ranks of one scheme.

    `top` is the scheme's best rank.
    """

    before: int
    now: int
    top: int


def attendance_share(quarters: Iterable[QuarterFacts]) -> Share:
    """Return visits of the duty; what is done beyond a quarter's duty does not fill another's."""
    rows = list(quarters)
    return Share(sum(min(q.visits, q.due) for q in rows), sum(q.due for q in rows))


def guidance_share(quarters: Iterable[QuarterFacts]) -> Share:
    """Return visits with guidance written down, of the duty, capped in the same way."""
    rows = list(quarters)
    return Share(sum(min(q.guided, q.due) for q in rows), sum(q.due for q in rows))


def confirmed_share(quarters: Iterable[QuarterFacts]) -> Share:
    """Return the visits that the cell or the commune confirmed, of all visits."""
    rows = list(quarters)
    return Share(sum(q.confirmed for q in rows), sum(q.visits for q in rows))


def change_of(cell: CellYears) -> int:
    """Return the halves that a cell gives: better, or best again: two; the same: one; worse: none."""
    if cell.now > cell.before or cell.now == cell.before == cell.top:
        return BETTER
    return SAME if cell.now == cell.before else WORSE


def change_share(cells: Iterable[CellYears]) -> Share:
    """Return the halves of all cells that can be compared, of two a cell."""
    halves = [change_of(cell) for cell in cells]
    return Share(sum(halves), BETTER * len(halves))


def points(max_points: int, share: Share) -> int:
    """Return the hundredths that `share` gives of `max_points`, rounded half up."""
    if share.due == 0:
        return 0
    return (2 * max_points * share.done + share.due) // (2 * share.due)


def mean(totals: Sequence[int]) -> int:
    """Return the mean of totals in hundredths, rounded half up."""
    return (2 * sum(totals) + len(totals)) // (2 * len(totals))


def open_years(today: datetime.date) -> list[int]:
    """Return the years whose scores still move on `today`."""
    if today.month <= LAST_OPEN_MONTH:
        return [today.year - 1, today.year]
    return [today.year]
