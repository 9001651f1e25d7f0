"""What becomes of a flash report: seen, passed on, taken, directed, added to, marked, closed.

What people write stands in the events alone, never in the trail and never in a message.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from assignments.actions.emerging import mark_emerging, take_back_emerging
from assignments.models import EmergingIssue
from common import audit, editing
from common.errors import RuleBroken
from common.months import Month
from feedback import notices
from feedback.actions.flash import tell_whose_turn
from feedback.models import DeskNorm, FlashEvent, FlashReport
from feedback.reports.flash_chain import chain_of, commune_officers, next_reader, told_of
from feedback.rules.flash import REMIND_AGAIN_HOURS

__all__ = [
    "add_to_flash",
    "close_flash",
    "direct_flash",
    "escalate_flash",
    "mark_flash_cell",
    "see_flash",
    "take_flash",
    "unmark_flash_cell",
]

Kind, Status = FlashEvent.Kind, FlashReport.Status


# --- The read clock -------------------------------------------------------------------------------


@transaction.atomic
def see_flash(*, pk: int, by: User) -> bool:
    """Stop the read clock when `by` is asked to look; say whether this was the first look.

    Asked are those whose turn it is or was, those in charge today, and the staff once it is their
    turn.  Others may read; the clock goes on.
    """
    row = _hold(pk)
    if row.status != Status.SENT or not _is_asked(row, by):
        return False
    _note(row, Kind.SEEN, by=by, **_seen(row, by), status=Status.SEEN)
    return True


@transaction.atomic
def escalate_flash(*, pk: int, by: User | None = None) -> bool:
    """Tell the next person when nobody looked in time; say whether somebody was told.

    Safe to run twice: what was passed on, or seen meanwhile, is left alone.
    """
    row = _hold(pk)
    now = timezone.now()
    if row.status != Status.SENT or row.escalates_at is None or row.escalates_at > now:
        return False
    was_staffs = row.holder_id is None
    holder = next_reader(row, timezone.localdate(now))
    again = was_staffs and holder is None
    hours = REMIND_AGAIN_HOURS if again else DeskNorm.objects.in_force().flash_unseen_hours
    changes: dict[str, Any] = {
        "holder": holder,
        "step": row.step + 1,
        "escalates_at": now + datetime.timedelta(hours=hours),
    }
    _note(row, Kind.ESCALATED, by=by, to=holder, **changes)
    tell_whose_turn(row)
    if again:
        for person in chain_of(row.committee, timezone.localdate(now)):
            notices.flash_waiting(row, person)
    return True


def _is_asked(row: FlashReport, by: User) -> bool:
    if by.pk == row.reporter_id or not by.can(Ability.DIRECT_FLASH):
        return False
    if by.pk in told_of(row) or by in chain_of(row.committee, timezone.localdate()):
        return True
    is_staffs_turn = row.holder_id is None
    mine = FlashReport.objects.acted_on_by(by, Ability.DIRECT_FLASH)
    return is_staffs_turn and mine.filter(pk=row.pk).exists()


# --- What is done about it ------------------------------------------------------------------------


@transaction.atomic
def take_flash(*, pk: int, by: User) -> FlashReport:
    """Take the report on.  RuleBroken: closed, or taken by somebody else.  Twice changes nothing."""
    row = _hold_open(pk)
    if row.taken_by_id == by.pk:
        return row
    if row.taken_by_id:
        facts = {"who": row.taken_by, "at": _at(row.taken_at)}
        raise RuleBroken(_("%(who)s đã nhận xử lý lúc %(at)s.") % facts)
    status = row.status if row.status == Status.DIRECTED else Status.TAKEN
    _note(row, Kind.TAKEN, by=by, **_taken(row, by), status=status)
    return row


@transaction.atomic
def direct_flash(*, pk: int, words: str, by: User) -> FlashReport:
    """Give a direction; the commune and the reporter are told.  Who directs first has taken it on.

    RuleBroken: no words, closed.
    """
    row = _hold_open(pk)
    said = _said(words, _("Ghi chỉ đạo: ai làm gì, xong khi nào."))
    changes = {**_taken(row, by), "status": Status.DIRECTED}
    event = _note(row, Kind.DIRECTED, by=by, text=said, **changes)
    _tell_news(row, event, row.reporter, *commune_officers(row.committee))
    return row


@transaction.atomic
def add_to_flash(*, pk: int, words: str, by: User) -> FlashReport:
    """Add what happened since, or what was done; who deals with the report is told."""
    row = _hold_open(pk)
    event = _note(row, Kind.ADDED, by=by, text=_said(words, _("Ghi có gì thêm.")))
    _tell_news(row, event, row.reporter, row.taken_by or row.seen_by or row.holder)
    return row


@transaction.atomic
def close_flash(*, pk: int, words: str, by: User) -> FlashReport:
    """Close the report with what came of it; the reporter and the commune are told.

    RuleBroken: no words, closed already.
    """
    row = _hold_open(pk)
    said = _said(words, _("Ghi kết quả: việc đã xử lý ra sao."))
    changes = {**_taken(row, by), "status": Status.CLOSED, "closed_at": timezone.now()}
    event = _note(row, Kind.CLOSED, by=by, text=said, **changes)
    _tell_news(row, event, row.reporter, row.taken_by, *commune_officers(row.committee))
    return row


# --- Class 2 of the next plan ---------------------------------------------------------------------


@transaction.atomic
def mark_flash_cell(*, pk: int, month: Month, by: User) -> EmergingIssue:
    """Mark the report's cell as class 2 of the plan of `month`; twice changes nothing.

    The reason names the kind and the report, not what was written.  RuleBroken: no cell.
    """
    row = _hold(pk)
    if row.cell is None:
        sentence = _("Báo nhanh này không nêu chi bộ nào, nên không đưa vào kế hoạch được.")
        raise RuleBroken(sentence)
    reason = _("%(kind)s (báo nhanh số %(number)s)") % {
        "kind": row.get_kind_display(),
        "number": row.pk,
    }
    standing = EmergingIssue.objects.standing().filter(cell=row.cell, origin=row.origin)
    if found := standing.filter(month=month.first_day).first():
        return found
    issue = mark_emerging(cell=row.cell, month=month, reason=reason, origin=row.origin, by=by)
    _note(row, Kind.MARKED, by=by, text=_("Kế hoạch %(month)s.") % {"month": month})
    return issue


@transaction.atomic
def unmark_flash_cell(*, pk: int, by: User) -> int:
    """Take back the marks of this report that stand for a month to come or this one; return how
    many there were.
    """
    row = _hold(pk)
    first = Month.current().first_day
    issues = list(EmergingIssue.objects.standing().filter(origin=row.origin, month__gte=first))
    for issue in issues:
        take_back_emerging(issue=issue, by=by)
        month = Month.containing(issue.month)
        words = _("Rút chi bộ khỏi lớp 2 của kế hoạch %(month)s.") % {"month": month}
        _note(row, Kind.ADDED, by=by, text=words)
    return len(issues)


# --- Parts ----------------------------------------------------------------------------------------


def _hold(pk: int) -> FlashReport:
    rows = FlashReport.objects.select_for_update(of=("self",))
    row: FlashReport = rows.select_related("committee", "cell", "reporter").get(pk=pk)
    return row


def _hold_open(pk: int) -> FlashReport:
    row = _hold(pk)
    if row.status == Status.CLOSED:
        sentence = _("Báo nhanh này đã kết thúc lúc %(at)s. Có việc mới thì gửi báo nhanh mới.")
        raise RuleBroken(sentence % {"at": _at(row.closed_at)})
    return row


def _seen(row: FlashReport, by: User) -> dict[str, Any]:
    """Return what changes when somebody has looked; nothing when somebody had before."""
    if row.seen_at:
        return {}
    return {"seen_at": timezone.now(), "seen_by": by, "escalates_at": None}


def _taken(row: FlashReport, by: User) -> dict[str, Any]:
    """Return what changes when somebody deals with the report; the first one has taken it on."""
    taken = {} if row.taken_by_id else {"taken_at": timezone.now(), "taken_by": by}
    return {**_seen(row, by), **taken}


def _said(words: str, missing: str) -> str:
    if not words.strip():
        raise RuleBroken(missing, field="words")
    return words.strip()


def _at(moment: datetime.datetime | None) -> str:
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"


def _tell_news(row: FlashReport, event: FlashEvent, *people: User | None) -> None:
    """Tell each of `people` once, but for who wrote it."""
    for person in {each for each in people if each and each != event.by}:
        notices.flash_news(row, event, person)


def _note(
    row: FlashReport,
    kind: FlashEvent.Kind,
    *,
    by: User | None,
    to: User | None = None,
    text: str = "",
    **changes: Any,
) -> FlashEvent:
    """Change the held `row`, add the line to its life, and one to the trail without the words."""
    before = editing.save_edit(row, changes)
    event = FlashEvent.objects.create(report=row, kind=kind, by=by, to=to, text=text)
    audit.record(_ACTS[kind], row, by=by, before=before, after=changes)
    return event


_ACTS = {
    Kind.SEEN: "see_flash",
    Kind.ESCALATED: "escalate_flash",
    Kind.TAKEN: "take_flash",
    Kind.DIRECTED: "direct_flash",
    Kind.ADDED: "add_to_flash",
    Kind.MARKED: "mark_flash_cell",
    Kind.CLOSED: "close_flash",
}
