"""Meetings of a cell: recorded and edited."""

import datetime
from typing import Any, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import Meeting, PartyCell, PlannedMeeting
from cells.rules.meetings import MOST_MINUTES, Figures, is_within_life
from common import audit, editing, files
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["MeetingFacts", "edit_meeting", "record_meeting"]


class MeetingFacts(TypedDict):
    """What the minutes say."""

    held_on: datetime.date
    kind: str
    topic: str
    length_minutes: int | None
    due: int
    present: int
    excused: int
    unexcused: int


@transaction.atomic
def record_meeting(
    *,
    cell: PartyCell,
    by: User,
    minutes_file: "UploadedFile[Any] | None" = None,
    **facts: Unpack[MeetingFacts],
) -> Meeting:
    """Record a meeting of `cell`, with its minutes; a meeting called for that day is thereby held.

    RuleBroken: figures that do not add up, a future day, a day outside the cell's life, a second
    meeting on one day, a thematic meeting without its topic, one longer than a day.
    """
    _refuse_unfit(cell, facts)
    minutes = files.store(minutes_file, by=by) if minutes_file else None
    planned = _planned_on(cell, facts["held_on"])
    meeting = Meeting.objects.create(cell=cell, minutes=minutes, planned=planned, **facts)
    after = audit.snapshot(meeting) | {"minutes": minutes, "planned": planned}
    audit.record("record_meeting", meeting, by=by, after=after)
    return meeting


@transaction.atomic
def edit_meeting(
    *,
    pk: int,
    version: int,
    by: User,
    minutes_file: "UploadedFile[Any] | None" = None,
    **facts: Unpack[MeetingFacts],
) -> Meeting:
    """Change what is recorded of a meeting; minutes that are sent replace those it has.

    RuleBroken: as `record_meeting`; another day while cadres' attendances name this one.
    """
    meeting = editing.lock_for_edit(Meeting.objects, pk=pk, version=version)
    _refuse_unfit(meeting.cell, facts, pk=pk)
    _refuse_move_while_attended(meeting, facts["held_on"])
    changes: dict[str, Any] = {**facts}
    if facts["held_on"] != meeting.held_on:
        changes["planned"] = _planned_on(meeting.cell, facts["held_on"])
    if minutes_file:
        changes["minutes"] = files.store(minutes_file, by=by)
    before = editing.save_edit(meeting, changes)
    audit.record("edit_meeting", meeting, by=by, before=before, after=changes)
    return meeting


def _planned_on(cell: PartyCell, held_on: datetime.date) -> PlannedMeeting | None:
    """Return the meeting that was called for the day, if any."""
    return PlannedMeeting.objects.standing().filter(cell=cell, planned_on=held_on).first()


def _refuse_unfit(cell: PartyCell, facts: MeetingFacts, *, pk: int = 0) -> None:
    """Lock the cell, so that two cannot record one day at once, and check the facts."""
    cell = PartyCell.objects.select_for_update(of=("self",)).get(pk=cell.pk)
    _refuse_unfit_day(cell, facts["held_on"])
    if Meeting.objects.filter(cell=cell, held_on=facts["held_on"]).exclude(pk=pk).exists():
        sentence = _("Chi bộ đã có kỳ sinh hoạt ghi ngày %(day)s. Sửa kỳ đó thay vì ghi thêm.")
        raise RuleBroken(sentence % {"day": day(facts["held_on"])}, field="held_on")
    if facts["kind"] == Meeting.Kind.THEMATIC and not facts["topic"]:
        raise RuleBroken(_("Sinh hoạt chuyên đề phải ghi tên chuyên đề."), field="topic")
    if (facts["length_minutes"] or 0) > MOST_MINUTES:
        sentence = _("%(n)s phút dài hơn một ngày. Ghi số phút theo biên bản, ví dụ 120.")
        raise RuleBroken(sentence % {"n": facts["length_minutes"]}, field="length_minutes")
    _refuse_untrue_figures(
        Figures(facts["due"], facts["present"], facts["excused"], facts["unexcused"])
    )


def _refuse_unfit_day(cell: PartyCell, held_on: datetime.date) -> None:
    today = timezone.localdate()
    if held_on > today:
        sentence = _("Ngày %(day)s chưa tới. Hôm nay là %(today)s; chỉ ghi kỳ đã họp.")
        raise RuleBroken(sentence % {"day": day(held_on), "today": day(today)}, field="held_on")
    if is_within_life(held_on, cell.valid_from, cell.valid_to):
        return
    if cell.valid_from and held_on < cell.valid_from:
        sentence = _("Chi bộ mới có từ %(day)s; kỳ sinh hoạt không thể trước ngày đó.")
        raise RuleBroken(sentence % {"day": day(cell.valid_from)}, field="held_on")
    sentence = _("Chi bộ đã kết thúc ngày %(day)s; kỳ sinh hoạt không thể sau ngày đó.")
    raise RuleBroken(sentence % {"day": day(cell.valid_to)}, field="held_on")


def _refuse_untrue_figures(figures: Figures) -> None:
    """Refuse figures that do not add up; the sentence does the sum and names what would fit."""
    if figures.is_true:
        return
    words = {
        "present": figures.present,
        "absent": figures.absent,
        "sum": figures.counted,
        "due": figures.due,
    }
    if figures.present > figures.due:
        sentence = _("Có mặt %(present)s, nhiều hơn số phải dự %(due)s.")
        raise RuleBroken(sentence % words, field="present")
    fitting = _(
        "Có mặt %(present)s + vắng %(absent)s = %(sum)s, khác số phải dự %(due)s. "
        "Phải dự %(due)s mà có mặt %(present)s thì vắng %(fitting)s."
    )
    raise RuleBroken(fitting % {**words, "fitting": figures.missing_absent}, field="due")


def _refuse_move_while_attended(meeting: Meeting, held_on: datetime.date) -> None:
    """Refuse another day when cadres attended this one: their records name the day."""
    attended = Meeting.objects.filter(pk=meeting.pk, attendances__isnull=False).count()
    if held_on != meeting.held_on and attended:
        sentence = _(
            "Có %(n)s lượt cán bộ dự gắn với kỳ ngày %(day)s. Sửa ngày của các lượt dự trước."
        )
        raise RuleBroken(sentence % {"n": attended, "day": day(meeting.held_on)}, field="held_on")
