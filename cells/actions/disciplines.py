"""Disciplinary decisions in a cell, without names: recorded and edited."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import CellDiscipline, PartyCell
from cells.rules.meetings import is_within_life
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["DisciplineFacts", "edit_discipline", "record_discipline"]


class DisciplineFacts(TypedDict):
    """What a decision says, but for whom it concerns."""

    decided_on: datetime.date
    form: str
    number: str
    note: str


@transaction.atomic
def record_discipline(
    *, cell: PartyCell, by: User, **facts: Unpack[DisciplineFacts]
) -> CellDiscipline:
    """Record a disciplinary decision in `cell`: a gate of the year's rating.

    RuleBroken: a day to come or outside the cell's life, or a decision that is on record.
    """
    _refuse_unfit(cell, facts)
    row = CellDiscipline.objects.create(cell=cell, **facts)
    audit.record("record_discipline", row, by=by, after=audit.snapshot(row))
    return row


@transaction.atomic
def edit_discipline(
    *, pk: int, version: int, by: User, **facts: Unpack[DisciplineFacts]
) -> CellDiscipline:
    """Change what is recorded of a decision.  RuleBroken: as `record_discipline`."""
    row = editing.lock_for_edit(CellDiscipline.objects, pk=pk, version=version)
    _refuse_unfit(row.cell, facts, pk=pk)
    before = editing.save_edit(row, facts)
    audit.record("edit_discipline", row, by=by, before=before, after=facts)
    return row


def _refuse_unfit(cell: PartyCell, facts: DisciplineFacts, *, pk: int = 0) -> None:
    """Lock the cell, so that two cannot record one decision at once, and check the facts."""
    cell = PartyCell.objects.select_for_update(of=("self",)).get(pk=cell.pk)
    decided_on, today = facts["decided_on"], timezone.localdate()
    if decided_on > today:
        sentence = _("Ngày %(day)s chưa tới. Hôm nay là %(today)s; ghi ngày trên quyết định.")
        raise RuleBroken(
            sentence % {"day": day(decided_on), "today": day(today)}, field="decided_on"
        )
    if not is_within_life(decided_on, cell.valid_from, cell.valid_to):
        sentence = _("Chi bộ hoạt động từ %(first)s đến %(last)s; ngày quyết định phải trong đó.")
        words = {"first": day(cell.valid_from) or "…", "last": day(cell.valid_to) or _("nay")}
        raise RuleBroken(sentence % words, field="decided_on")
    same = CellDiscipline.objects.filter(cell=cell, number=facts["number"], decided_on=decided_on)
    if same.exclude(pk=pk).exists():
        sentence = _(
            "Quyết định %(number)s ngày %(day)s đã được ghi. Sửa dòng đó thay vì ghi thêm."
        )
        words = {"number": facts["number"], "day": day(decided_on)}
        raise RuleBroken(sentence % words, field="number")
