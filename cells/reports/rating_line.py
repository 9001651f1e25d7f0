"""The ratings of one cell over the years as a line on four named levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Prefetch, prefetch_related_objects

from cells.models import Rating, RatingLevel, RatingStep

__all__ = ["RatingLine", "RatingPoint", "rating_line"]

# Of the drawing, in its own units (`viewBox`); rank 4 is the best.
Y_OF_RANK = {4: 18, 3: 54, 2: 90, 1: 126}
FIRST_X, LAST_X, MOST_YEARS = 160, 640, 12


@dataclass(frozen=True)
class RatingPoint:
    """One year: its level, decided or as last proposed, and where it stands in the drawing."""

    year: int
    level: RatingLevel
    is_decided: bool
    x: int

    @property
    def y(self) -> int:
        """Return how high the point stands."""
        return Y_OF_RANK[self.level.rank]

    @property
    def fell_short(self) -> bool:
        """Say whether the cell was decided not to be clean and strong."""
        return self.is_decided and not self.level.is_clean_strong


@dataclass(frozen=True)
class RatingLine:
    """The drawing: points from left to right, and the lines between them."""

    points: list[RatingPoint]

    @property
    def steps(self) -> list[tuple[RatingPoint, RatingPoint]]:
        """Return each pair of years that follow one another."""
        return [(a, b) for a, b in pairwise(self.points) if b.year == a.year + 1]

    @property
    def changes(self) -> list[tuple[int, RatingPoint]]:
        """Return (x, first point) of each change of scheme."""
        pairs = pairwise(self.points)
        return [((a.x + b.x) // 2, b) for a, b in pairs if a.level.scheme_id != b.level.scheme_id]

    @property
    def has_shortfall(self) -> bool:
        """Say whether there is a year in which the cell was not clean and strong."""
        return any(point.fell_short for point in self.points)

    @property
    def has_line(self) -> bool:
        """Say whether there is anything to draw: two years at least."""
        return len(self.points) > 1


def rating_line(ratings: Sequence[Rating]) -> RatingLine:
    """Return the line of the last twelve of `ratings`: those of one cell, the newest first."""
    newest = ratings[:MOST_YEARS]
    steps = RatingStep.objects.select_related("level__scheme")
    undecided = [rating for rating in newest if not rating.level]
    prefetch_related_objects(undecided, Prefetch("steps", queryset=steps))
    found = [(rating, _level_of(rating)) for rating in reversed(newest)]
    known = [(rating, level) for rating, level in found if level]
    gap = (LAST_X - FIRST_X) / max(len(known) - 1, 1)
    return RatingLine(
        [
            RatingPoint(rating.year, level, rating.level_id is not None, round(FIRST_X + gap * n))
            for n, (rating, level) in enumerate(known)
        ]
    )


def _level_of(rating: Rating) -> RatingLevel | None:
    """Return the decided level, or that of the last step while nobody has decided."""
    if rating.level:
        return rating.level
    steps = sorted(rating.steps.all(), key=lambda step: step.number)
    return steps[-1].level if steps else None
