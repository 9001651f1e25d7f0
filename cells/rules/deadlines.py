"""Until when each step of a year's rating is due.

HD 43-HD/BTCTW section 4.1: all reviews and ratings of the year end by 31 December.  The two days
before that are LOCAL POLICY: the sources are silent.
"""

import datetime
from dataclasses import dataclass

__all__ = ["REMIND_DAYS_AFTER", "REMIND_DAYS_BEFORE", "STEP_DEADLINES", "DueStep", "due_steps"]

# Step of cells.models.RatingStep.Stage -> (month, day) of the rated year.
STEP_DEADLINES = {
    "self": (12, 10),  # local policy
    "commune": (12, 20),  # local policy
    "decision": (12, 31),  # HD 43-HD/BTCTW, 4.1
}
# Local policy: when to remind.
REMIND_DAYS_BEFORE = 3
REMIND_DAYS_AFTER = 14


@dataclass(frozen=True)
class DueStep:
    """A step of the rating of `year` that is due on `due_on`, and whether that day is over."""

    stage: str
    year: int
    due_on: datetime.date
    is_late: bool


def due_steps(today: datetime.date) -> list[DueStep]:
    """Return the steps of which to remind on `today`: three days before, and once after.

    A reminder holds for some days, so that a day on which nothing ran loses none; the keys of the
    notices see to it that each goes out once.
    """
    steps = []
    for year in (today.year - 1, today.year):
        for stage, (month, day) in STEP_DEADLINES.items():
            due_on = datetime.date(year, month, day)
            if -REMIND_DAYS_AFTER <= (due_on - today).days <= REMIND_DAYS_BEFORE:
                steps.append(DueStep(stage, year, due_on, is_late=today > due_on))
    return steps
