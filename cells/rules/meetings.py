"""What the figures of a meeting must say, and when a meeting cannot have been."""

import datetime
from dataclasses import dataclass

__all__ = [
    "GOOD_PRESENCE",
    "LEAST_MINUTES",
    "LEAST_MINUTES_OF_BOTH",
    "MOST_MINUTES",
    "Figures",
    "is_short",
    "is_well_attended",
    "is_within_life",
]

# HD 12-HD/BTCTW 6/7/2018, part II 3: a good regular meeting has more than 85 % present.
GOOD_PRESENCE = 85
# HD 12-HD/BTCTW 2018 and HD 42-HD/BTCTW 28/10/2025: 90 minutes, 120 with a topic.
LEAST_MINUTES = 90
LEAST_MINUTES_OF_BOTH = 120
# No meeting lasts longer than a day; more is a slip of the finger.
MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Figures:
    """How many members were due at a meeting, and what became of them."""

    due: int
    present: int
    excused: int
    unexcused: int

    @property
    def absent(self) -> int:
        """Return how many were absent, with or without a reason."""
        return self.excused + self.unexcused

    @property
    def counted(self) -> int:
        """Return how many the figures account for."""
        return self.present + self.absent

    @property
    def is_true(self) -> bool:
        """Say whether everybody due was present or absent, and nobody else."""
        return self.due == self.counted

    @property
    def missing_absent(self) -> int:
        """Return how many absent members would make the figures add up; negative when never."""
        return self.due - self.present


def is_well_attended(present: int, due: int) -> bool:
    """Say whether more than 85 % of those due were present."""
    return due > 0 and 100 * present > GOOD_PRESENCE * due


def is_short(kind: str, minutes: int | None) -> bool:
    """Say whether a meeting of `kind` (regular, thematic, both) was shorter than it should be.

    Unknown length is not short.
    """
    least = LEAST_MINUTES_OF_BOTH if kind == "both" else LEAST_MINUTES
    return minutes is not None and minutes < least


def is_within_life(
    day: datetime.date, valid_from: datetime.date | None, valid_to: datetime.date | None
) -> bool:
    """Say whether a cell that lives from `valid_from` to `valid_to` could meet on `day`."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
