"""Opening an envelope: asked with a reason, agreed by a second reader, read, all of it on record."""

import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from common import audit
from common.errors import RuleBroken
from common.sealing import SealBrokenError, unseal
from feedback.models import ConductRemark, DeskNorm, RemarkOpening, RemarkReading
from feedback.notices import remarks as notices
from feedback.reports.remarks import who_oversees, who_reads
from feedback.rules.consent import Contact
from feedback.rules.personal import has_contact
from feedback.rules.remarks import Conclusion, Letter, Opened, Reply

__all__ = ["agree_opening", "ask_opening", "decline_opening", "read_opened", "require_two"]

SHORTEST_REASON: Final = 10
What, Status = RemarkOpening.What, ConductRemark.Status


@transaction.atomic
def ask_opening(*, remark: ConductRemark, what: str, reason: str, by: User) -> RemarkOpening:
    """Open `what` of the envelope for `by`, or ask a second reader where two are needed.

    The oversight reads the reason; the trail does not hold it.

    RuleBroken: no reader, no reason or one with a number of a telephone, deleted, no sender named,
    asked already.
    """
    row = _locked(remark, by)
    reason = " ".join(reason.split())
    _check_reason(reason)
    if what == What.IDENTITY and not row.sealed_identity:
        raise RuleBroken(_("Người gửi không để lại tên và cách liên lạc."))
    _refuse_asked_already(row, what, by)
    opening = RemarkOpening.objects.create(remark=row, what=what, reason=reason, asked_by=by)
    audit.record("ask_opening", row, by=by, after={"what": what})
    if row.needs_two or what == What.IDENTITY:
        for to in who_reads(row):
            if to != by:
                notices.second_reader_needed(opening, to)
    else:
        _open(opening, row)
    return opening


@transaction.atomic
def agree_opening(*, opening: RemarkOpening, by: User) -> None:
    """Agree, as the second reader, that the envelope is opened: from now on, for both.

    RuleBroken: one's own request, decided already, deleted meanwhile.
    """
    row = _locked(opening.remark, by)
    waiting = _waiting(opening, by)
    waiting.agreed_by = by
    audit.record("agree_opening", row, by=by, after={"what": waiting.what})
    _open(waiting, row)


@transaction.atomic
def decline_opening(*, opening: RemarkOpening, by: User) -> None:
    """Decline, as the second reader: this request opens nothing.

    RuleBroken: one's own request, decided already.
    """
    row = _locked(opening.remark, by)
    waiting = _waiting(opening, by)
    waiting.declined_by = by
    waiting.save()
    audit.record("decline_opening", row, by=by, after={"what": waiting.what})
    notices.opening_decided(waiting, waiting.asked_by)


@sensitive_variables()
@transaction.atomic
def read_opened(*, opening: RemarkOpening, by: User) -> Opened:
    """Return what the opening lets `by` see, and keep for good that it was on their screen.

    RuleBroken: not one of the two, before or after its time, deleted, no key opens it.
    """
    row = _locked(opening.remark, by)
    now = timezone.now()
    if by.pk not in {opening.asked_by_id, opening.agreed_by_id}:
        raise RuleBroken(_("Lần mở này của người khác. Đồng chí xin mở lần riêng của mình."))
    if opening.opens_at is None or opening.closes_at is None:
        raise RuleBroken(_("Lần mở này chưa có người thứ hai đồng ý."))
    if not opening.opens_at <= now < opening.closes_at:
        raise RuleBroken(_("Lần mở này đã hết giờ, nội dung đã niêm phong lại."))
    RemarkReading.objects.create(opening=opening, by=by, at=now)
    try:
        return _identity_of(row) if opening.what == What.IDENTITY else _content_of(row)
    except SealBrokenError:
        sentence = _("Không mở được niêm phong: thiếu khóa. Báo người quản trị cổng.")
        raise RuleBroken(sentence) from None


