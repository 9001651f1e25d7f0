"""What people said to somebody is entered on their behalf."""

from typing import Any

from django.db import transaction

from accounts.models import User
from feedback.actions.merging import merge_feedback
from feedback.actions.sending import Sent, send_feedback
from feedback.models import Feedback

__all__ = ["enter_feedback"]


@transaction.atomic
def enter_feedback(*, by: User, same: Feedback | None = None, **facts: Any) -> Sent:
    """Store what people said, as if they had sent it; `same` is the matter that it repeats.

    `facts` are those of `send_feedback`.  A repeated matter is kept and merged at once, so that
    whoever said it has a code of their own.  RuleBroken: as sending and merging do.
    """
    sent = send_feedback(by=by, **facts)
    if same is not None and sent.is_new:
        merged = merge_feedback(feedback=sent.feedback, into=same, by=by)
        return Sent(merged, sent.code, is_new=True)
    return sent
