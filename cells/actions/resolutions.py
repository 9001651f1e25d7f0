"""Resolutions of a cell: recorded with their tasks, edited; tasks done and carried over."""

import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import Meeting, PartyCell, Resolution, ResolutionTask
from cells.rules.meetings import is_within_life
from cells.rules.resolutions import last_day_of
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = [
    "ResolutionFacts",
    "TaskFacts",
    "carry_over_task",
    "complete_task",
    "edit_resolution",
    "edit_task",
    "record_resolution",
    "too_early",
]


class TaskFacts(TypedDict):
    """One new task; `row` is its number on the form, by which a refusal names its field."""

    row: int
    text: str
    member_name: str
    due_on: datetime.date


class ResolutionFacts(TypedDict):
    """What a resolution says."""

    number: str
    adopted_on: datetime.date
    title: str
    meeting: Meeting | None


@transaction.atomic
def record_resolution(
    *, cell: PartyCell, tasks: list[TaskFacts], by: User, **facts: Unpack[ResolutionFacts]
) -> Resolution:
    """Record a resolution of `cell` with its tasks.

    RuleBroken: a day to come, before its meeting or outside the cell's life; the same number on the
    same day; a task due before the resolution.
    """
    cell = PartyCell.objects.select_for_update(of=("self",)).get(pk=cell.pk)
    _refuse_unfit(cell, facts)
    _refuse_early(facts["adopted_on"], tasks)
    resolution = Resolution.objects.create(cell=cell, **facts)
    _add(resolution, tasks)
    after = audit.snapshot(resolution) | {"tasks": [task["text"] for task in tasks]}
    audit.record("record_resolution", resolution, by=by, after=after)
    return resolution


@transaction.atomic
def edit_resolution(
    *, pk: int, version: int, tasks: list[TaskFacts], by: User, **facts: Unpack[ResolutionFacts]
) -> Resolution:
    """Change what is recorded of a resolution and add further tasks.

    RuleBroken: as `record_resolution`; a day after one on which a task was due or done.
    """
    resolution = editing.lock_for_edit(Resolution.objects, pk=pk, version=version)
    cell = PartyCell.objects.select_for_update(of=("self",)).get(pk=resolution.cell_id)
    _refuse_unfit(cell, facts, pk=pk)
    _refuse_early(facts["adopted_on"], tasks)
    _refuse_after_own_tasks(resolution, facts["adopted_on"])
    before: dict[str, Any] = editing.save_edit(resolution, facts)
    _add(resolution, tasks)
    after = {**facts, "tasks": [task["text"] for task in tasks]}
    audit.record("edit_resolution", resolution, by=by, before={**before, "tasks": []}, after=after)
    return resolution


@transaction.atomic
def edit_task(*, pk: int, version: int, text: str, member_name: str, by: User) -> ResolutionTask:
    """Correct the words of a task, or who does it.  The day first set never moves."""
    task = editing.lock_for_edit(ResolutionTask.objects, pk=pk, version=version)
    changes = {"text": text, "member_name": member_name}
    before = editing.save_edit(task, changes)
    audit.record("edit_task", task, by=by, before=before, after=changes)
    return task


@transaction.atomic
def complete_task(
    *, pk: int, version: int, done_on: datetime.date, result: str, by: User
) -> ResolutionTask:
    """Record that a task was done, or correct when.  RuleBroken: to come, or before adoption."""
    task = editing.lock_for_edit(ResolutionTask.objects, pk=pk, version=version)
    today, adopted_on = timezone.localdate(), task.resolution.adopted_on
    if done_on > today:
        sentence = _("Ngày %(day)s chưa tới. Việc đã xong thì ngày xong muộn nhất là %(today)s.")
        raise RuleBroken(sentence % {"day": day(done_on), "today": day(today)}, field="done_on")
    if done_on < adopted_on:
        sentence = _("Nghị quyết ra ngày %(adopted)s; việc không thể xong trước ngày đó.")
        raise RuleBroken(sentence % {"adopted": day(adopted_on)}, field="done_on")
    changes = {"done_on": done_on, "result": result}
    before = editing.save_edit(task, changes)
    audit.record("complete_task", task, by=by, before=before, after=changes)
    return task


