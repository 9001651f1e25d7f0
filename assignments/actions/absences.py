"""Leave and missions of cadres: recorded, edited, cancelled."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Absence, Cadre
from common import audit, editing
from common.errors import RuleBroken

__all__ = ["AbsenceFacts", "cancel_absence", "edit_absence", "record_absence"]


class AbsenceFacts(TypedDict):
    """When a cadre is away and why; both days are included."""

    kind: str
    starts_on: datetime.date
    ends_on: datetime.date
    note: str


@transaction.atomic
def record_absence(*, cadre: Cadre, by: User, **facts: Unpack[AbsenceFacts]) -> Absence:
    """Record that a cadre is away.  RuleBroken: reversed days, or the same days once more."""
    _refuse_reversed(facts)
    _refuse_repeated(cadre, facts)
    absence = Absence.objects.create(cadre=cadre, **facts)
    audit.record("record_absence", absence, by=by, after=audit.snapshot(absence))
    return absence


@transaction.atomic
def edit_absence(*, pk: int, version: int, by: User, **facts: Unpack[AbsenceFacts]) -> Absence:
    """Correct an absence.  RuleBroken: reversed days, or it was cancelled."""
    _refuse_reversed(facts)
    absence = editing.lock_for_edit(Absence.objects, pk=pk, version=version)
    _refuse_cancelled(absence)
    before = editing.save_edit(absence, facts)
    audit.record("edit_absence", absence, by=by, before=before, after=facts)
    return absence


@transaction.atomic
def cancel_absence(*, pk: int, version: int, reason: str, by: User) -> Absence:
    """Cancel an absence; it stays visible as cancelled.  RuleBroken: it was cancelled before."""
    absence = editing.lock_for_edit(Absence.objects, pk=pk, version=version)
    _refuse_cancelled(absence)
    changes = {"is_cancelled": True}
    before = editing.save_edit(absence, changes)
    audit.record("cancel_absence", absence, by=by, before=before, after=changes, reason=reason)
    return absence


def _refuse_reversed(facts: AbsenceFacts) -> None:
    if facts["ends_on"] < facts["starts_on"]:
        raise RuleBroken(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), field="ends_on")


def _refuse_repeated(cadre: Cadre, facts: AbsenceFacts) -> None:
    """Refuse the same days again; the lock lets only one of two taps through."""
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    days = {"starts_on": facts["starts_on"], "ends_on": facts["ends_on"]}
    if Absence.objects.filter(cadre=cadre, is_cancelled=False, **days).exists():
        sentence = _("Đồng chí này đã có kỳ nghỉ, công tác đúng những ngày đó. Sửa kỳ ấy nếu cần.")
        raise RuleBroken(sentence, field="starts_on")


def _refuse_cancelled(absence: Absence) -> None:
    if absence.is_cancelled:
        raise RuleBroken(_("Kỳ nghỉ, công tác này đã hủy. Ghi một kỳ mới nếu cần."))
