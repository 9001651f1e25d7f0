"""Requests of senders about their own data: asked by code, answered from the work list."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from common import audit, editing
from common.errors import RuleBroken
from common.sealing import SealBrokenError, seal, unseal
from common.templatetags.portal import day
from feedback import notices
from feedback.actions.contacts import drop_contact, keep_contact
from feedback.actions.events import add_event
from feedback.actions.retention import purge_photos, purge_texts
from feedback.models import DataRequest, Feedback, FeedbackEvent
from feedback.reports.clock import due_day
from feedback.reports.privacy import holders
from feedback.rules.codes import hash_of
from feedback.rules.consent import CONSENT_VERSION, REQUEST_DAYS, Asked, Contact
from feedback.rules.personal import has_contact

__all__ = ["answer_data_request", "request_data"]

LONGEST_ASKED: Final = 2_000
_K = DataRequest.Kind


@transaction.atomic
def request_data(  # noqa: PLR0913 -- what a sender asks, by keyword
    *,
    feedback: Feedback,
    kind: str,
    text: str = "",
    contact: Contact | None = None,
    consent_version: str = "",
    sent_key: str,
    by: Any = None,
) -> DataRequest:
    """Take a request about the data of `feedback`; the same form sent again stores nothing.

    Due in 2 working days (NĐ 356/2025/NĐ-CP).  What the sender adds is sealed.

    RuleBroken: a text too long, a correction without new data or consent, one that waits already.
    """
    key_hash = hash_of(sent_key)
    if stored := DataRequest.objects.filter(sent_key_hash=key_hash).first():
        return stored
    locked = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    asked = Asked(text=text.strip(), contact=contact or Contact())
    _refuse_asked(kind, asked, consent_version)
    _refuse_waiting(locked, kind)
    said = asked.as_text()
    row = DataRequest(
        feedback=locked,
        committee=locked.committee,
        kind=kind,
        sealed_text=seal(said) if said else "",
        sent_key_hash=key_hash,
        due_on=due_day(timezone.localdate(), REQUEST_DAYS),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The same form was stored a moment ago by another process.
        return DataRequest.objects.get(sent_key_hash=key_hash)
    audit.record("request_data", row, by=by)
    for user in holders(Ability.ANSWER_DATA_REQUESTS, locked.committee):
        notices.data_request_received(row, user)
    return row


@transaction.atomic
def answer_data_request(  # noqa: PLR0913 -- what is decided of one request, by keyword
    *,
    pk: int,
    version: int,
    status: str,
    answer: str,
    forget_photos: bool = False,
    forget_text: bool = False,
    by: User,
) -> DataRequest:
    """Answer a request, and do what it asks where `status` says done.

    RuleBroken: answered already, no answer, personal data in the answer, a text asked to be
    deleted while its matter is in hand.
    """
    row: DataRequest = editing.lock_for_edit(DataRequest.objects, pk=pk, version=version)
    _refuse_answer(row, status, answer)
    matter = Feedback.objects.select_for_update(of=("self",)).get(pk=row.feedback_id)
    facts = {
        "status": status,
        "answer": answer.strip(),
        "answered_at": timezone.now(),
        "answered_by": by,
    }
    if status == DataRequest.Status.DONE:
        forget = {"photos": forget_photos, "text": forget_text}
        _do(row, matter, forget=[what for what, is_asked in forget.items() if is_asked], by=by)
        row.refresh_from_db(fields=["sealed_text"])
    editing.save_edit(row, facts)
    audit.record("answer_data_request", row, by=by, after={"status": row.get_status_display()})
    return row


# --- What is done ---------------------------------------------------------------------------------


def _do(row: DataRequest, matter: Feedback, *, forget: list[str], by: User) -> None:
    """Do what the request asks: correct, delete; to see needs nothing but the answer."""
    if row.kind == _K.CORRECT:
        _take_over(row, matter)
    if row.kind in {_K.DELETE, _K.WITHDRAW}:
        _forget(matter, ["contact", *(forget if row.kind == _K.DELETE else [])], by=by)


def _take_over(row: DataRequest, matter: Feedback) -> None:
    """Keep the new contact in place of the old one, and nothing of it in the request."""
    asked = _opened(row)
    if asked.contact:
        keep_contact(feedback=matter, contact=asked.contact, consent_version=CONSENT_VERSION)
    rest = Asked(text=asked.text).as_text()
    DataRequest.objects.filter(pk=row.pk).update(sealed_text=seal(rest) if rest else "")


def _forget(matter: Feedback, what: list[str], *, by: User) -> None:
    """Delete the contact, and where asked the photos and the text."""
    if "text" in what and matter.is_in_hand:
        sentence = _(
            "Việc này còn đang giải quyết: chưa xóa được nội dung. Xóa liên lạc và ảnh thì được."
        )
        raise RuleBroken(sentence, field="forget_text")
    today = timezone.localdate()
    drop_contact(feedback=matter, by=by)
    if "photos" in what:
        purge_photos([matter.pk], today)
    if "text" in what:
        purge_texts([matter.pk], today)
    kind = FeedbackEvent.Kind.PURGED
    for each in what:
        add_event(feedback=matter, kind=kind, by=by, is_public=True, what=each, asked=True)


def _opened(row: DataRequest) -> Asked:
    try:
        return Asked.from_text(unseal(row.sealed_text) if row.sealed_text else "")
    except SealBrokenError:
        sentence = _("Không mở được yêu cầu: thiếu khóa niêm phong. Báo người quản trị cổng.")
        raise RuleBroken(sentence) from None


# --- Refusals -------------------------------------------------------------------------------------


def _refuse_asked(kind: str, asked: Asked, consent_version: str) -> None:
    if len(asked.text) > LONGEST_ASKED:
        words = {"length": len(asked.text), "most": LONGEST_ASKED}
        sentence = _("Nội dung dài %(length)d chữ cái; cổng nhận đến %(most)d. Rút gọn rồi gửi.")
        raise RuleBroken(sentence % words, field="text")
    if kind != _K.CORRECT:
        return
    if not (asked.contact or asked.text):
        raise RuleBroken(_("Ghi thông tin đúng để cổng sửa."), field="phone")
    if asked.contact and consent_version != CONSENT_VERSION:
        sentence = _("Muốn để lại cách liên lạc, ông, bà cần đánh dấu ô đồng ý.")
        raise RuleBroken(sentence, field="consent")


def _refuse_waiting(feedback: Feedback, kind: str) -> None:
    waiting = DataRequest.objects.waiting().filter(feedback=feedback, kind=kind).first()
    if waiting:
        sentence = _("Yêu cầu này đã nhận và đang chờ trả lời, chậm nhất %(day)s.")
        raise RuleBroken(sentence % {"day": day(waiting.due_on)}, field="kind")


def _refuse_answer(row: DataRequest, status: str, answer: str) -> None:
    if row.status != DataRequest.Status.OPEN:
        raise RuleBroken(_("Yêu cầu này đã được trả lời, không trả lời lại được."))
    if status not in {DataRequest.Status.DONE, DataRequest.Status.REFUSED}:
        raise RuleBroken(_("Chọn một kết quả."), field="status")
    if not answer.strip():
        raise RuleBroken(_("Ghi câu trả lời cho người gửi."), field="answer")
    if has_contact(answer):
        sentence = _(
            "Không chép số điện thoại, e-mail vào câu trả lời: "
            "người gửi xem dữ liệu của mình ngay ở trang theo dõi."
        )
        raise RuleBroken(sentence, field="answer")
