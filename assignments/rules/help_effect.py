"""Before and after help: tallies, means, how alike two cells were, the spread of the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final, Self, TypeVar

__all__ = [
    "FEW",
    "MOST_ALIKE",
    "NO_TALLY",
    "CellBefore",
    "Likeness",
    "Spread",
    "Tally",
    "likeness",
    "most_alike",
    "spread_of",
]

# Fewer records than this on one side say little (three meetings are one quarter's).
FEW: Final = 3
FEWEST_ALIKE: Final = 3
MOST_ALIKE: Final = 5
# The fourth and fifth are taken only when they are this near; the first three always.
NEAR: Final = 1.0
# Ten points of presence weigh as much as one rank, or as a cell of twice the size (local choice).
POINTS_OF_PRESENCE: Final = 10.0

Key = TypeVar("Key")


@dataclass(frozen=True)
class Tally:
    """Something summed over records: `total` over `weight`, resting on `sample` records."""

    total: float = 0.0
    weight: float = 0.0
    sample: int = 0

    def __add__(self, other: Self) -> "Tally":
        return Tally(
            self.total + other.total, self.weight + other.weight, self.sample + other.sample
        )

    @property
    def mean(self) -> float | None:
        """Return total over weight; None when nothing was counted."""
        return self.total / self.weight if self.weight else None

    @property
    def is_few(self) -> bool:
        """Say whether it rests on too few records to say much."""
        return self.sample < FEW


NO_TALLY: Final = Tally()


# --- Similar cells --------------------------------------------------------------------------------


@dataclass(frozen=True)
class CellBefore:
    """A cell in the year before the help: members who were due, presence in %, rank of rating.

    None where nothing was recorded.
    """

    members: float | None = None
    presence: float | None = None
    rank: int | None = None


@dataclass(frozen=True)
class Likeness:
    """How far a cell was from the helped one, by measure; a measure the latter lacks is None."""

    members: float | None
    presence: float | None
    rank: float | None

    @property
    def distance(self) -> float:
        """Return the sum of the measures; 0 is alike in all, infinite when one is not known."""
        known = [each for each in (self.members, self.presence, self.rank) if each is not None]
        return sum(known)


def likeness(helped: CellBefore, other: CellBefore) -> Likeness:
    """Return how far `other` was from `helped`.

    Members count as the share by which they differ, presence by ten points, ratings by ranks.
    """
    return Likeness(
        members=_apart(helped.members, other.members, max(helped.members or 1, 1)),
        presence=_apart(helped.presence, other.presence, POINTS_OF_PRESENCE),
        rank=_apart(helped.rank, other.rank, 1),
    )


def _apart(helped: float | None, other: float | None, unit: float) -> float | None:
    """Return the difference in units; infinite where only the other is unknown."""
    if helped is None:
        return None
    return inf if other is None else abs(helped - other) / unit


def most_alike(helped: CellBefore, others: Mapping[Key, CellBefore]) -> list[tuple[Key, Likeness]]:
    """Return the three nearest of `others`, and a fourth and fifth that are near, nearest first.

    A cell that lacks a measure is never taken; nobody is when the helped cell has no measure.
    """
    if helped == CellBefore():
        return []
    found = [(key, likeness(helped, other)) for key, other in others.items()]
    ranked = sorted(
        ((key, like) for key, like in found if like.distance < inf),
        key=lambda pair: pair[1].distance,
    )[:MOST_ALIKE]
    near = [pair for pair in ranked[FEWEST_ALIKE:] if pair[1].distance <= NEAR]
    return ranked[:FEWEST_ALIKE] + near


# --- Spread ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spread:
    """The changes of the similar cells: least, most and mean."""

    least: float
    most: float
    mean: float
    count: int

    def holds(self, change: float) -> bool:
        """Say whether `change` lies within what the similar cells did without help."""
        return self.least <= change <= self.most


def spread_of(changes: Iterable[float | None]) -> Spread | None:
    """Return the spread of the changes that are known; None without any."""
    known: Sequence[float] = [change for change in changes if change is not None]
    if not known:
        return None
    return Spread(min(known), max(known), sum(known) / len(known), len(known))
