"""The questions that a cadre is asked about a remark: theirs alone."""

from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from accounts.models import User
from common.sealing import SealBrokenError, unseal
from feedback.models import ConductRemark, RemarkReply

__all__ = ["IN_HAND", "QuestionSeen", "question_seen", "replies_listed"]

IN_HAND = (
    ConductRemark.Status.OPENED,
    ConductRemark.Status.ASKED,
    ConductRemark.Status.REPLIED,
)
"""Statuses in which an envelope is open to acts."""


@dataclass(frozen=True, slots=True)
class QuestionSeen:
    """One question as the cadre asked sees it."""

    question: str = field(repr=False)
    reply: str = field(repr=False)
    takes_reply: bool
    is_deleted: bool


def replies_listed(user: User) -> QuerySet[RemarkReply]:
    """Return the questions asked of `user`, those that wait first."""
    rows: QuerySet[RemarkReply] = RemarkReply.objects.visible_to(user)
    return (
        rows.defer("sealed_question", "sealed_reply")
        .annotate(remark_status=F("remark__status"))
        .order_by(F("replied_at").desc(nulls_first=True), "due_on", "pk")
    )


def question_seen(reply: RemarkReply) -> QuestionSeen:
    """Return the opened question and reply; empty ones when no key opens them."""
    return QuestionSeen(
        question=_opened(reply.sealed_question),
        reply=_opened(reply.sealed_reply),
        takes_reply=reply.replied_at is None and reply.remark.status in IN_HAND,
        is_deleted=reply.remark.status == ConductRemark.Status.DELETED,
    )


def _opened(sealed: str) -> str:
    try:
        return unseal(sealed) if sealed else ""
    except SealBrokenError:
        return ""
