"""Messages both ways between a sender, who stays unnamed, and whoever has the matter in hand."""

from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.errors import RuleBroken
from feedback import notices
from feedback.actions.clock import resume_clock
from feedback.actions.events import add_event
from feedback.actions.matter import refuse_moved
from feedback.models import ClockPause, Feedback, FeedbackEvent
from feedback.reports.escalation import who_is_next
from feedback.rules.codes import hash_of

__all__ = ["LONGEST_MESSAGE", "message_from_sender", "message_to_sender"]

LONGEST_MESSAGE: Final = 2_000
Kind = FeedbackEvent.Kind


@transaction.atomic
def message_from_sender(
    *, feedback: Feedback, sent_key: str, text: str, by: None = None
) -> FeedbackEvent:
    """Store what the sender writes, once for each form; a clock that waited for it counts on.

    `by` is nobody: senders have no accounts.

    RuleBroken: no text, text too long, or a matter that takes no more messages.
    """
    _check_text(text)
    row = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    key_hash = hash_of(sent_key)
    known = row.events.filter(sent_key_hash=key_hash).first()
    if known is not None:
        return known
    if row.status == Feedback.Status.MOVED or row.purged_on:
        raise RuleBroken(_("Việc này không còn nhận tin nhắn."))
    try:
        with transaction.atomic():
            event = add_event(
                feedback=row,
                kind=Kind.FROM_SENDER,
                by=None,
                is_public=True,
                text=text,
                sent_key_hash=key_hash,
            )
    except IntegrityError:
        # Stored a moment ago by another process, on a database without row locks.
        return row.events.get(sent_key_hash=key_hash)
    waiting = row.pauses.filter(ends_on__isnull=True, reason=ClockPause.Reason.SENDER)
    if row.is_in_hand and waiting.exists():
        resume_clock(feedback=row, by=None)
    audit.record("message_from_sender", row, by=by)
    for person in who_is_next(row.merged_into or row, timezone.localdate()):
        notices.feedback_message(row, person, event)
    return event


@transaction.atomic
def message_to_sender(*, feedback: Feedback, text: str, by: User) -> FeedbackEvent:
    """Store what the desk writes to the sender, who reads it without the writer's name.

    RuleBroken: no text, text too long, or a matter that takes no more messages.
    """
    _check_text(text)
    refuse_moved(feedback)
    event = add_event(feedback=feedback, kind=Kind.TO_SENDER, by=by, is_public=True, text=text)
    audit.record("message_to_sender", feedback, by=by)
    return event


def _check_text(text: str) -> None:
    if not text.strip():
        raise RuleBroken(_("Ghi lời nhắn."), field="text")
    if len(text) > LONGEST_MESSAGE:
        sentence = _("Lời nhắn dài %(length)d chữ cái; mỗi lần gửi được đến %(most)d.")
        facts = {"length": len(text), "most": LONGEST_MESSAGE}
        raise RuleBroken(sentence % facts, field="text")
