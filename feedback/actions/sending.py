"""A matter comes in, once, whatever is sent how often."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cells.models import Committee, ResidentialArea
from common import audit, files
from common.errors import RuleBroken
from feedback import notices
from feedback.actions.contacts import keep_contact
from feedback.actions.events import add_event
from feedback.models import Attachment, Category, Feedback, FeedbackEvent, UrgencyClass
from feedback.reports.clock import due_day
from feedback.reports.escalation import who_is_next
from feedback.reports.routing import agency_for
from feedback.rules import codes
from feedback.rules.consent import Contact

__all__ = ["LONGEST_TEXT", "Sent", "send_feedback"]

LONGEST_TEXT: Final = 5_000
TOLD_AT_ONCE_DAYS: Final = 1
"""Who handles matters due on the next working day is told of them; the rest wait on the list."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The stored matter, the sender's code (known only now), and whether it is new."""

    feedback: Feedback
    code: str
    is_new: bool


@transaction.atomic
def send_feedback(  # noqa: PLR0913 -- what people say of one matter
    *,
    sent_key: str,
    committee: Committee,
    area: ResidentialArea | None = None,
    place: str = "",
    category: Category,
    text: str,
    photos: "Sequence[File[Any]]" = (),
    contact: Contact | None = None,
    consent_version: str = "",
    channel: str = Feedback.Channel.PUBLIC,
    urgency: UrgencyClass | None = None,
    by: Any = None,
) -> Sent:
    """Store what was sent with its photos, route it, start its clock; a form counts once.

    `sent_key` is the key of the form (`common.open_forms`): the code follows from it, so that a
    form sent twice, in parallel too, answers with one code.  `photos` are drawn anew already.

    RuleBroken: area of another commune or no longer there; kind that takes nothing; text too long.
    """
    code = codes.code_for(sent_key, secret=settings.SECRET_KEY)
    key_hash = codes.hash_of(sent_key)
    if stored := Feedback.objects.filter(sent_key_hash=key_hash).first():
        return Sent(stored, code, is_new=False)
    _check_place(committee, area)
    _check_words(category, text)
    today = timezone.localdate()
    urgency = urgency or category.urgency
    row = Feedback(
        code_hash=codes.hash_of(code),
        sent_key_hash=key_hash,
        consent_version=consent_version,
        committee=committee,
        area=area,
        place=place,
        category=category,
        text=text,
        channel=channel,
        entered_by=by,
        urgency=urgency,
        agency=agency_for(committee, category),
        counts_from=today,
        days=urgency.days,
        due_on=due_day(today, urgency.days),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The same form was stored a moment ago by another process.
        winner = Feedback.objects.filter(sent_key_hash=key_hash).first()
        if winner is None:
            raise
        return Sent(winner, code, is_new=False)
    for photo in photos:
        stored_photo = files.store(photo, by=by)
        Attachment.objects.create(feedback=row, file=stored_photo, is_photo=True, by=by)
    if contact is not None:
        keep_contact(feedback=row, contact=contact, consent_version=consent_version)
    add_event(feedback=row, kind=FeedbackEvent.Kind.RECEIVED, by=by, is_public=True)
    audit.record("send_feedback", row, by=by)
    if row.days <= TOLD_AT_ONCE_DAYS:
        for person in who_is_next(row, today):
            notices.feedback_urgent(row, person)
    return Sent(row, code, is_new=True)


def _check_place(committee: Committee, area: ResidentialArea | None) -> None:
    """Refuse an area that ended, or that lies in another commune than the one said."""
    if area is None:
        return
    if not area.is_valid_on(timezone.localdate()):
        sentence = _("%(area)s không còn từ ngày %(day)s. Chọn tên thôn, tổ hiện nay.")
        if area.valid_to is None or area.valid_to >= timezone.localdate():
            sentence = _("%(area)s chưa thành lập. Chọn tên thôn, tổ hiện nay.")
        day = (area.valid_to or timezone.localdate()) + datetime.timedelta(days=1)
        raise RuleBroken(sentence % {"area": area, "day": f"{day:%d/%m/%Y}"}, field="area")
    if area.committee_id != committee.pk:
        sentence = _("%(area)s không thuộc %(committee)s. Chọn lại xã hoặc thôn.")
        raise RuleBroken(sentence % {"area": area, "committee": committee}, field="area")


def _check_words(category: Category, text: str) -> None:
    """Refuse a kind that takes no new matters, no text, and a text too long to be one matter."""
    if not category.is_open:
        raise RuleBroken(_("Loại việc này không còn nhận. Chọn loại khác."), field="category")
    if not text.strip():
        raise RuleBroken(_("Ghi nội dung việc cần phản ánh."), field="text")
    if len(text) > LONGEST_TEXT:
        sentence = _(
            "Nội dung dài %(length)d chữ cái; cổng nhận đến %(most)d. Rút gọn, hoặc gửi làm nhiều việc."
        )
        facts = {"length": len(text), "most": LONGEST_TEXT}
        raise RuleBroken(sentence % facts, field="text")
