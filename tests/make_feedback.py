"""Builders of the people's side; as in `tests.make`, every argument is optional."""

import datetime
import io
import secrets
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from cells.models import Committee
from common import files, sealing
from feedback.actions.published import publish_matter
from feedback.actions.sending import Sent, send_feedback
from feedback.models import (
    Answer,
    Attachment,
    Category,
    ClockPause,
    ConductRemark,
    DeskHead,
    Feedback,
    FlashReport,
    PublishedMatter,
    RemarkReader,
    UrgencyClass,
)
from feedback.reports.clock import due_day
from feedback.rules.codes import hash_of
from feedback.rules.remarks import Letter
from tests import make

__all__ = [
    "answer",
    "answered",
    "category",
    "denunciation",
    "feedback",
    "flash",
    "head",
    "oversight",
    "pause",
    "published",
    "reader",
    "remark",
    "sent",
    "urgency",
    "with_photo",
]


def category(code: str = "water") -> Category:
    """Return one of the kinds that the migration wrote."""
    return Category.objects.get(code=code)


def urgency(code: str = "checkable") -> UrgencyClass:
    """Return one of the classes that the migration wrote."""
    return UrgencyClass.objects.get(code=code)


def sent(**fields: Any) -> Sent:
    """Send a matter as the public page does, and return it with its code."""
    if "committee" not in fields:
        area = fields.get("area")
        fields["committee"] = area.committee if area else make.commune()
    fields.setdefault("sent_key", secrets.token_hex(16))
    fields.setdefault("category", category())
    fields.setdefault("text", "Mương thoát nước bị lấp, nước tràn vào sân ba hộ")
    return send_feedback(**fields)


def feedback(**fields: Any) -> Feedback:
    """Return a stored matter; columns that sending does not take are set afterwards.

    Its due day follows from `counts_from` and `days`, unless it is given.
    """
    taken = {"sent_key", "committee", "area", "place", "category", "text", "photos", "contact"}
    taken |= {"consent_version", "channel", "urgency", "by"}
    row = sent(**{name: value for name, value in fields.items() if name in taken}).feedback
    later = {name: value for name, value in fields.items() if name not in taken}
    if "due_on" not in later and {"counts_from", "days"} & set(later):
        from_day, days = later.get("counts_from", row.counts_from), later.get("days", row.days)
        later["due_on"] = due_day(from_day, days)
    if later:
        Feedback.objects.filter(pk=row.pk).update(**later)
        row.refresh_from_db()
    return row


def answer(*, feedback: Feedback, **fields: Any) -> Answer:
    """Return an answer of today; the matter then waits for its sender."""
    fields.setdefault("number", feedback.answers.count() + 1)
    fields.setdefault("outcome", Answer.Outcome.SOLVED)
    fields.setdefault("text", "Đã nạo vét 60 m mương")
    fields.setdefault("due_on", feedback.due_on)
    fields.setdefault("answered_by", feedback.handler or make.user())
    fields.setdefault("is_on_time", timezone.localdate() <= feedback.due_on)
    row = Answer.objects.create(feedback=feedback, **fields)
    feedback.last_answer = row
    feedback.status = Feedback.Status.ANSWERED
    feedback.save()
    return row


def answered(**fields: Any) -> Feedback:
    """Return a matter that was answered today."""
    row = feedback(**fields)
    answer(feedback=row)
    return row


def published(*, feedback: Feedback | None = None, **fields: Any) -> PublishedMatter:
    """Return an answered matter that everybody may read, with a photo."""
    row = feedback or answered()
    stored = files.store(ContentFile(b"\xff\xd8\xff\xe0 anh", name="anh.jpg"), by=None)
    photo = Attachment.objects.create(feedback=row, file=stored, is_photo=True)
    fields.setdefault("subject", "Mương thoát nước đã thông")
    fields.setdefault("text", "Mương bị lấp, nước tràn vào sân")
    fields.setdefault("answer", "Đã nạo vét 60 m mương")
    fields.setdefault("photos", [photo])
    fields.setdefault("by", make.user())
    return publish_matter(feedback=row, **fields)


def pause(*, feedback: Feedback, **fields: Any) -> ClockPause:
    """Return a pause from today that has not ended."""
    fields.setdefault("reason", ClockPause.Reason.SENDER)
    fields.setdefault("note", "Chờ ông, bà cho biết số nhà")
    fields.setdefault("starts_on", timezone.localdate())
    fields.setdefault("by", feedback.handler or make.user())
    return ClockPause.objects.create(feedback=feedback, **fields)


def head(*, user: User, **fields: Any) -> DeskHead:
    """Return who answers for the matters of `committee` or `agency`."""
    return DeskHead.objects.create(user=user, **fields)


def flash(*, committee: Committee | None = None, **fields: Any) -> FlashReport:
    """Return a flash report written now."""
    area = fields.get("area")
    fields["committee"] = committee or (area.committee if area else make.commune())
    fields.setdefault("kind", FlashReport.Kind.DISASTER)
    fields.setdefault("client_uuid", uuid.uuid4())
    fields.setdefault("text", "Nước lũ lên nhanh ở xóm ven sông")
    fields.setdefault("written_at", timezone.now())
    fields.setdefault("reporter", make.user())
    return FlashReport.objects.create(**fields)


def remark(*, committee: Committee | None = None, **fields: Any) -> ConductRemark:
    """Return a sealed remark; `text` and `identity` are what lies inside."""
    letter = Letter(text=fields.pop("text", "Cán bộ ít về thôn"), about="cán bộ thôn")
    fields.setdefault("sealed_text", sealing.seal(letter.as_text()))
    if identity := fields.pop("identity", None):
        fields["sealed_identity"] = sealing.seal(identity.as_text())
    fields.setdefault("delete_on", timezone.localdate() + datetime.timedelta(730))
    fields.setdefault("code_hash", hash_of(secrets.token_hex(16)))
    return ConductRemark.objects.create(
        committee=committee or make.commune(),
        sent_key_hash=hash_of(secrets.token_hex(16)),
        **fields,
    )


def denunciation(**fields: Any) -> ConductRemark:
    """Return a sealed denunciation, which two readers open."""
    return remark(kind=ConductRemark.Kind.DENUNCIATION, needs_two=True, **fields)


def reader(*, user: User, committee: Committee, **fields: Any) -> RemarkReader:
    """Return the naming of `user` as a reader, from yesterday on."""
    fields.setdefault("part", RemarkReader.Part.READER)
    fields.setdefault("valid_from", timezone.localdate() - datetime.timedelta(1))
    fields.setdefault("named_by", make.user())
    return RemarkReader.objects.create(user=user, committee=committee, **fields)


def oversight(*, user: User, committee: Committee, **fields: Any) -> RemarkReader:
    """Return the naming of `user` as the oversight of the readers."""
    return reader(user=user, committee=committee, part=RemarkReader.Part.OVERSIGHT, **fields)


def with_photo(row: Feedback) -> Attachment:
    """Add a photo of the sender to a matter."""
    held = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(held, "JPEG")
    stored = files.store(ContentFile(held.getvalue(), name="anh-1.jpg"), by=None)
    return Attachment.objects.create(feedback=row, file=stored, is_photo=True)
