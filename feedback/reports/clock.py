"""When a matter is due, and the sum that shows it."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from common import days as working_calendar
from common.working_days import (
    Calendar,
    Pause,
    Step,
    due_on,
    explain,
    in_words,
    working_days_between,
)
from feedback.models import ClockPause, Feedback
from feedback.rules.clock import DayBox, boxes

__all__ = ["ClockShown", "due_day", "explained", "pauses_of"]


@dataclass(frozen=True)
class ClockShown:
    """What the page shows of a matter's clock (`feedback/_clock.html`).

    `days_left`, `days_late`: in working days; nought is today.  `day_number`: which of the counted
    days today is, 0 before the first.  `pause` is the one that has not ended.  A matter that is
    answered or left keeps its picture, without today (`is_running` is false).
    """

    due_on: datetime.date
    days: int
    sentence: str
    steps: tuple[Step, ...]
    boxes: list[DayBox]
    is_running: bool
    pause: ClockPause | None
    day_number: int
    days_left: int
    days_late: int

    @property
    def today_in_words(self) -> str:
        """Return where today stands in the count; empty when that says nothing."""
        if not self.is_running or self.pause or self.is_late or not self.days_left:
            return ""
        if not self.day_number:
            return ""
        counts = any(box.is_today and box.look == "now" for box in self.boxes)
        words = {"number": self.day_number, "left": self.days_left}
        if counts:
            return _("Hôm nay là ngày thứ %(number)s, còn %(left)s ngày.") % words
        return _("Đã qua %(number)s ngày, còn %(left)s ngày.") % words

    @property
    def is_paused(self) -> bool:
        """Say whether the clock stands still."""
        return self.pause is not None

    @property
    def is_late(self) -> bool:
        """Say whether the due day has passed without an answer; never while the clock is paused."""
        return self.days_late > 0


def due_day(
    from_day: datetime.date,
    days: int,
    pauses: Sequence[Pause] = (),
    calendar: Calendar | None = None,
) -> datetime.date:
    """Return the day on which `days` working days after `from_day` have been counted.

    Who reckons more than once loads the calendar (`common.days.calendar`) and passes it on.
    """
    return due_on(from_day, days, calendar or working_calendar.calendar(), pauses)


def pauses_of(rows: Iterable[ClockPause], today: datetime.date) -> list[Pause]:
    """Return stored pauses as values; the one that has not ended runs to today."""
    return [
        Pause(row.starts_on, row.ends_on or max(today, row.starts_on), row.get_reason_display())
        for row in rows
    ]


def explained(
    feedback: Feedback, calendar: Calendar | None = None, today: datetime.date | None = None
) -> ClockShown:
    """Return the clock of a matter: two queries, one when the calendar is given.

    An answered matter whose calendar was edited since keeps the due day it was answered against,
    without the picture of the days, which would end on another.
    """
    calendar = calendar or working_calendar.calendar()
    today = today or timezone.localdate()
    stored = list(feedback.pauses.all())
    steps = explain(feedback.counts_from, feedback.days, calendar, pauses_of(stored, today))
    running = feedback.is_in_hand
    if not running and steps[-1].day != feedback.due_on:
        steps = ()
    due = steps[-1].day if running else feedback.due_on
    pause = next((row for row in stored if running and row.ends_on is None), None)
    late = working_days_between(due, today, calendar) if running and not pause else 0
    return ClockShown(
        due_on=due,
        days=feedback.days,
        sentence=in_words(steps) if steps else "",
        steps=steps,
        boxes=boxes(steps, today if running else datetime.date.min),
        is_running=running,
        pause=pause,
        day_number=max((s.number for s in steps if running and s.day <= today), default=0),
        days_left=working_days_between(today, due, calendar) if running else 0,
        days_late=max(late, 1) if running and not pause and due < today else 0,
    )
