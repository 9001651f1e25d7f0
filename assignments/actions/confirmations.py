"""The cell's secretary or the commune officer says who really came."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments import notices
from assignments.actions.attendance import hold_attendance, refuse_closed, refuse_withdrawn
from assignments.models import Attendance
from common import audit, editing
from common.errors import RuleBroken

__all__ = ["confirm_attendance", "confirm_attendances", "dispute_attendance"]


@transaction.atomic
def confirm_attendance(*, attendance: Attendance, by: User) -> None:
    """Confirm that the cadre attended.  Doing it twice changes nothing.

    RuleBroken: one's own attendance, a cell one does not speak for, withdrawn, quarter closed.
    """
    _decide(attendance.pk, Attendance.Confirmation.CONFIRMED, note="", by=by)


@transaction.atomic
def confirm_attendances(*, attendances: Iterable[Attendance], by: User) -> int:
    """Confirm several at once, all or none; return how many were not confirmed before."""
    keys = sorted(attendance.pk for attendance in attendances)
    decided = [_decide(pk, Attendance.Confirmation.CONFIRMED, note="", by=by) for pk in keys]
    return sum(decided)


@transaction.atomic
def dispute_attendance(*, attendance: Attendance, note: str, by: User) -> None:
    """Record that the cadre did not attend, with what the cell's book says.

    RuleBroken as for confirming, and without a note.
    """
    if not note.strip():
        raise RuleBroken(_("Ghi vì sao báo không dự, ví dụ sổ chi bộ không ghi tên."), field="note")
    _decide(attendance.pk, Attendance.Confirmation.DISPUTED, note=note, by=by)


def _decide(pk: int, verdict: Attendance.Confirmation, *, note: str, by: User) -> bool:
    """Store the verdict on the locked row; return whether it is new."""
    row = hold_attendance(pk=pk)
    refuse_withdrawn(row)
    refuse_closed(row.attended_on)
    if not Attendance.objects.confirmable_by(by).filter(pk=pk).exists():
        raise RuleBroken(_not_theirs(row, by))
    if row.confirmation == verdict and row.confirmation_note == note:
        return False
    changes = {
        "confirmation": verdict,
        "confirmed_by": by,
        "confirmed_at": timezone.now(),
        "confirmation_note": note[:300],
    }
    before = editing.save_edit(row, changes)
    is_dispute = verdict is Attendance.Confirmation.DISPUTED
    act = "dispute_attendance" if is_dispute else "confirm_attendance"
    audit.record(act, row, by=by, before=before, after=changes, reason=note)
    if is_dispute:
        notices.attendance_disputed(row)
    return True


def _not_theirs(row: Attendance, by: User) -> str:
    if by.pk in {row.cadre.user_id, row.logged_by_id}:
        return _("Không ai tự xác nhận lượt dự của mình. Bí thư chi bộ hoặc Đảng ủy xã xác nhận.")
    return _("Chỉ bí thư chi bộ đó hoặc Đảng ủy xã đó xác nhận được lượt dự này.")
