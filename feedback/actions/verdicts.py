"""Was it solved?  The sender says; silence is never taken for yes."""

import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.errors import RuleBroken
from feedback.actions.clock import restart_clock
from feedback.actions.escalation import tell_of_reopened
from feedback.actions.events import add_event
from feedback.models import Answer, Feedback, FeedbackEvent

__all__ = ["LONGEST_NOTE", "give_verdict", "let_silence_stand"]

LONGEST_NOTE: Final = 2_000
HIGHEST_LEVEL: Final = 2
Kind, Status, Verdict = FeedbackEvent.Kind, Feedback.Status, Answer.Verdict


@transaction.atomic
def give_verdict(
    *, feedback: Feedback, verdict: str, note: str = "", by: User | None = None
) -> Feedback:
    """Record what the sender says of the last answer; return the matter as it stands now.

    Yes confirms.  Partly and no reopen: one level up, with the shorter clock of its class, counted
    from today; whoever had it in hand no longer has.  The same said twice changes nothing.  A
    merged matter's sender speaks of the matter it was merged into.  `by` is who wrote it down for a
    sender who told them, None when the sender did so with their code.

    RuleBroken: nothing answered yet, or something else was said of this answer before.
    """
    row = Feedback.objects.select_for_update(of=("self",)).get(
        pk=feedback.merged_into_id or feedback.pk
    )
    answer = row.last_answer
    if answer is None:
        raise RuleBroken(_("Việc này chưa có trả lời, nên chưa xác nhận được."))
    if answer.verdict == verdict:
        return row
    if answer.verdict != Verdict.NONE or row.status not in Feedback.ANSWERED:
        raise RuleBroken(
            _("Ý kiến về câu trả lời này đã được ghi. Muốn nói thêm, ông, bà nhắn tin bên dưới.")
        )
    if len(note) > LONGEST_NOTE:
        sentence = _("Lời nhắn dài quá %(most)d chữ cái. Rút gọn rồi gửi lại.")
        raise RuleBroken(sentence % {"most": LONGEST_NOTE}, field="note")
    answer.verdict, answer.verdict_note, answer.verdict_at = verdict, note, timezone.now()
    answer.save(update_fields=["verdict", "verdict_note", "verdict_at"])
    add_event(
        feedback=row, kind=Kind.VERDICT, by=by, is_public=True, text=note, verdict=str(verdict)
    )
    before = {"status": row.status, "level": row.level}
    if verdict == Verdict.YES:
        row.status = Status.CONFIRMED
    else:
        _reopen(row, timezone.localdate())
    row.version += 1
    row.save()
    after = {"status": row.status, "level": row.level}
    audit.record("give_verdict", row, by=by, before=before, after=after)
    if row.status == Status.REOPENED:
        tell_of_reopened(feedback=row, on=timezone.localdate())
    return row


def _reopen(row: Feedback, today: datetime.date) -> None:
    """Set the locked matter in hand again, one level up and with the shorter clock."""
    row.status = Status.REOPENED
    row.level = min(row.level + 1, HIGHEST_LEVEL)
    row.handler = None
    restart_clock(feedback=row, days=row.urgency.reopened_days, from_day=today)
    add_event(
        feedback=row,
        kind=Kind.REOPENED,
        by=None,
        is_public=True,
        level=row.level,
        due_on=row.due_on.isoformat(),
    )


@transaction.atomic
def let_silence_stand(*, feedback: Feedback, today: datetime.date, by: None = None) -> bool:
    """Mark an answer that nobody confirmed in time as unconfirmed; False when it is not so.

    Unconfirmed is no yes: the figures count it apart, and the sender may still speak.
    """
    del today  # the caller chose the matters by it
    row = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if row.status != Status.ANSWERED:
        return False
    row.status = Status.UNCONFIRMED
    row.version += 1
    row.save(update_fields=["status", "version"])
    add_event(feedback=row, kind=Kind.STATUS, by=None, is_public=True, to=str(Status.UNCONFIRMED))
    audit.record(
        "let_silence_stand",
        row,
        by=by,
        before={"status": Status.ANSWERED},
        after={"status": row.status},
    )
    return True
