"""Meetings to come: called, edited, moved, called off; and that the cadres were told of them."""

import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.actions.periods import sentence_of_end
from cells.models import Meeting, MeetingNorm, PartyCell, PlannedMeeting
from cells.rules.calendar import is_regular, is_thematic, last_day_to_call, usual_day
from common import audit, editing
from common.errors import RuleBroken
from common.months import Month
from common.templatetags.portal import day

__all__ = [
    "PlannedFacts",
    "call_meeting",
    "call_off_meeting",
    "call_off_usual",
    "edit_planned",
    "mark_told",
    "move_meeting",
]


class PlannedFacts(TypedDict):
    """What the members and the assigned cadre are told, but for the day."""

    starts_at: datetime.time | None
    kind: str
    place: str
    topic: str
    agenda: str


@transaction.atomic
def call_meeting(
    *,
    cell: PartyCell,
    planned_on: datetime.date,
    reason: str,
    by: User,
    month: Month | None = None,
    **facts: Unpack[PlannedFacts],
) -> PlannedMeeting:
    """Call a meeting of `cell`; `month` is the one whose usual meeting it is, where that is known.

    RuleBroken: a past or far day, a day outside the cell's life or outside `month`, a second
    meeting on one day, a second regular one in a month, another day than usual without a reason,
    a thematic meeting without its topic.
    """
    cell = _locked(cell)
    usual_on = _usual_on(cell, facts["kind"], planned_on)
    _refuse_outside_month(planned_on, month if is_regular(facts["kind"]) else None)
    _refuse_unfit_day(cell, planned_on)
    _refuse_second(cell, planned_on, facts["kind"])
    _refuse_untitled(facts)
    if usual_on and usual_on != planned_on and not reason:
        sentence = _("Ngày họp theo lệ là %(day)s. Họp ngày khác thì ghi lý do dời.")
        raise RuleBroken(sentence % {"day": day(usual_on)}, field="reason")
    planned = PlannedMeeting.objects.create(
        cell=cell,
        planned_on=planned_on,
        usual_on=usual_on,
        reason=reason,
        called_by=by,
        **facts,
    )
    audit.record("call_meeting", planned, by=by, after=audit.snapshot(planned), reason=reason)
    return planned


@transaction.atomic
def edit_planned(
    *, pk: int, version: int, by: User, **facts: Unpack[PlannedFacts]
) -> PlannedMeeting:
    """Change time, place, kind, topic or agenda of a called meeting.

    RuleBroken: it was called off or is on record, has no topic, or is a second regular one.
    """
    planned = _locked_planned(pk, version)
    _refuse_second(planned.cell, planned.planned_on, facts["kind"], pk=pk)
    _refuse_untitled(facts)
    usual_on = planned.usual_on
    if is_regular(facts["kind"]) != is_regular(planned.kind):
        usual_on = _usual_on(planned.cell, facts["kind"], planned.planned_on)
    changes: dict[str, Any] = {**facts, "usual_on": usual_on}
    before = editing.save_edit(planned, changes)
    audit.record("edit_planned", planned, by=by, before=before, after=changes)
    return planned


@transaction.atomic
def move_meeting(
    *,
    pk: int,
    version: int,
    planned_on: datetime.date,
    starts_at: datetime.time | None,
    reason: str,
    by: User,
) -> PlannedMeeting:
    """Move a called meeting to another day or time.

    RuleBroken: it was called off or is on record; the day is unfit, or, for the regular meeting of
    a month, outside that month; nothing changes.
    """
    planned = _locked_planned(pk, version)
    if (planned_on, starts_at) == (planned.planned_on, planned.starts_at):
        sentence = _("Kỳ họp đang là ngày %(day)s. Ghi ngày khác, hoặc giờ khác.")
        raise RuleBroken(sentence % {"day": day(planned_on)}, field="planned_on")
    if is_regular(planned.kind):
        _refuse_outside_month(planned_on, Month.containing(planned.usual_on or planned.planned_on))
    _refuse_unfit_day(planned.cell, planned_on)
    _refuse_second(planned.cell, planned_on, planned.kind, pk=pk)
    changes = {"planned_on": planned_on, "starts_at": starts_at, "reason": reason}
    before = editing.save_edit(planned, changes)
    audit.record("move_meeting", planned, by=by, before=before, after=changes, reason=reason)
    return planned


@transaction.atomic
def call_off_meeting(*, pk: int, version: int, reason: str, by: User) -> PlannedMeeting:
    """Call a meeting off.  RuleBroken: it was called off already, or is on record."""
    planned = _locked_planned(pk, version)
    changes = {"cancelled_at": timezone.now(), "reason": reason}
    before = editing.save_edit(planned, changes)
    audit.record("call_off_meeting", planned, by=by, before=before, after=changes, reason=reason)
    return planned


@transaction.atomic
def call_off_usual(*, cell: PartyCell, month: Month, reason: str, by: User) -> PlannedMeeting:
    """Call off the usual meeting of `month` that was never called.

    RuleBroken: the cell has no usual day, the day is over, or the meeting was called.
    """
    cell = _locked(cell)
    if not cell.meeting_day:
        raise RuleBroken(_("Chi bộ chưa ghi ngày sinh hoạt hằng tháng; không có kỳ nào để hoãn."))
    usual_on = usual_day(month, cell.meeting_day)
    _refuse_unfit_day(cell, usual_on)
    known = PlannedMeeting.objects.filter(cell=cell, usual_on=usual_on)
    if called := known.first():
        sentence = (
            _("Kỳ họp %(month)s đã được báo hoãn.")
            if called.is_cancelled
            else _("Kỳ họp %(month)s đã báo họp ngày %(day)s. Hoãn ở trang của kỳ đó.")
        )
        raise RuleBroken(sentence % {"month": month, "day": day(called.planned_on)})
    planned = PlannedMeeting.objects.create(
        cell=cell,
        planned_on=usual_on,
        usual_on=usual_on,
        reason=reason,
        cancelled_at=timezone.now(),
        called_by=by,
    )
    after = audit.snapshot(planned) | {"cancelled_at": planned.cancelled_at}
    audit.record("call_off_meeting", planned, by=by, after=after, reason=reason)
    return planned


