"""Pages of attendance, duty and the quarter grid."""

import datetime
from typing import Any

from django.utils import timezone

from accounts.rules import Role
from assignments.models import Attendance, AttendanceClash
from common.months import Quarter
from tests.access.rows import Row
from tests.access.world import World

CADRE, SECRETARY = Role.CADRE, Role.CELL_SECRETARY


def _clash(world: World) -> int:
    """Return the key of a clash of the near attendance."""
    clash, _is_new = AttendanceClash.objects.get_or_create(
        attendance=world.attendance,
        content_hash="0" * 64,
        defaults={
            "guidance": "Khác.",
            "source": Attendance.Source.PHONE,
            "sent_by": world.account,
        },
    )
    return clash.pk


def _visit(world: World) -> dict[str, Any]:
    """Return one visit to the near cell, as a program sends it."""
    return {
        "cell": world.cell.pk,
        "attended_on": timezone.localdate().isoformat(),
        "client_uuid": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    }


def _this_quarter(_world: World) -> str:
    return Quarter.containing(timezone.localdate()).slug


CLASH = {"clash_id": _clash}
QUARTER = {"slug": _this_quarter}
MARK = {"quy": Quarter.containing(datetime.date(2025, 1, 1)).slug, "m0": "V", "version": "x"}

#        name, stranger, wrong role, outside reach, inside reach
ROWS = [
    Row("assignments:attendance_today", 302, 403, 200, 200, CADRE),
    Row("assignments:attendance_log", 302, 403, 200, 200, CADRE),
    Row("assignments:attendance_send", 302, 403, 404, 201, CADRE, method="post", data=_visit),
    Row("assignments:attendance_list", 302, 403, 200, 200, SECRETARY),
    Row("assignments:duty_list", 302, 403, 200, 200, SECRETARY),
    Row("assignments:attendance_detail", 302, 403, 404, 200, SECRETARY),
    Row("assignments:attendance_detail", 302, 403, 404, 200, CADRE),
    Row("assignments:attendance_detail", 302, 403, 404, 200, Role.AGENCY_OFFICER),
    Row("assignments:attendance_detail", 302, 403, 404, 200),
    Row("assignments:attendance_correct", 302, 403, 404, 200),
    Row("assignments:attendance_correct", 302, 403, 404, 200, CADRE, SECRETARY),
    Row("assignments:attendance_withdraw", 302, 403, 404, 200, wrong_role=SECRETARY),
    Row("assignments:attendance_clash", 302, 403, 404, 200, SECRETARY, args=CLASH),
    Row("assignments:attendance_clash_keep", 302, 403, 404, 302, args=CLASH, method="post"),
    Row("assignments:attendance_clash_take", 302, 403, 404, 302, CADRE, args=CLASH, method="post"),
    Row("assignments:attendance_confirm_list", 302, 403, 200, 200, SECRETARY, CADRE),
    Row("assignments:attendance_confirm_many", 302, 403, 302, 302, SECRETARY, CADRE, method="post"),
    Row("assignments:attendance_confirm", 302, 403, 404, 302, SECRETARY, CADRE, method="post"),
    Row("assignments:attendance_dispute", 302, 403, 404, 200, SECRETARY, CADRE),
    Row("assignments:attendance_dispute", 302, 403, 404, 200, Role.COMMUNE_OFFICER, CADRE),
    Row("assignments:attendance_grid", 302, 403, 200, 200, wrong_role=CADRE),
    Row("assignments:attendance_grid_row", 302, 403, 404, 409, method="post", data=MARK),
    Row("assignments:quarter_close", 302, 403, 200, 200, args=QUARTER),
]