@transaction.atomic
def require_two(*, remark: ConductRemark, by: User) -> None:
    """Let the oversight demand that two readers open this envelope from now on.

    RuleBroken: not the oversight, demanded already.
    """
    row = ConductRemark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if by not in who_oversees(row):
        raise RuleBroken(_("Chỉ người giám sát được chỉ định đặt được yêu cầu này."))
    if row.needs_two:
        raise RuleBroken(_("Nhận xét này đã phải hai người cùng mở."))
    row.needs_two = True
    row.version += 1
    row.save(update_fields=["needs_two", "version"])
    audit.record("require_two", row, by=by)


# --- Checks ---------------------------------------------------------------------------------------


def _locked(remark: ConductRemark, by: User) -> ConductRemark:
    """Lock and return the envelope, if `by` is named to read it and something is left to read."""
    row = ConductRemark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if by not in who_reads(row):
        raise RuleBroken(_("Đồng chí không phải người đọc được chỉ định của nhận xét này."))
    if row.status == Status.DELETED:
        raise RuleBroken(_("Nội dung đã xóa theo thời hạn lưu."))
    return row


def _check_reason(reason: str) -> None:
    if len(reason) < SHORTEST_REASON:
        raise RuleBroken(_("Ghi rõ vì sao cần mở, ví dụ: xử lý theo phân công."), field="reason")
    if has_contact(reason):
        sentence = _("Không ghi số điện thoại, e-mail vào lý do: lý do được lưu lâu dài.")
        raise RuleBroken(sentence, field="reason")


def _refuse_asked_already(row: ConductRemark, what: str, by: User) -> None:
    mine = row.openings.filter(what=what, asked_by=by, declined_by__isnull=True)
    if mine.filter(opens_at__isnull=True).exists():
        raise RuleBroken(_("Đồng chí đã xin mở, đang chờ người đọc thứ hai đồng ý."))
    if mine.filter(closes_at__gt=timezone.now()).exists():
        raise RuleBroken(_("Đồng chí đang trong giờ xem của lần mở trước."))


def _waiting(opening: RemarkOpening, by: User) -> RemarkOpening:
    """Lock and return a request that waits for somebody other than `by`."""
    waiting = RemarkOpening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    if waiting.asked_by_id == by.pk:
        raise RuleBroken(_("Người xin mở không tự đồng ý; cần người đọc thứ hai."))
    if waiting.opens_at or waiting.declined_by_id:
        raise RuleBroken(_("Yêu cầu này đã được quyết định."))
    return waiting


def _open(opening: RemarkOpening, row: ConductRemark) -> None:
    """Let the time of reading begin; tell who asked and who oversees."""
    minutes = DeskNorm.objects.in_force().opening_minutes
    opening.opens_at = timezone.now()
    opening.closes_at = opening.opens_at + datetime.timedelta(minutes=minutes)
    opening.save()
    if row.status == Status.SEALED and opening.what == What.TEXT:
        row.status = Status.OPENED
        row.version += 1
        row.save(update_fields=["status", "version"])
    if opening.agreed_by_id:
        notices.opening_decided(opening, opening.asked_by)
    for to in who_oversees(row):
        notices.remark_opened(opening, to)


# --- What is seen ---------------------------------------------------------------------------------


@sensitive_variables()
def _content_of(row: ConductRemark) -> Opened:
    replies = [
        Reply(
            subject=str(each.subject),
            question=unseal(each.sealed_question),
            reply=unseal(each.sealed_reply) if each.sealed_reply else "",
            due_on=each.due_on,
            replied_at=each.replied_at,
        )
        for each in row.replies.select_related("subject").order_by("pk")
    ]
    concluded = row.sealed_conclusion
    return Opened(
        letter=Letter.from_text(unseal(row.sealed_text)),
        replies=tuple(replies),
        conclusion=Conclusion.from_text(unseal(concluded)) if concluded else None,
    )


@sensitive_variables()
def _identity_of(row: ConductRemark) -> Opened:
    return Opened(identity=Contact.from_text(unseal(row.sealed_identity)))
