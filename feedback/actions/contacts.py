"""A sender's contact: kept sealed, read with a reason, corrected and deleted on request."""

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.errors import RuleBroken
from common.sealing import SealBrokenError, seal, unseal
from feedback.models import ContactReading, Feedback, SenderContact
from feedback.rules.consent import CONSENT_VERSION, Contact
from feedback.rules.personal import has_contact

__all__ = ["drop_contact", "keep_contact", "read_contact"]

SHORTEST_REASON: Final = 8


@transaction.atomic
def keep_contact(*, feedback: Feedback, contact: Contact, consent_version: str) -> None:
    """Seal and keep how to reach the sender of `feedback`, in place of what was kept.

    An empty contact keeps nothing.  RuleBroken: the sender did not agree to the present texts.
    """
    if not contact:
        return
    if consent_version != CONSENT_VERSION:
        sentence = _("Muốn để lại cách liên lạc, ông, bà cần đánh dấu ô đồng ý.")
        raise RuleBroken(sentence, field="consent")
    values = {"sealed": seal(contact.as_text()), "consent_version": consent_version}
    SenderContact.objects.update_or_create(feedback=feedback, defaults=values)


@transaction.atomic
def read_contact(*, feedback: Feedback, reason: str, by: User) -> Contact:
    """Open the sender's contact for `by`, and keep for good that they read it and why.

    RuleBroken: no contact, no reason, a reason that itself holds a number or an address.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise RuleBroken(_("Ghi rõ cần liên lạc với người gửi để làm gì."), field="reason")
    if has_contact(reason):
        sentence = _("Không ghi số điện thoại, địa chỉ e-mail vào lý do: lý do được lưu lâu dài.")
        raise RuleBroken(sentence, field="reason")
    kept = SenderContact.objects.filter(feedback=feedback).first()
    if kept is None:
        raise RuleBroken(_("Người gửi không để lại cách liên lạc, hoặc đã được xóa."))
    contact = _opened(kept)
    ContactReading.objects.create(feedback=feedback, by=by, reason=reason)
    # The reason stands in the log of readings only: the trail has more readers.
    audit.record("read_contact", feedback, by=by)
    return contact


@transaction.atomic
def drop_contact(*, feedback: Feedback, by: Any) -> bool:
    """Delete the sender's contact; say whether there was one."""
    deleted, _rows = SenderContact.objects.filter(feedback=feedback).delete()
    if deleted:
        audit.record("drop_contact", feedback, by=by)
    return bool(deleted)


def _opened(kept: SenderContact) -> Contact:
    """Return the contact of an opened seal; without its key nobody reads it."""
    try:
        return Contact.from_text(unseal(kept.sealed))
    except SealBrokenError:
        sentence = _("Không mở được liên lạc: thiếu khóa niêm phong. Báo người quản trị cổng.")
        raise RuleBroken(sentence) from None
