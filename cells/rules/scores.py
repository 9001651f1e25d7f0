"""Scoring a meeting by a table of 100 points: what each line may get, the grade, the proposals.

The tables themselves are data (`cells.models.Rubric`); here is only how they are used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cells.rules.meetings import LEAST_MINUTES_OF_BOTH

__all__ = [
    "BIG_GAP",
    "LARGE_CELL",
    "Band",
    "Grade",
    "Line",
    "due_minutes",
    "fitting_points",
    "grade_of",
    "is_fitting",
    "length_fact",
    "not_full",
    "presence_fact",
    "proposed_points",
    "total_of",
]

# Local policy: two scorers of one meeting who differ by so many points are worth asking about.
BIG_GAP = 8
# Kế hoạch 08-KH/ĐU 19/9/2025, Đảng ủy phường An Phú: cells from 30 members on meet 120 minutes.
LARGE_CELL = 30


@dataclass(frozen=True)
class Band:
    """One fixed step of a line; `least` is the smallest value of the line's fact for it."""

    points: int
    text: str = ""
    least: int | None = None


@dataclass(frozen=True)
class Line:
    """One line of a table; without `bands` it takes any whole number up to `maximum`."""

    key: int
    maximum: int
    fact: str = ""
    must_be_full: bool = False
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Grade:
    """A grade and the least total for it; the highest `rank` is the best."""

    key: int
    rank: int
    least_points: int


def total_of(points: Mapping[int, int]) -> int:
    """Return the sum of the points of all lines."""
    return sum(points.values())


def fitting_points(line: Line) -> list[int]:
    """Return the points that the bands of `line` give, best first; empty when any number fits."""
    return sorted({band.points for band in line.bands}, reverse=True)


def is_fitting(line: Line, points: int) -> bool:
    """Say whether `line` can get so many points: one of its bands, or 0 to its maximum."""
    if not 0 <= points <= line.maximum:
        return False
    return not line.bands or points in fitting_points(line)


def not_full(lines: Sequence[Line], points: Mapping[int, int]) -> list[Line]:
    """Return the lines that must be full for the best grade and are not."""
    return [line for line in lines if line.must_be_full and points.get(line.key, 0) < line.maximum]


def grade_of(
    total: int, grades: Sequence[Grade], lines: Sequence[Line], points: Mapping[int, int]
) -> Grade:
    """Return the grade of a `total`; the best one becomes the next while a gate is not passed.

    Đảng ủy Khối Cơ quan & Doanh nghiệp Bình Thuận: 90 points and more without full marks on the
    named lines is "Khá".  Below the least of all grades the lowest is given.
    """
    ranked = sorted(grades, key=lambda grade: -grade.rank)
    reached = next((n for n, grade in enumerate(ranked) if total >= grade.least_points), -1)
    if reached == 0 and len(ranked) > 1 and not_full(lines, points):
        reached = 1
    return ranked[reached]


# --- What the portal knows already ----------------------------------------------------------------


def due_minutes(least: int, members_due: int) -> int:
    """Return how long a meeting should last: `least` of its kind, 120 in a large cell."""
    return max(least, LEAST_MINUTES_OF_BOTH) if members_due >= LARGE_CELL else least


def length_fact(minutes: int | None, due: int) -> int | None:
    """Return how many minutes a meeting had beyond those `due` (negative: short of them)."""
    return None if minutes is None else minutes - due


def presence_fact(due: int, present: int, unexcused: int) -> int | None:
    """Return the per cent present, rounded down; 0 when somebody was absent without a reason.

    An Phú: a member absent without a reason means the lowest band, whatever the share.
    """
    if not due:
        return None
    return 0 if unexcused else 100 * present // due


def proposed_points(line: Line, value: int | None) -> int | None:
    """Return the points of the best band whose least `value` reaches; None where a person judges."""
    if value is None:
        return None
    known = [band for band in line.bands if band.least is not None and value >= band.least]
    return max((band.points for band in known), default=None)
