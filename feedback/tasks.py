"""Periodic entrances of the people's side."""

import datetime

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from common.days import calendar
from common.months import Month
from feedback import notices
from feedback.actions import clock, retention
from feedback.actions.escalation import escalate_feedback
from feedback.actions.flash_life import escalate_flash
from feedback.actions.verdicts import let_silence_stand
from feedback.models import DeskNorm, Feedback, FlashReport
from feedback.reports import days, escalation
from feedback.reports.privacy import holders, requests_due

__all__ = [
    "delete_what_is_past",
    "escalate_late_feedback",
    "escalate_unseen_flash",
    "leave_unconfirmed",
    "recompute_due_days",
    "remind_of_calendar",
    "remind_of_data_requests",
    "remind_of_feedback",
]


# --- Clock ----------------------------------------------------------------------------------------


@shared_task
def recompute_due_days() -> int:
    """Reckon the due days again: nightly, and after the calendar was edited; return how many moved."""
    return clock.recompute_due_days()


@shared_task
def remind_of_feedback() -> int:
    """Remind of matters due soon, tell of late ones; return how many were told.  Not on days off."""
    today, offices = timezone.localdate(), calendar()
    if not offices.is_working(today):
        return 0
    soon = list(escalation.due_soon(DeskNorm.objects.in_force(), offices, today))
    late = list(escalation.late(today))
    people = escalation.chains([*soon, *late], today)
    told = sum(notices.feedback_due(row, to) for row in soon for to in people[row.pk].at(row.level))
    return told + sum(
        notices.feedback_late(row, to) for row in late for to in people[row.pk].at(row.level)
    )


@shared_task
def escalate_late_feedback() -> int:
    """Carry late matters up a level; return how many.  Lateness grows on working days only."""
    today, offices = timezone.localdate(), calendar()
    if not offices.is_working(today):
        return 0
    found = escalation.to_escalate(DeskNorm.objects.in_force(), offices, today)
    return sum(escalate_feedback(feedback=e.feedback, level=e.level, on=today) for e in found)


@shared_task
def remind_of_calendar() -> int:
    """Remind of a year whose days off are not settled, once a month; return how many were told."""
    today = timezone.localdate()
    facts = days.open_year(today)
    if facts is None:
        return 0
    month = Month.containing(today)
    return sum(notices.calendar_open(facts, month, to) for to in days.keepers(today))


@shared_task
def leave_unconfirmed() -> int:
    """Mark answers that nobody confirmed in time as unconfirmed; return how many."""
    today = timezone.localdate()
    waited = today - datetime.timedelta(DeskNorm.objects.in_force().confirm_days)
    rows = Feedback.objects.filter(
        status=Feedback.Status.ANSWERED, last_answer__answered_at__date__lt=waited
    )
    return sum(let_silence_stand(feedback=row, today=today) for row in rows)


# --- Personal data --------------------------------------------------------------------------------


@shared_task
def delete_what_is_past() -> int:
    """Delete personal data past its date, tell who oversees it; return how many rows."""
    today = timezone.localdate()
    runs = retention.delete_past(today=today)
    if runs:
        for user in User.objects.who_may(Ability.READ_PRIVACY_LOG):
            notices.data_deleted(user, today, runs)
    return sum(run.deleted for run in runs)


@shared_task
def remind_of_data_requests() -> int:
    """Remind of requests about personal data that are due today or late; return how many were told."""
    today = timezone.localdate()
    return sum(
        notices.data_request_due(row, user, today)
        for row in requests_due(today)
        for user in holders(Ability.ANSWER_DATA_REQUESTS, row.committee)
    )


# --- Flash reports --------------------------------------------------------------------------------


@shared_task
def escalate_unseen_flash() -> int:
    """Tell the next person of flash reports that nobody looked at in time; return how many."""
    late = FlashReport.objects.unseen().filter(escalates_at__lte=timezone.now())
    return sum(escalate_flash(pk=pk) for pk in late.order_by("pk").values_list("pk", flat=True))
