"""A matter is answered; whether it is solved, its sender says."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit, editing
from common.errors import RuleBroken
from feedback.actions.clock import close_pause
from feedback.actions.events import add_event
from feedback.models import Answer, Feedback, FeedbackEvent
from feedback.reports.clock import due_day, pauses_of

__all__ = ["LONGEST_ANSWER", "answer_feedback"]

LONGEST_ANSWER = 5_000


@transaction.atomic
def answer_feedback(
    *, feedback: Feedback, outcome: str, text: str, passed_to: str = "", by: User, version: int
) -> Answer:
    """Answer a matter in hand; it then waits for its sender's word.

    On time is what is answered by the end of the due day; a paused clock is never late.  Who
    answers a matter that nobody has taken on becomes its handler.
    RuleBroken: answered or left already, no text, passed on without saying where to.
    """
    row = editing.lock_for_edit(Feedback.objects, pk=feedback.pk, version=version)
    if not row.is_in_hand:
        raise RuleBroken(_("Phản ánh này không còn chờ trả lời."))
    _check_words(outcome, text, passed_to)
    today = timezone.localdate()
    if close_pause(feedback=row, on=today):
        row.due_on = due_day(row.counts_from, row.days, pauses_of(row.pauses.all(), today))
    answer = Answer.objects.create(
        feedback=row,
        number=row.answers.count() + 1,
        outcome=outcome,
        text=text.strip(),
        passed_to=passed_to.strip() if outcome == Answer.Outcome.NOT_OURS else "",
        due_on=row.due_on,
        answered_by=by,
        is_on_time=today <= row.due_on,
    )
    before = row.status
    row.status, row.last_answer = Feedback.Status.ANSWERED, answer
    if row.handler_id is None:
        row.handler = by
    row.version += 1
    row.save()
    kind = FeedbackEvent.Kind.ANSWERED
    add_event(feedback=row, kind=kind, by=by, is_public=True, outcome=outcome, number=answer.number)
    after = {"status": row.status, "outcome": outcome, "is_on_time": answer.is_on_time}
    audit.record("answer_feedback", row, by=by, before={"status": before}, after=after)
    return answer


def _check_words(outcome: str, text: str, passed_to: str) -> None:
    if outcome not in Answer.Outcome.values:
        raise RuleBroken(_("Chọn một kết quả."), field="outcome")
    if not text.strip():
        raise RuleBroken(_("Ghi câu trả lời cho ông, bà gửi phản ánh."), field="text")
    if len(text) > LONGEST_ANSWER:
        facts = {"length": len(text), "most": LONGEST_ANSWER}
        sentence = _("Câu trả lời dài %(length)d chữ cái; cổng nhận đến %(most)d.")
        raise RuleBroken(sentence % facts, field="text")
    if outcome == Answer.Outcome.NOT_OURS and not passed_to.strip():
        raise RuleBroken(_("Ghi rõ đã chuyển đến nơi nào."), field="passed_to")
