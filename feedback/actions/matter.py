"""What a desk adds to a matter for itself: notes and papers that nobody outside sees."""

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit, files
from common.errors import RuleBroken
from feedback.actions.events import add_event
from feedback.models import Attachment, Feedback, FeedbackEvent

__all__ = ["MOST_PAPERS", "add_note", "attach_paper", "refuse_moved"]

MOST_PAPERS = 20


def refuse_moved(row: Feedback) -> None:
    """Refuse to add words to a matter that left the desk for the sealed channel."""
    if row.status == Feedback.Status.MOVED:
        raise RuleBroken(_("Việc này đã chuyển kênh riêng; ở đây không ghi thêm được gì."))


@transaction.atomic
def add_note(*, feedback: Feedback, text: str, by: User) -> FeedbackEvent:
    """Keep a note for those who handle the matter; its sender never sees it."""
    refuse_moved(feedback)
    if not text.strip():
        raise RuleBroken(_("Ghi nội dung ghi chú."), field="text")
    event = add_event(feedback=feedback, kind=FeedbackEvent.Kind.NOTE, by=by, text=text.strip())
    audit.record("add_note", feedback, by=by)
    return event


@transaction.atomic
def attach_paper(*, feedback: Feedback, paper: "File[str]", note: str = "", by: User) -> Attachment:
    """Keep a private paper of a matter.  RuleBroken: as `common.files.store`, or too many."""
    row = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    refuse_moved(row)
    if row.attachments.filter(is_photo=False).count() >= MOST_PAPERS:
        raise RuleBroken(_("Phản ánh này đã có %(n)d tệp.") % {"n": MOST_PAPERS}, field="paper")
    stored = files.store(paper, by=by)
    kept: Attachment = Attachment.objects.create(feedback=row, file=stored, is_photo=False, by=by)
    kind = FeedbackEvent.Kind.ATTACHED
    add_event(feedback=row, kind=kind, by=by, text=note.strip())
    audit.record("attach_paper", row, by=by)
    return kept
