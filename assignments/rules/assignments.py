"""Rules of assigning: periods, the own-village rule, the proposed duty."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, Self

__all__ = [
    "MAX_VISITS_PER_QUARTER",
    "Misfit",
    "Period",
    "day_before",
    "is_own_village",
    "misfit",
    "proposed_visits",
]

# More than one visit every third day is a slip of the finger, not a duty (local policy).
MAX_VISITS_PER_QUARTER = 31


class HasValidity(Protocol):
    """Any row with a time of validity, such as a `common.models.Dated`."""

    valid_from: Any
    valid_to: Any


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; None is open."""

    first: datetime.date | None = None
    last: datetime.date | None = None

    @classmethod
    def of(cls, row: HasValidity) -> Self:
        """Return the period of a row with `valid_from` and `valid_to`."""
        return cls(row.valid_from, row.valid_to)

    @property
    def is_reversed(self) -> bool:
        """Say whether it would end before it begins."""
        return self.first is not None and self.last is not None and self.last < self.first

    def contains(self, day: datetime.date) -> bool:
        """Say whether `day` lies in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: Self) -> bool:
        """Say whether the two have a day in common."""
        return not (_ends_before(self.last, other.first) or _ends_before(other.last, self.first))


class Misfit(Enum):
    """How a period leaves the one that must hold it."""

    STARTS_TOO_EARLY = "starts_too_early"
    STARTS_TOO_LATE = "starts_too_late"
    ENDS_TOO_LATE = "ends_too_late"


def misfit(inner: Period, outer: Period) -> Misfit | None:
    """Return how `inner` leaves `outer`, the graver way first; None when it fits.

    An assignment must lie within the service of its cadre and the life of its area: one without
    an end does not fit into a service that has one.
    """
    if _ends_before(outer.last, inner.first):
        return Misfit.STARTS_TOO_LATE
    if outer.first is not None and (inner.first is None or inner.first < outer.first):
        return Misfit.STARTS_TOO_EARLY
    if outer.last is not None and (inner.last is None or inner.last > outer.last):
        return Misfit.ENDS_TOO_LATE
    return None


def _ends_before(last: datetime.date | None, first: datetime.date | None) -> bool:
    return last is not None and first is not None and last < first


def is_own_village(home_area: int | None, area: int) -> bool:
    """Say whether a cadre would be sent to the area they live in (keys of areas)."""
    return home_area is not None and home_area == area


def proposed_visits(norms: Mapping[bool, int], *, is_leader: bool) -> int:
    """Return the visits a quarter that the norm asks of leaders, or of others.

    `norms` maps "for leaders" to the visits; without a norm nothing is proposed (0).
    """
    return norms.get(is_leader, 0)


def day_before(day: datetime.date) -> datetime.date:
    """Return the last day of what is taken over by somebody else on `day`."""
    return day - datetime.timedelta(days=1)
