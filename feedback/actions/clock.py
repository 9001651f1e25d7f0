"""The clock of a matter: started anew, paused, resumed, given another class, reckoned again."""

import datetime
from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit, editing
from common import days as working_calendar
from common.errors import RuleBroken
from common.working_days import Calendar, Pause
from feedback.actions.events import add_event
from feedback.models import ClockPause, Feedback, FeedbackEvent, UrgencyClass
from feedback.reports.clock import due_day, pauses_of

__all__ = [
    "change_urgency",
    "close_pause",
    "pause_clock",
    "recompute_due_days",
    "restart_clock",
    "resume_clock",
]

Kind = FeedbackEvent.Kind
A_CHUNK = 2000
"""So many matters at a time are locked while their due days are reckoned again."""


# --- For other acts, which have locked the matter and save it ------------------------------------


def restart_clock(*, feedback: Feedback, days: int, from_day: datetime.date) -> None:
    """Count `days` working days from the day after `from_day`; an open pause ends.

    The caller has locked `feedback` and saves it: this sets counts_from, days and due_on.
    """
    close_pause(feedback=feedback, on=from_day)
    feedback.counts_from, feedback.days = from_day, days
    feedback.due_on = due_day(from_day, days, _stored_pauses(feedback, from_day))


def close_pause(*, feedback: Feedback, on: datetime.date) -> bool:
    """End the open pause of a locked matter with the day `on`; False when there is none."""
    pause = feedback.pauses.filter(ends_on__isnull=True).first()
    if pause is None:
        return False
    pause.ends_on = max(on, pause.starts_on)
    pause.save(update_fields=["ends_on"])
    return True


# --- Acts -----------------------------------------------------------------------------------------


@transaction.atomic
def pause_clock(*, feedback: Feedback, reason: str, note: str, by: User, version: int) -> Feedback:
    """Let the clock stand still from today, for one of the stated reasons.

    The sender reads `note`.  RuleBroken: not in hand, paused already, or late already.
    """
    row = editing.lock_for_edit(Feedback.objects, pk=feedback.pk, version=version)
    _refuse_closed(row)
    today = timezone.localdate()
    if row.pauses.filter(ends_on__isnull=True).exists():
        raise RuleBroken(_("Thời hạn của phản ánh này đang tạm dừng."))
    if row.due_on < today:
        raise RuleBroken(_("Đã quá hạn, không tạm dừng được nữa. Trả lời hoặc báo cấp trên."))
    if not note.strip():
        raise RuleBroken(_("Nói rõ vì sao tạm dừng."), field="note")
    pause = ClockPause.objects.create(
        feedback=row, reason=reason, note=note, starts_on=today, by=by
    )
    _reckon(row, today)
    add_event(feedback=row, kind=Kind.PAUSED, by=by, is_public=True, text=note, reason=pause.reason)
    audit.record("pause_clock", row, by=by, reason=str(pause.get_reason_display()))
    return row


@transaction.atomic
def resume_clock(*, feedback: Feedback, by: User | None) -> Feedback:
    """Count on from tomorrow; today is the last day that does not count.

    `by` is None when the sender's message ended the waiting.  RuleBroken: not paused.
    """
    row = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    today = timezone.localdate()
    if not close_pause(feedback=row, on=today):
        raise RuleBroken(_("Thời hạn của phản ánh này không tạm dừng."))
    _reckon(row, today)
    due = row.due_on.isoformat()
    add_event(feedback=row, kind=Kind.RESUMED, by=by, is_public=True, due_on=due)
    audit.record("resume_clock", row, by=by, after={"due_on": row.due_on})
    return row


