"""Periodic entrances of assignments."""

from celery import shared_task
from django.utils import timezone

from assignments import notices
from assignments.actions.help import close_help_by_rating
from assignments.models import HelpRegistration
from assignments.reports import help_reminders, reminders
from assignments.reports.called import untold_meetings
from assignments.rules.reminders import month_to_remind_of, quarter_to_remind_of, visit_days
from cells.actions.calendar import mark_told
from common.months import Quarter

__all__ = [
    "close_help_that_is_over",
    "remind_of_help_actions",
    "remind_of_help_reviews",
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


@shared_task
def close_help_that_is_over() -> int:
    """Close the registrations that are over and rated since; return how many were closed."""
    over = HelpRegistration.objects.running().filter(ends_on__lt=timezone.localdate())
    return sum(close_help_by_rating(pk=pk) for pk in over.values_list("pk", flat=True))


@shared_task
def remind_of_help_actions() -> int:
    """Remind of help actions due and late, the board of those late long; return how many."""
    today = timezone.localdate()
    officers = help_reminders.focal_officers()
    told = sum(
        notices.help_action_due(action, to)
        for action in help_reminders.actions_due_soon(today)
        for to in officers[action.registration.agency_id]
    )
    told += sum(
        notices.help_action_late(action, to)
        for action in help_reminders.actions_late(today)
        for to in officers[action.registration.agency_id]
    )
    late = list(help_reminders.actions_late_for_board(today))
    communes = {action.registration.cell.committee_id for action in late}
    board = help_reminders.board_members_of(communes, today)
    return told + sum(
        notices.help_action_late(action, board[commune], is_board=True)
        for action in late
        if (commune := action.registration.cell.committee_id) in board
    )


@shared_task
def remind_of_help_reviews() -> int:
    """Remind of leaders' reviews that the quarter just over lacks; return how many were told."""
    quarter = Quarter.current().previous()
    officers = help_reminders.focal_officers()
    return sum(
        notices.help_review_missing(row, quarter, to)
        for row in help_reminders.reviews_missing_of(quarter)
        for to in officers[row.agency_id]
    )
