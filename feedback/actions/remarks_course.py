"""What follows from an opened envelope: the cadre is asked, replies; it is closed or handed over."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from common import audit
from common.errors import RuleBroken
from common.sealing import seal
from feedback.models import ConductRemark, DeskNorm, RemarkOpening, RemarkReply
from feedback.notices import remarks as notices
from feedback.reports.clock import due_day
from feedback.reports.remarks import who_reads
from feedback.reports.remarks_replies import IN_HAND
from feedback.rules.remarks import Conclusion, Outcome, subject_was_heard

__all__ = ["IN_HAND", "ask_subject", "conclude_remark", "hand_over_remark", "reply_to_question"]

Status = ConductRemark.Status


@sensitive_variables()
@transaction.atomic
def ask_subject(*, remark: ConductRemark, subject: User, question: str, by: User) -> RemarkReply:
    """Ask the cadre spoken of; they have the local number of working days to reply.

    RuleBroken: no reader who has read it, a denunciation, asked already, oneself.
    """
    row = _in_hand(remark, by)
    if row.kind == ConductRemark.Kind.DENUNCIATION:
        sentence = _(
            "Đơn có nội dung tố cáo không hỏi người bị nói đến ở đây: chuyển nơi có thẩm quyền."
        )
        raise RuleBroken(sentence)
    if subject == by:
        raise RuleBroken(_("Đồng chí không tự hỏi mình; báo người đọc khác."), field="subject")
    if row.replies.filter(subject=subject).exists():
        raise RuleBroken(_("Đã hỏi đồng chí này về nhận xét này."), field="subject")
    days = DeskNorm.objects.in_force().reply_days
    asked: RemarkReply = RemarkReply.objects.create(
        remark=row,
        subject=subject,
        sealed_question=seal(question),
        asked_by=by,
        due_on=due_day(timezone.localdate(), days),
    )
    _turn(row, Status.ASKED)
    # Neither who was asked nor what: the trail has more readers than the envelope.
    audit.record("ask_subject", row, by=by)
    notices.subject_asked(asked, subject)
    return asked


@sensitive_variables()
@transaction.atomic
def reply_to_question(*, reply: RemarkReply, text: str, by: User) -> None:
    """Seal the reply of the cadre who was asked; the readers are told.

    RuleBroken: somebody else, replied already, closed meanwhile.
    """
    remark = ConductRemark.objects.select_for_update(of=("self",)).get(pk=reply.remark_id)
    row = RemarkReply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    if row.subject_id != by.pk:
        raise RuleBroken(_("Câu hỏi này gửi cho người khác."))
    if row.replied_at:
        raise RuleBroken(_("Đồng chí đã trả lời câu hỏi này."))
    if remark.status not in IN_HAND:
        raise RuleBroken(_("Việc này đã kết thúc, không nhận trả lời nữa."))
    row.sealed_reply, row.replied_at = seal(text), timezone.now()
    row.save()
    if not remark.replies.filter(replied_at__isnull=True).exists():
        _turn(remark, Status.REPLIED)
    audit.record("reply_to_question", remark, by=None)
    for to in who_reads(remark):
        notices.subject_replied(row, to)


@sensitive_variables()
@transaction.atomic
def conclude_remark(
    *, remark: ConductRemark, outcome: str, note: str, told: str = "", by: User
) -> None:
    """Close the envelope; `told` is what the sender reads with their code.

    RuleBroken: no reader who has read it; a denunciation; found right before the cadre was heard.
    """
    row = _in_hand(remark, by)
    if row.kind == ConductRemark.Kind.DENUNCIATION:
        raise RuleBroken(
            _("Đơn có nội dung tố cáo không kết luận ở đây: chuyển nơi có thẩm quyền.")
        )
    if outcome == Outcome.FOUNDED:
        _require_heard(row)
    _close(row, Conclusion(outcome=outcome, note=note, told=told), Status.CONCLUDED)
    audit.record("conclude_remark", row, by=by)


@sensitive_variables()
@transaction.atomic
def hand_over_remark(
    *, remark: ConductRemark, passed_to: str, note: str, told: str = "", by: User
) -> None:
    """Note that the envelope went to whoever has the authority; the paper itself goes by hand.

    RuleBroken: no reader who has read it, closed already.
    """
    row = _in_hand(remark, by)
    conclusion = Conclusion(Outcome.HANDED_OVER, note=note, told=told, passed_to=passed_to)
    _close(row, conclusion, Status.HANDED_OVER)
    audit.record("hand_over_remark", row, by=by)


def _in_hand(remark: ConductRemark, by: User) -> ConductRemark:
    """Lock and return the envelope, if `by` has read it and it is still open to acts."""
    row = ConductRemark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if by not in who_reads(row):
        raise RuleBroken(_("Đồng chí không phải người đọc được chỉ định của nhận xét này."))
    if row.status == Status.SEALED:
        raise RuleBroken(_("Nhận xét này còn niêm phong: mở và đọc trước."))
    if row.status not in IN_HAND:
        raise RuleBroken(_("Nhận xét này đã kết thúc."))
    read = RemarkOpening.objects.filter(remark=row, what=RemarkOpening.What.TEXT, readings__by=by)
    if not read.exists():
        raise RuleBroken(_("Đồng chí chưa đọc nội dung nhận xét này: xin mở và đọc trước."))
    return row


def _require_heard(row: ConductRemark) -> None:
    asked = row.replies.values_list("replied_at", "due_on")
    replies = [(replied_at is not None, due_on) for replied_at, due_on in asked]
    if not subject_was_heard(replies, timezone.localdate()):
        sentence = _(
            "Cán bộ được nói đến có quyền trả lời trước: hỏi, rồi chờ trả lời hoặc hết hạn trả lời."
        )
        raise RuleBroken(sentence, field="outcome")


@sensitive_variables()
def _close(row: ConductRemark, conclusion: Conclusion, status: str) -> None:
    row.sealed_conclusion = seal(conclusion.as_text())
    _turn(row, status)


def _turn(row: ConductRemark, status: str) -> None:
    row.status = status
    row.version += 1
    row.save()
