"""Lets days pass for a matter or a report of the demo: what happened to it moves back in time.

The acts of the portal know one time, now.  A demo that runs them one after the other and lets days
pass between them has a past; this is no act of the portal, and runs before anybody uses it.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from common.days import calendar
from common.working_days import Calendar, due_on
from feedback.models import Feedback, FlashReport
from feedback.reports.clock import due_day, pauses_of

__all__ = ["days_pass", "due_by", "hours_pass"]


def days_pass(matter: Feedback, days: int) -> Feedback:
    """Return the matter as it is `days` later; its due days are reckoned again."""
    back, reckoned = datetime.timedelta(days=days), calendar()
    row = Feedback.objects.get(pk=matter.pk)
    _move([row], back, "received_at", "counts_from")
    pauses = list(row.pauses.all())
    _move(pauses, back, "starts_on", "ends_on")
    _move(list(row.events.all()), back, "at")
    row.due_on = due_day(
        row.counts_from, row.days, pauses_of(pauses, timezone.localdate()), reckoned
    )
    row.save()
    answers = list(row.answers.order_by("number"))
    _move(answers, back, "answered_at", "verdict_at", "due_on")
    for answer in answers:
        is_last = answer.pk == row.last_answer_id and not row.is_in_hand
        answer.due_on = row.due_on if is_last else _working(answer.due_on, reckoned)
        answer.is_on_time = timezone.localdate(answer.answered_at) <= answer.due_on
        answer.save()
    return row


def due_by(matter: Feedback, day: datetime.date) -> Feedback:
    """Return the matter at the time at which its due day is `day`, or the last before it."""
    reckoned, today = calendar(), timezone.localdate()
    passed = 0
    while due_on(today - datetime.timedelta(days=passed), matter.days, reckoned) > day:
        passed += 1
    return days_pass(matter, passed)


def hours_pass(report: FlashReport, hours: float) -> FlashReport:
    """Return the report as it is so many hours later."""
    back = datetime.timedelta(hours=hours)
    row = FlashReport.objects.get(pk=report.pk)
    names = ("written_at", "received_at", "escalates_at", "seen_at", "taken_at", "closed_at")
    _move([row], back, *names)
    _move(list(row.events.all()), back, "at")
    return row


def _move(rows: Sequence[Any], back: datetime.timedelta, *names: str) -> None:
    for row in rows:
        for name in names:
            if (value := getattr(row, name)) is not None:
                setattr(row, name, value - back)
        row.save()


def _working(day: datetime.date, reckoned: Calendar) -> datetime.date:
    """Return the day itself, or the next one on which offices work."""
    while not reckoned.is_working(day):
        day += datetime.timedelta(days=1)
    return day