@transaction.atomic
def change_urgency(*, feedback: Feedback, urgency: UrgencyClass, reason: str, by: User) -> Feedback:
    """Give a matter in hand another class; its days are counted anew from the same day.

    Where those of a shorter class are over already they are counted from today, and the due day
    stays where it was if that is sooner: nobody is late by being told to hurry.  The sender reads
    `reason`.

    RuleBroken: not in hand, the same class, no reason, or late and given more days.
    """
    row = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    _refuse_closed(row)
    if row.urgency_id == urgency.pk:
        raise RuleBroken(_("Phản ánh đã thuộc loại thời hạn này."), field="urgency")
    if not reason.strip():
        raise RuleBroken(_("Ghi lý do đổi thời hạn."), field="reason")
    before, first_due = {"urgency": row.urgency, "due_on": row.due_on}, row.due_on
    row.urgency = urgency
    _count_for(row, urgency.reopened_days if row.last_answer_id else urgency.days)
    facts = {"from": first_due.isoformat(), "to": row.due_on.isoformat()}
    add_event(
        feedback=row,
        kind=Kind.DUE,
        by=by,
        is_public=True,
        text=reason,
        urgency=urgency.name,
        **facts,
    )
    after = {"urgency": urgency, "due_on": row.due_on}
    audit.record("change_urgency", row, by=by, before=before, after=after)
    return row


def _count_for(row: Feedback, days: int) -> None:
    """Give a locked matter `days` from the same day, or from today when those are over."""
    today = timezone.localdate()
    pauses, is_paused = _stored_pauses(row, today), row.pauses.filter(ends_on__isnull=True).exists()
    if row.due_on < today and not is_paused and days > row.days:
        raise RuleBroken(_("Đã quá hạn, không đổi sang loại dài ngày hơn được."), field="urgency")
    if due_day(row.counts_from, days, pauses) >= today:
        row.days = days
    elif due_day(today, days) < row.due_on:
        row.counts_from, row.days = today, days
    _reckon(row, today)


def _refuse_closed(row: Feedback) -> None:
    if not row.is_in_hand:
        raise RuleBroken(_("Phản ánh này không còn chờ trả lời, nên không đổi thời hạn."))


def _reckon(row: Feedback, today: datetime.date) -> None:
    """Set the due day of a locked matter from its pauses, count its version up, store it."""
    row.due_on = due_day(row.counts_from, row.days, _stored_pauses(row, today))
    row.version += 1
    row.save()


def _stored_pauses(row: Feedback, today: datetime.date) -> list[Pause]:
    return pauses_of(row.pauses.all(), today)


# --- All matters at once --------------------------------------------------------------------------


def recompute_due_days(*, by: User | None = None) -> int:
    """Reckon the due days of all matters in hand again; return how many moved.

    For the nights, in which those of paused matters move on, and after the calendar was edited.
    The timeline tells of each move but those that a pause explains.  Safe to run twice.
    """
    calendar, today = working_calendar.calendar(), timezone.localdate()
    moved, last = 0, 0
    while True:
        done, last = _recompute_chunk(after=last, calendar=calendar, today=today, by=by)
        moved += done
        if not last:
            return moved


@transaction.atomic
def _recompute_chunk(
    *, after: int, calendar: Calendar, today: datetime.date, by: User | None
) -> tuple[int, int]:
    """Reckon the matters with the next keys; return how many moved, and the last key or 0."""
    rows = list(
        Feedback.objects.in_hand()
        .filter(pk__gt=after)
        .order_by("pk")
        .select_for_update(of=("self",))
        .only("pk", "counts_from", "days", "due_on")[:A_CHUNK]
    )
    if not rows:
        return 0, 0
    pauses: dict[int, list[ClockPause]] = defaultdict(list)
    for pause in ClockPause.objects.filter(feedback__in=[row.pk for row in rows]):
        pauses[pause.feedback_id].append(pause)
    moved: dict[datetime.date, list[int]] = defaultdict(list)
    events = []
    for row in rows:
        due = due_day(row.counts_from, row.days, pauses_of(pauses[row.pk], today), calendar)
        if due == row.due_on:
            continue
        moved[due].append(row.pk)
        if not any(pause.ends_on is None for pause in pauses[row.pk]):
            events.append(_due_moved(row, due, by))
    for due, keys in moved.items():
        Feedback.objects.filter(pk__in=keys).update(due_on=due)
    FeedbackEvent.objects.bulk_create(events, batch_size=500)
    return sum(map(len, moved.values())), rows[-1].pk


def _due_moved(row: Feedback, due: datetime.date, by: User | None) -> FeedbackEvent:
    facts = {"from": row.due_on.isoformat(), "to": due.isoformat(), "why": "calendar"}
    return FeedbackEvent(feedback=row, kind=Kind.DUE, by=by, is_public=True, facts=facts)
