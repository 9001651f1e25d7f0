"""The course of a matter at the desk: which act comes next, and which may be done.  Pure."""

from enum import Enum
from typing import Final

__all__ = [
    "ENTERED_BY",
    "MARKS",
    "STARTED_FROM",
    "TAKEN_FROM",
    "VERIFIED_FROM",
    "Step",
    "next_step",
]

# Statuses are those of `feedback.models.Feedback.Status`, which lies above this floor.
TAKEN_FROM: Final = frozenset({"received", "verifying", "assigned", "reopened"})
VERIFIED_FROM: Final = frozenset({"received", "reopened"})
STARTED_FROM: Final = frozenset({"received", "verifying", "assigned", "reopened"})

ENTERED_BY: Final = ("meeting", "phone", "paper", "visit")
"""The ways by which people's words come to a desk, beside the public page."""

MARKS: Final = {
    "received": ("wait", "message"),
    "verifying": ("wait", "search"),
    "assigned": ("info", "user"),
    "in_progress": ("info", "half"),
    "reopened": ("warn", "undo"),
    "answered": ("wait", "message"),
    "confirmed": ("good", ""),
    "unconfirmed": ("wait", ""),
    "passed_on": ("wait", "arrow-right"),
    "refused": ("wait", "cross"),
    "merged": ("wait", "link"),
    "moved": ("wait", "lock"),
}
"""Of each status the look of its mark, and its outline where it is not the look's own."""


class Step(Enum):
    """The one act that the page of a matter puts first."""

    TAKE = "take"
    START = "start"
    ANSWER = "answer"
    RESUME = "resume"
    OF_ANOTHER = "of_another"
    AWAIT_SENDER = "await_sender"
    NONE = "none"


def next_step(status: str, *, has_handler: bool, is_mine: bool, is_paused: bool) -> Step:
    """Return what the person who reads the page of a matter should do next."""
    if status not in {*STARTED_FROM, "in_progress"}:
        return Step.AWAIT_SENDER if status == "answered" else Step.NONE
    if not is_mine:
        return Step.OF_ANOTHER if has_handler else Step.TAKE
    if is_paused:
        return Step.RESUME
    return Step.ANSWER if status == "in_progress" else Step.START
