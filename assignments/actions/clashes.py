"""Deciding between two different records of one visit."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions.attendance import (
    hold_attendance,
    refuse_closed,
    refuse_withdrawn,
    store_correction,
)
from assignments.models import Attendance, AttendanceClash
from assignments.rules.attendance import CONTENT_FIELDS
from common import audit
from common.errors import RuleBroken

__all__ = ["keep_stored", "take_sent"]


@transaction.atomic
def keep_stored(*, clash: AttendanceClash, by: User) -> None:
    """Settle a clash for the record that is stored; the other one stays readable."""
    attendance, clash = _open(clash)
    _settle(clash, AttendanceClash.Outcome.KEPT_STORED, by)
    audit.record("keep_stored", attendance, by=by, after={"clash": clash.pk})


@transaction.atomic
def take_sent(*, clash: AttendanceClash, by: User) -> None:
    """Settle a clash for the record sent later: a correction, so the first stays readable."""
    attendance, clash = _open(clash)
    changes = {name: getattr(clash, name) for name in CONTENT_FIELDS}
    # A decision recorded in the trail, in the language of the records.
    store_correction(attendance, changes, reason="Lấy bản gửi sau của cùng buổi dự.", by=by)
    _settle(clash, AttendanceClash.Outcome.TOOK_SENT, by)


def _open(clash: AttendanceClash) -> tuple[Attendance, AttendanceClash]:
    """Lock both records; refuse what is settled, withdrawn or closed."""
    attendance = hold_attendance(pk=clash.attendance_id)
    clash = AttendanceClash.objects.select_for_update().get(pk=clash.pk)
    if not clash.is_open:
        raise RuleBroken(_("Hai bản ghi này đã có người xử lý."))
    refuse_withdrawn(attendance)
    refuse_closed(attendance.attended_on)
    return attendance, clash


def _settle(clash: AttendanceClash, outcome: str, by: User) -> None:
    clash.outcome = outcome
    clash.settled_by = by
    clash.settled_at = timezone.now()
    clash.save(update_fields=["outcome", "settled_by", "settled_at"])
