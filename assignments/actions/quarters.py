"""Closing a quarter: afterwards nothing in it changes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assignments.models import Assignment, Attendance, AttendanceClash, ClosedQuarter
from common import audit
from common.errors import RuleBroken
from common.months import Quarter

__all__ = ["close_quarter"]


@transaction.atomic
def close_quarter(*, quarter: Quarter, by: User) -> ClosedQuarter:
    """Close `quarter` for good.

    Takes the lock of every assignment of the quarter, so that no attendance on its way slips in.
    RuleBroken: already closed, not over yet, two records of one visit still unsettled.
    """
    rows = Assignment.objects.during(quarter.first_day, quarter.last_day).order_by("pk")
    held = rows.select_for_update(of=("self",), no_key=True)
    list(held.values_list("pk", flat=True))
    _check(quarter)
    closed = ClosedQuarter.objects.create(year=quarter.year, quarter=quarter.quarter, closed_by=by)
    counted = Attendance.objects.counted().during(quarter).count()
    audit.record("close_quarter", closed, by=by, after={"attendances": counted})
    return closed


def _check(quarter: Quarter) -> None:
    if ClosedQuarter.objects.closes(quarter.first_day):
        raise RuleBroken(_("Số liệu %(quarter)s đã chốt rồi.") % {"quarter": quarter})
    if timezone.localdate() <= quarter.last_day:
        message = _("Chưa chốt được: %(quarter)s đến hết ngày %(day)s mới xong.")
        facts = {"quarter": quarter, "day": f"{quarter.last_day:%d/%m/%Y}"}
        raise RuleBroken(message % facts)
    unsettled = AttendanceClash.objects.open().filter(
        attendance__in=Attendance.objects.counted().during(quarter).values("pk")
    )
    if count := unsettled.count():
        message = ngettext(
            "Còn %(n)d lượt dự có hai bản ghi khác nhau. Xử lý xong mới chốt được.",
            "Còn %(n)d lượt dự có hai bản ghi khác nhau. Xử lý xong mới chốt được.",
            count,
        )
        raise RuleBroken(message % {"n": count})
