"""Periodic entrances of assignments."""

from celery import shared_task
from django.utils import timezone

from assignments import notices
from assignments.reports import reminders
from assignments.reports.called import untold_meetings
from assignments.rules.reminders import month_to_remind_of, quarter_to_remind_of, visit_days
from cells.actions.calendar import mark_told

__all__ = [
    "remind_of_missing_attendance",
    "remind_of_quarter_end",
    "remind_of_visits",
    "tell_of_called_meetings",
]


@shared_task
def remind_of_visits() -> int:
    """Remind of the meetings of tomorrow and in three days; return how many were told."""
    today = timezone.localdate()
    return sum(
        notices.visit_soon(visit, (day - today).days)
        for day in visit_days(today)
        for visit in reminders.coming_visits(day)
    )


@shared_task
def remind_of_missing_attendance() -> int:
    """Remind cadres of whom nothing was logged this month; return how many were told."""
    today = timezone.localdate()
    month = month_to_remind_of(today)
    if month is None:
        return 0
    missing = reminders.by_cadre(reminders.unlogged_in(month, today))
    return sum(notices.attendance_missing(cadre, rows, month) for cadre, rows in missing)


@shared_task
def remind_of_quarter_end() -> int:
    """Remind cadres of what the ending or ended quarter lacks; return how many were told."""
    found = quarter_to_remind_of(timezone.localdate())
    if found is None:
        return 0
    quarter, is_over = found
    missing = reminders.by_cadre(reminders.unmet_in(quarter))
    return sum(
        notices.quarter_missing(cadre, rows, quarter, is_over=is_over) for cadre, rows in missing
    )


@shared_task
def tell_of_called_meetings() -> int:
    """Tell the assigned cadres of meetings called, moved or called off; return how many were told.

    The notices are keyed by meeting, version and person; the mark only spares the next run work.
    """
    told = 0
    for called in untold_meetings():
        if called.news:
            told += sum(notices.meeting_called(called, cadre) for cadre in called.people)
        mark_told(planned=called.planned)
    return told
