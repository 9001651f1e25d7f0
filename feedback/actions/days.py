"""The calendar of days off: days added, changed, taken out; due days then follow."""

import datetime
from functools import partial
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit, editing
from common.errors import RuleBroken
from common.models import SpecialDay
from common.tasks import start_task

__all__ = ["DayFacts", "add_day", "edit_day", "remove_day"]

SATURDAY = 5


class DayFacts(TypedDict):
    """What the calendar says of a day."""

    day: datetime.date
    kind: str
    name: str
    is_official: bool
    source: str


@transaction.atomic
def add_day(*, by: User, **facts: Unpack[DayFacts]) -> SpecialDay:
    """Put a day into the calendar.

    RuleBroken: a day that is on it already, a weekday as a day worked instead, or an official day
    without its source.
    """
    _refuse_unfit(facts)
    row = SpecialDay.objects.create(**facts)
    audit.record("add_day", row, by=by, after=audit.snapshot(row))
    _reckon_again()
    return row


@transaction.atomic
def edit_day(*, pk: int, version: int, by: User, **facts: Unpack[DayFacts]) -> SpecialDay:
    """Change a day of the calendar.  RuleBroken: as `add_day`."""
    row = editing.lock_for_edit(SpecialDay.objects, pk=pk, version=version)
    _refuse_unfit(facts, pk=pk)
    before = editing.save_edit(row, facts)
    audit.record("edit_day", row, by=by, before=before, after=facts)
    _reckon_again()
    return row


@transaction.atomic
def remove_day(*, pk: int, version: int, reason: str, by: User) -> None:
    """Take a day out of the calendar: it is again what its weekday says."""
    row = editing.lock_for_edit(SpecialDay.objects, pk=pk, version=version)
    audit.record("remove_day", row, by=by, before=audit.snapshot(row), reason=reason)
    row.delete()
    _reckon_again()


def _reckon_again() -> None:
    """Have a worker reckon the due days once this is stored; without a broker the night does it."""
    transaction.on_commit(partial(start_task, "feedback.tasks.recompute_due_days"), robust=True)


def _refuse_unfit(facts: DayFacts, *, pk: int = 0) -> None:
    day = facts["day"]
    if SpecialDay.objects.filter(day=day).exclude(pk=pk).exists():
        sentence = _("Ngày %(day)s đã có trong lịch. Sửa dòng đó thay vì thêm.")
        raise RuleBroken(sentence % {"day": f"{day:%d/%m/%Y}"}, field="day")
    if facts["kind"] == SpecialDay.Kind.WORKED and day.weekday() < SATURDAY:
        raise RuleBroken(_("Ngày làm bù phải là Thứ Bảy hoặc Chủ Nhật."), field="day")
    if facts["is_official"] and not facts["source"]:
        raise RuleBroken(_("Ngày chính thức phải ghi căn cứ."), field="source")