def mark_told(*, planned: PlannedMeeting) -> bool:
    """Note that the cadres were told of this version; False when somebody saved in between.

    No act of a person: not in the trail, and the version stays.
    """
    rows = PlannedMeeting.objects.filter(pk=planned.pk, version=planned.version)
    return bool(rows.update(told_version=F("version")))


# --- Refusals -------------------------------------------------------------------------------------


def _locked(cell: PartyCell) -> PartyCell:
    """Lock the cell: two may not call two meetings for one day or one month at once."""
    return PartyCell.objects.select_for_update(of=("self",)).get(pk=cell.pk)


def _locked_planned(pk: int, version: int) -> PlannedMeeting:
    """Lock the meeting's cell, then the meeting; refuse one that is off or was held."""
    _locked(PlannedMeeting.objects.select_related("cell").get(pk=pk).cell)
    planned = editing.lock_for_edit(PlannedMeeting.objects, pk=pk, version=version)
    if planned.is_cancelled:
        raise RuleBroken(_("Kỳ họp này đã hoãn. Báo một kỳ họp mới."))
    if held := planned.held.first():
        sentence = _("Kỳ họp này đã ghi là họp ngày %(day)s. Sửa ở kỳ sinh hoạt đã ghi.")
        raise RuleBroken(sentence % {"day": day(held.held_on)})
    return planned


def _usual_on(cell: PartyCell, kind: str, planned_on: datetime.date) -> datetime.date | None:
    """Return the day on which the regular meeting of that month would be."""
    if cell.meeting_day and is_regular(kind):
        return usual_day(Month.containing(planned_on), cell.meeting_day)
    return None


def _refuse_outside_month(planned_on: datetime.date, month: Month | None) -> None:
    if month is not None and planned_on not in month:
        sentence = _("Kỳ thường kỳ %(month)s phải họp trong tháng: từ %(first)s đến %(last)s.")
        words = {"month": month, "first": day(month.first_day), "last": day(month.last_day)}
        raise RuleBroken(sentence % words, field="planned_on")


def _refuse_unfit_day(cell: PartyCell, planned_on: datetime.date) -> None:
    today = timezone.localdate()
    if planned_on < today:
        sentence = _("Ngày %(day)s đã qua. Hôm nay là %(today)s; kỳ đã họp thì ghi kỳ sinh hoạt.")
        words = {"day": day(planned_on), "today": day(today)}
        raise RuleBroken(sentence % words, field="planned_on")
    if planned_on > (last := last_day_to_call(today)):
        sentence = _("Ngày %(day)s còn quá xa. Chỉ báo lịch đến hết ngày %(last)s.")
        words = {"day": day(planned_on), "last": day(last)}
        raise RuleBroken(sentence % words, field="planned_on")
    if cell.valid_from and planned_on < cell.valid_from:
        sentence = _("Chi bộ có từ %(day)s; báo họp từ ngày đó trở đi.")
        raise RuleBroken(sentence % {"day": day(cell.valid_from)}, field="planned_on")
    if cell.valid_to and planned_on > cell.valid_to:
        raise RuleBroken(sentence_of_end(cell.name, cell.valid_to), field="planned_on")


def _refuse_second(cell: PartyCell, planned_on: datetime.date, kind: str, *, pk: int = 0) -> None:
    """Refuse a second meeting on one day, and more regular ones in a month than the norm."""
    standing = PlannedMeeting.objects.standing().filter(cell=cell).exclude(pk=pk)
    if standing.filter(planned_on=planned_on).exists():
        sentence = _("Chi bộ đã báo một kỳ họp ngày %(day)s. Sửa kỳ đó, hoặc chọn ngày khác.")
        raise RuleBroken(sentence % {"day": day(planned_on)}, field="planned_on")
    if Meeting.objects.filter(cell=cell, held_on=planned_on).exists():
        sentence = _("Chi bộ đã ghi kỳ sinh hoạt ngày %(day)s. Chọn ngày khác.")
        raise RuleBroken(sentence % {"day": day(planned_on)}, field="planned_on")
    if not is_regular(kind):
        return
    month = Month.containing(planned_on)
    others = list(
        standing.filter(
            planned_on__range=(month.first_day, month.last_day),
            kind__in=(Meeting.Kind.REGULAR, Meeting.Kind.BOTH),
        ).order_by("planned_on")
    )
    norm = MeetingNorm.objects.on(planned_on).first()
    if others and len(others) >= (norm.regular_per_month if norm else 1):
        sentence = _(
            "Kỳ thường kỳ %(month)s đã báo ngày %(day)s. Dời kỳ đó, hoặc báo kỳ chuyên đề."
        )
        words = {"month": month, "day": day(others[0].planned_on)}
        raise RuleBroken(sentence % words, field="planned_on")


def _refuse_untitled(facts: PlannedFacts) -> None:
    if is_thematic(facts["kind"]) and not facts["topic"]:
        raise RuleBroken(_("Sinh hoạt chuyên đề phải ghi tên chuyên đề."), field="topic")