@transaction.atomic
def carry_over_task(
    *, pk: int, version: int, carried_to: datetime.date, carried_reason: str, by: User
) -> ResolutionTask:
    """Give a task a later day, with the reason; the day first set stays.

    RuleBroken: done already, or not later than the day it has now.
    """
    task = editing.lock_for_edit(ResolutionTask.objects, pk=pk, version=version)
    if task.done_on:
        sentence = _("Việc đã xong ngày %(day)s nên không chuyển hạn nữa.")
        raise RuleBroken(sentence % {"day": day(task.done_on)})
    last = last_day_of(task.days)
    if carried_to <= last:
        sentence = _("Hạn đang là %(last)s; chuyển hạn phải đến một ngày sau đó.")
        raise RuleBroken(sentence % {"last": day(last)}, field="carried_to")
    changes = {"carried_to": carried_to, "carried_reason": carried_reason}
    before = editing.save_edit(task, changes)
    audit.record(
        "carry_over_task", task, by=by, before=before, after=changes, reason=carried_reason
    )
    return task


def too_early(due_on: datetime.date, adopted_on: datetime.date) -> str:
    """Return the sentence that refuses a task due before its resolution; empty when it fits."""
    if due_on >= adopted_on:
        return ""
    sentence = _("Hạn %(due)s trước ngày ra nghị quyết %(adopted)s; hạn phải từ ngày đó trở đi.")
    return sentence % {"due": day(due_on), "adopted": day(adopted_on)}


def _add(resolution: Resolution, tasks: list[TaskFacts]) -> None:
    ResolutionTask.objects.bulk_create(
        ResolutionTask(
            resolution=resolution,
            text=task["text"],
            member_name=task["member_name"],
            due_on=task["due_on"],
        )
        for task in tasks
    )


def _refuse_early(adopted_on: datetime.date, tasks: list[TaskFacts]) -> None:
    for task in tasks:
        if sentence := too_early(task["due_on"], adopted_on):
            raise RuleBroken(sentence, field=f"due_{task['row']}")


def _refuse_unfit(cell: PartyCell, facts: ResolutionFacts, *, pk: int = 0) -> None:
    """Check day, meeting and number; the cell is locked, so that two cannot take one number."""
    adopted_on, meeting = facts["adopted_on"], facts["meeting"]
    today = timezone.localdate()
    if adopted_on > today:
        sentence = _("Ngày %(day)s chưa tới. Hôm nay là %(today)s; chỉ ghi nghị quyết đã ra.")
        words = {"day": day(adopted_on), "today": day(today)}
        raise RuleBroken(sentence % words, field="adopted_on")
    if not is_within_life(adopted_on, cell.valid_from, cell.valid_to):
        sentence = _("Ngày %(day)s chi bộ chưa lập hoặc đã kết thúc.")
        raise RuleBroken(sentence % {"day": day(adopted_on)}, field="adopted_on")
    if meeting and meeting.cell_id != cell.pk:
        raise RuleBroken(_("Kỳ sinh hoạt này của chi bộ khác."), field="meeting")
    if meeting and adopted_on < meeting.held_on:
        sentence = _("Kỳ sinh hoạt họp ngày %(held)s; nghị quyết của kỳ đó ra từ ngày ấy trở đi.")
        raise RuleBroken(sentence % {"held": day(meeting.held_on)}, field="adopted_on")
    same = Resolution.objects.filter(cell=cell, number=facts["number"], adopted_on=adopted_on)
    if facts["number"] and same.exclude(pk=pk).exists():
        raise RuleBroken(_("Chi bộ đã ghi nghị quyết số này, ngày này."), field="number")


def _refuse_after_own_tasks(resolution: Resolution, adopted_on: datetime.date) -> None:
    """Refuse a day of adoption after a day on which one of the stored tasks was due or done."""
    days = [d for task in resolution.tasks.all() for d in (task.due_on, task.done_on) if d]
    if days and adopted_on > min(days):
        sentence = _(
            "Đã ghi việc có hạn hoặc xong ngày %(day)s; nghị quyết không thể ra sau ngày đó."
        )
        raise RuleBroken(sentence % {"day": day(min(days))}, field="adopted_on")
