"""What of a matter's clock is shown: the days as small boxes.  Pure: today is an argument."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.templatetags.portal import WEEKDAYS
from common.working_days import Step, Why

__all__ = ["LONGEST_PAUSE_DRAWN", "DayBox", "boxes", "said_of_move"]

LONGEST_PAUSE_DRAWN = 7
"""A longer standstill is drawn as one box."""


@dataclass(frozen=True)
class DayBox:
    """One box of `.day-count`: weekday, date, what became of the day, and its look.

    `column` is the weekday's, 1 to 7, where the row does not simply go on; 0 where it does.
    """

    weekday: str
    date: str
    text: str
    look: str = ""
    is_today: bool = False
    column: int = 0

    @property
    def classes(self) -> str:
        """Return the classes of the box."""
        today = "now" if self.is_today and self.look != "now" else ""
        column = f"on-{self.column}" if self.column else ""
        return " ".join(word for word in (self.look, today, column) if word)


def boxes(steps: Sequence[Step], today: datetime.date) -> list[DayBox]:
    """Return the boxes from the start to the due day."""
    drawn: list[DayBox] = []
    for stands_still, group in groupby(steps, _stands_still(steps)):
        run = list(group)
        if stands_still and len(run) > LONGEST_PAUSE_DRAWN:
            drawn.append(_standstill(run, today))
        else:
            drawn += [_box(step, today) for step in run]
            first = len(drawn) - len(run)
            if not first or "long" in drawn[first - 1].look:
                drawn[first] = replace(
                    drawn[first], column=run[0].day.isoweekday(), date=f"{run[0].day:%d/%m}"
                )
    return drawn


def _stands_still(steps: Sequence[Step]) -> Callable[[Step], bool]:
    """Return a function that says whether a day lies in a pause, weekends within it included."""
    paused = [step.day for step in steps if step.why is Why.PAUSED]

    def lies(step: Step) -> bool:
        if step.why in {Why.START, Why.COUNTED} or not paused:
            return False
        return paused[0] <= step.day <= paused[-1]

    return lies


def _standstill(run: Sequence[Step], today: datetime.date) -> DayBox:
    first, last = run[0].day, run[-1].day
    words = ngettext("dừng %(n)d ngày", "dừng %(n)d ngày", len(run)) % {"n": len(run)}
    return DayBox(
        "", f"{first:%d/%m}–{last:%d/%m}", words, "off long", is_today=first <= today <= last
    )


def _box(step: Step, today: datetime.date) -> DayBox:
    return DayBox(
        weekday=str(WEEKDAYS[step.day.weekday()]),
        date=f"{step.day:%d/%m}" if step.day.day == 1 else f"{step.day:%d}",
        text=_text(step),
        look=_look(step, today),
        is_today=step.day == today,
    )


def _text(step: Step) -> str:
    if step.is_due:
        return _("hạn")
    if step.why is Why.COUNTED:
        return str(step.number)
    return {
        Why.START: _("nhận"),
        Why.WEEKEND: _("nghỉ"),
        Why.OFF: _("lễ"),
        Why.PAUSED: _("dừng"),
    }[step.why]


def _look(step: Step, today: datetime.date) -> str:
    """Return the class of the box: off, due, now, past or none."""
    if step.why in {Why.WEEKEND, Why.OFF, Why.PAUSED}:
        return "off"
    if step.is_due:
        return "due"
    if step.day == today:
        return "now"
    return "past" if step.day < today else ""


def said_of_move(facts: Mapping[str, Any]) -> str:
    """Return what the facts of a line about the clock say: from which due day to which, and why.

    Empty when they say nothing of a due day.
    """
    words = {name: _day(facts.get(name)) for name in ("from", "to", "due_on")}
    if facts.get("why") == "calendar" and words["to"]:
        return _("Lịch nghỉ thay đổi: hạn %(from)s chuyển thành %(to)s.") % words
    if words["from"] and words["to"]:
        return _("Hạn %(from)s chuyển thành %(to)s.") % words
    return _("Hạn mới: %(due_on)s.") % words if words["due_on"] else ""


def _day(text: Any) -> str:
    try:
        return f"{datetime.date.fromisoformat(text):%d/%m/%Y}"
    except (TypeError, ValueError):
        return ""
