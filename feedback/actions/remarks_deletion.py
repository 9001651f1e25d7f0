"""The content of envelopes is deleted on its date; what remains says that it was."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from feedback.models import ConductRemark, RemarkReply

__all__ = ["purge_remarks"]


def purge_remarks(numbers: Sequence[int], today: datetime.date) -> None:
    """Empty these envelopes, with questions and replies.  Who opened them, when and why, stays.

    In the transaction of the caller, who has locked them and keeps the line of the night's run.
    """
    del today
    RemarkReply.objects.filter(remark__in=numbers).update(sealed_question="", sealed_reply="")
    for row in ConductRemark.objects.filter(pk__in=numbers).order_by("pk"):
        row.sealed_text = row.sealed_identity = row.sealed_conclusion = ""
        row.status, row.deleted_at = ConductRemark.Status.DELETED, timezone.now()
        row.version += 1
        row.save()
