"""Silence carries a late matter up: to the head of its place, to the board member in charge."""

import datetime

from django.db import transaction

from common import audit
from feedback import notices
from feedback.actions.events import add_event
from feedback.models import Feedback, FeedbackEvent
from feedback.reports.escalation import HANDLER, chain, who_is_next

__all__ = ["escalate_feedback", "tell_of_reopened"]


@transaction.atomic
def escalate_feedback(
    *, feedback: Feedback, level: int, on: datetime.date, by: None = None
) -> bool:
    """Carry a late matter up to `level` and tell who answers there, and the handler; False when it is no longer so.

    The sender sees that it went up, not to whom.
    """
    late = Feedback.objects.overdue(on).filter(pk=feedback.pk, level__lt=level)
    row = late.select_for_update(of=("self",)).first()
    if row is None:
        return False
    before, row.level = row.level, level
    # Not a new version: nothing that somebody may have open on a page was changed.
    row.save(update_fields=["level"])
    add_event(feedback=row, kind=FeedbackEvent.Kind.ESCALATED, by=None, is_public=True, level=level)
    audit.record("escalate_feedback", row, by=by, before={"level": before}, after={"level": level})
    people = chain(row, on)
    for person in people.at(level):
        notices.feedback_escalated(row, person)
    for person in people.at(HANDLER):
        notices.feedback_late(row, person, level=HANDLER)
    return True


def tell_of_reopened(*, feedback: Feedback, on: datetime.date) -> int:
    """Tell who has to act on a reopened matter, in the transaction that reopened it."""
    return sum(notices.feedback_reopened(feedback, to) for to in who_is_next(feedback, on))
