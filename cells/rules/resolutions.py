"""The tasks of a resolution: where each stands, and which days cannot be."""

import datetime
from dataclasses import dataclass

__all__ = [
    "CARRIED",
    "DONE_LATE",
    "DONE_ON_TIME",
    "OPEN",
    "OVERDUE",
    "Days",
    "is_on_time",
    "last_day_of",
    "state_on",
]

DONE_ON_TIME = "done_on_time"
DONE_LATE = "done_late"
OPEN = "open"
OVERDUE = "overdue"
CARRIED = "carried"


@dataclass(frozen=True)
class Days:
    """The days of one task: due at first, carried over to, done."""

    due_on: datetime.date
    carried_to: datetime.date | None = None
    done_on: datetime.date | None = None


def is_on_time(task: Days) -> bool:
    """Say whether the task was done on or before the day first set: carrying over moves nothing."""
    return task.done_on is not None and task.done_on <= task.due_on


def last_day_of(task: Days) -> datetime.date:
    """Return the day after which an open task is overdue: the later one that was agreed to."""
    return task.carried_to or task.due_on


def state_on(task: Days, day: datetime.date) -> str:
    """Return where the task stood at the end of `day`."""
    if task.done_on is not None and task.done_on <= day:
        return DONE_ON_TIME if is_on_time(task) else DONE_LATE
    if day > last_day_of(task):
        return OVERDUE
    return CARRIED if task.carried_to else OPEN
