"""Until when each step of a year's rating is due, and on which days to remind of it.

A round has deadlines of its own.  Where no round of the year was opened, these hold: HD 43-HD/BTCTW
section 4.1, all reviews and ratings of the year end by 31 December; the two days before that are
LOCAL POLICY, the sources are silent.  When to remind is local policy throughout.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = [
    "LATE_WEEKS_OF_ROUND",
    "REMIND_DAYS_AFTER",
    "REMIND_DAYS_BEFORE",
    "STEP_DEADLINES",
    "DueStep",
    "RoundDeadlines",
    "due_steps",
]

# Step of cells.models.RatingStep.Stage -> (month, day) of the rated year.
STEP_DEADLINES = {
    "self": (12, 10),  # local policy
    "commune": (12, 20),  # local policy
    "decision": (12, 31),  # HD 43-HD/BTCTW, 4.1
}
# Local policy: when to remind.  Of what is late, again each week.
REMIND_DAYS_BEFORE = 3
REMIND_DAYS_AFTER = 14
LATE_WEEKS_OF_ROUND = 8


@dataclass(frozen=True)
class RoundDeadlines:
    """The deadlines that the round `pk` of `year` was opened with, by step."""

    pk: int
    year: int
    due_on: dict[str, datetime.date]


@dataclass(frozen=True)
class DueStep:
    """A step of the rating of `year` that is due on `due_on`.

    `late_week` is 0 until that day, then 1 for the first week after it, and so on.  `round` is the
    key of the round whose deadline it is; None outside rounds.
    """

    stage: str
    year: int
    due_on: datetime.date
    late_week: int
    round: int | None = None

    @property
    def is_late(self) -> bool:
        """Say whether the day is over."""
        return self.late_week > 0


def due_steps(today: datetime.date, rounds: Iterable[RoundDeadlines] = ()) -> list[DueStep]:
    """Return the steps of which to remind on `today`: three days before, and each week after.

    `rounds` are the open ones.  A reminder holds for some days, so that a day on which nothing ran
    loses none; the keys of the notices see to it that each goes out once.
    """
    return [*_outside_rounds(today), *_of_rounds(today, rounds)]


def _outside_rounds(today: datetime.date) -> Iterator[DueStep]:
    for year in (today.year - 1, today.year):
        for stage, (month, day) in STEP_DEADLINES.items():
            due_on = datetime.date(year, month, day)
            if _is_near(today, due_on, REMIND_DAYS_AFTER):
                yield DueStep(stage, year, due_on, _late_week(today, due_on))


def _of_rounds(today: datetime.date, rounds: Iterable[RoundDeadlines]) -> Iterator[DueStep]:
    for each in rounds:
        for stage, due_on in each.due_on.items():
            if _is_near(today, due_on, 7 * LATE_WEEKS_OF_ROUND):
                yield DueStep(stage, each.year, due_on, _late_week(today, due_on), each.pk)


def _is_near(today: datetime.date, due_on: datetime.date, days_after: int) -> bool:
    return -days_after <= (due_on - today).days <= REMIND_DAYS_BEFORE


def _late_week(today: datetime.date, due_on: datetime.date) -> int:
    """Return 0 until `due_on`, 1 for the seven days after it, 2 for the next seven."""
    return -(-max(0, (today - due_on).days) // 7)
