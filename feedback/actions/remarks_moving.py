"""A denunciation typed as ordinary feedback leaves the ordinary flow; nothing of it stays there."""

import base64
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from common import audit
from common.errors import RuleBroken
from common.models import StoredFile
from common.sealing import SealBrokenError, seal, unseal
from feedback.actions.events import add_event
from feedback.actions.remarks import last_day, tell_readers
from feedback.models import (
    Attachment,
    ClockPause,
    ConductRemark,
    Feedback,
    FeedbackEvent,
    PublishedMatter,
    SenderContact,
)
from feedback.rules.remarks import Letter, Paper

__all__ = ["move_to_remarks"]


@sensitive_variables()
@transaction.atomic
def move_to_remarks(*, feedback: Feedback, by: User) -> ConductRemark:
    """Seal what `feedback` says and who sent it as a denunciation, and blank the matter.

    Text, messages, papers and contact go into the envelope, which two readers open; the matter
    keeps its number, place and dates.  The sender's code then opens the envelope's status.

    RuleBroken: moved already, emptied by its time of keeping.
    """
    row = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    _refuse_unmovable(row)
    remark = ConductRemark.objects.create(
        code_hash=row.code_hash,
        sent_key_hash=row.sent_key_hash,
        committee=row.committee,
        kind=ConductRemark.Kind.DENUNCIATION,
        needs_two=True,
        sealed_text=seal(_letter(row).as_text()),
        sealed_identity=_identity(row),
        received_at=row.received_at,
        delete_on=last_day(),
    )
    _blank(row)
    # Neither line names the envelope: who reads the matter's history shall not find its number.
    add_event(feedback=row, kind=FeedbackEvent.Kind.MOVED, by=by, is_public=True)
    audit.record("move_to_remarks", row, by=by)
    tell_readers(remark=remark)
    return remark


def _refuse_unmovable(row: Feedback) -> None:
    if row.status == Feedback.Status.MOVED:
        raise RuleBroken(_("Việc này đã được chuyển sang kênh riêng."))
    if row.purged_on:
        raise RuleBroken(_("Nội dung đã xóa theo thời hạn lưu, không còn gì để chuyển."))


# --- What goes into the envelope ------------------------------------------------------------------


@sensitive_variables()
def _letter(row: Feedback) -> Letter:
    """Return everything that was said in the matter, the sender's messages in their order."""
    said = [row.subject, row.text, row.place]
    messages = row.events.exclude(text="").order_by("pk")
    said += [f"[{each.get_kind_display()} {each.at:%d/%m/%Y}] {each.text}" for each in messages]
    for answer in row.answers.order_by("number"):
        said += [f"[{_('trả lời')}] {answer.text}", answer.verdict_note]
    return Letter(text="\n\n".join(part for part in said if part), papers=_papers(row))


def _papers(row: Feedback) -> tuple[Paper, ...]:
    """Return the photos and papers; one whose file is gone is left out."""
    papers = []
    for each in row.attachments.select_related("file"):
        try:
            with each.file.file.open("rb") as opened:
                content = base64.b64encode(opened.read()).decode("ascii")
        except FileNotFoundError:
            continue
        papers.append(Paper(each.file.content_type, each.file.name, content))
    return tuple(papers)


@sensitive_variables()
def _identity(row: Feedback) -> str:
    """Return the sender's contact sealed anew; what no key opens goes along as it is."""
    kept = SenderContact.objects.filter(feedback=row).first()
    if kept is None:
        return ""
    try:
        return seal(unseal(kept.sealed))
    except SealBrokenError:
        return kept.sealed


# --- What stays behind ----------------------------------------------------------------------------


def _blank(row: Feedback) -> None:
    """Empty the matter and everything that hangs on it."""
    SenderContact.objects.filter(feedback=row).delete()
    _blank_published(row)
    _delete_papers(row)
    row.events.update(text="", facts={})
    row.answers.update(text="", verdict_note="")
    row.data_requests.update(sealed_text="")
    row.pauses.update(note="")
    ClockPause.objects.filter(feedback=row, ends_on__isnull=True).update(
        ends_on=timezone.localdate()
    )
    for name in ("text", "subject", "place"):
        setattr(row, name, "")
    row.status, row.handler, row.merged_into = Feedback.Status.MOVED, None, None
    row.version += 1
    row.save()


def _blank_published(row: Feedback) -> None:
    """Take what the reviewer let everybody read back, and empty it."""
    published: Any = PublishedMatter.objects.filter(feedback=row).first()
    if published is None:
        return
    published.photos.clear()
    published.withdrawn_at = published.withdrawn_at or timezone.now()
    published.subject = published.text = published.answer = ""
    published.version += 1
    published.save()


def _delete_papers(row: Feedback) -> None:
    """Delete the rows at once and the files when that is certain."""
    files = list(StoredFile.objects.filter(pk__in=row.attachments.values("file")))
    Attachment.objects.filter(feedback=row).delete()
    for stored in files:
        storage, name = stored.file.storage, str(stored.file.name)
        stored.delete()
        transaction.on_commit(partial(storage.delete, name), robust=True)
