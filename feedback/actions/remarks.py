"""A remark about a cadre comes in, once, and is sealed before anything is stored."""

import datetime
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from cells.models import Committee
from common import audit
from common.errors import RuleBroken
from common.sealing import seal
from feedback.models import ConductRemark, RetentionRule
from feedback.notices import remarks as notices
from feedback.reports.remarks import who_may_name, who_reads
from feedback.rules import codes
from feedback.rules.consent import Contact
from feedback.rules.remarks import Letter

__all__ = [
    "LONGEST_ABOUT",
    "LONGEST_REMARK",
    "SentRemark",
    "last_day",
    "send_remark",
    "tell_readers",
]

LONGEST_REMARK: Final = 5_000
LONGEST_ABOUT: Final = 200


@dataclass(frozen=True, slots=True)
class SentRemark:
    """The stored envelope, the sender's code (known only now), and whether it is new."""

    remark: ConductRemark
    code: str = field(repr=False)
    is_new: bool


@sensitive_variables()
@transaction.atomic
def send_remark(  # noqa: PLR0913 -- what people say of one cadre
    *,
    sent_key: str,
    committee: Committee,
    text: str,
    about: str = "",
    identity: Contact | None = None,
    kind: str = ConductRemark.Kind.REMARK,
    by: None = None,
) -> SentRemark:
    """Seal and store what was sent; the same form again stores nothing and answers the same code.

    `about`: who is spoken of, in the sender's words.  The readers are told that there is one.
    `by` is nobody: whoever is signed in on the sender's device, the trail does not say so.

    RuleBroken: no text, or one too long.
    """
    code = codes.code_for(sent_key, secret=settings.SECRET_KEY)
    key_hash = codes.hash_of(sent_key)
    if stored := ConductRemark.objects.filter(sent_key_hash=key_hash).first():
        return SentRemark(stored, code, is_new=False)
    _check_words(about, text)
    row = ConductRemark(
        code_hash=codes.hash_of(code),
        sent_key_hash=key_hash,
        committee=committee,
        kind=kind,
        needs_two=kind == ConductRemark.Kind.DENUNCIATION,
        sealed_text=seal(Letter(text=text, about=about).as_text()),
        sealed_identity=seal(identity.as_text()) if identity else "",
        delete_on=last_day(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The same form was stored a moment ago by another process.
        winner = ConductRemark.objects.filter(sent_key_hash=key_hash).first()
        if winner is None:
            raise
        return SentRemark(winner, code, is_new=False)
    audit.record("send_remark", row, by=by)
    tell_readers(remark=row)
    return SentRemark(row, code, is_new=True)


def tell_readers(*, remark: ConductRemark) -> None:
    """Tell the named readers that an envelope waits; without any, who can name them."""
    readers = who_reads(remark)
    for to in readers:
        notices.remark_waits(remark, to)
    if not readers:
        for to in who_may_name(remark.committee):
            notices.reader_missing(remark, to)


def last_day() -> datetime.date:
    """Return the day on which what is received now is deleted (local policy: RetentionRule)."""
    days = RetentionRule.objects.days_of(RetentionRule.What.REMARK)
    return timezone.localdate() + datetime.timedelta(days=days)


@sensitive_variables()
def _check_words(about: str, text: str) -> None:
    if not text.strip():
        raise RuleBroken(_("Ghi điều ông, bà muốn góp ý."), field="text")
    for name, value, most in (("text", text, LONGEST_REMARK), ("about", about, LONGEST_ABOUT)):
        if len(value) > most:
            sentence = _("Nội dung dài %(length)d chữ cái; cổng nhận đến %(most)d. Xin rút gọn.")
            raise RuleBroken(sentence % {"length": len(value), "most": most}, field=name)
