"""The timeline of a matter: every act adds its line here."""

from typing import Any

from feedback.models import Feedback, FeedbackEvent

__all__ = ["add_event"]


def add_event(
    *,
    feedback: Feedback,
    kind: FeedbackEvent.Kind,
    by: Any,
    is_public: bool = False,
    text: str = "",
    sent_key_hash: str = "",
    **facts: Any,
) -> FeedbackEvent:
    """Add one line to the life of `feedback`, in the transaction of the act it tells of.

    `is_public` lines are shown to the sender, without the name of who acted.  `facts` are small
    plain values ("from", "to", "due_on"), never what people wrote.
    """
    row: FeedbackEvent = FeedbackEvent.objects.create(
        feedback=feedback,
        kind=kind,
        by=by,
        is_public=is_public,
        text=text,
        sent_key_hash=sent_key_hash,
        facts=facts,
    )
    return row
