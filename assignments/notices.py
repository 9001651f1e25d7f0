"""Messages about visits and attendance."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.models import Assignment, Attendance, Cadre, HelpAction, HelpRegistration
from assignments.reports.called import CalledMeeting
from assignments.reports.reminders import ComingVisit
from common import notices
from common.months import Month, Quarter

__all__ = [
    "KINDS",
    "attendance_disputed",
    "attendance_missing",
    "help_action_due",
    "help_action_late",
    "help_review_missing",
    "meeting_called",
    "quarter_missing",
    "visit_soon",
]

KINDS = {
    "attendance_disputed": _("báo chi bộ ghi không dự"),
    "attendance_missing": _("nhắc ghi buổi dự trong tháng"),
    "help_action_due": _("nhắc việc giúp đỡ sắp đến hạn"),
    "help_action_late": _("báo việc giúp đỡ trễ hạn"),
    "help_review_missing": _("nhắc nhận xét quý của lãnh đạo cơ quan giúp đỡ"),
    "meeting_called": _("báo kỳ họp chi bộ"),
    "meeting_off": _("báo hoãn kỳ họp chi bộ"),
    "quarter_missing": _("nhắc buổi dự còn thiếu trong quý"),
    "visit_soon": _("nhắc buổi dự sắp tới"),
}


def visit_soon(visit: ComingVisit, days: int) -> bool:
    """Tell who should go that the cell meets in `days` days."""
    return _tell(
        visit.goer,
        key=f"visit-soon:{visit.goer.pk}:{visit.assignment.pk}:{visit.cell.pk}:{visit.day}:{days}",
        kind="visit_soon",
        template="visit_soon",
        context={
            "assignment": visit.assignment,
            "cell": visit.cell,
            "day": visit.day,
            "is_substitute": visit.is_substitute,
            "planned": visit.planned,
        },
        url=f"{reverse('assignments:attendance_log')}?chi_bo={visit.cell.pk}",
    )


def meeting_called(called: CalledMeeting, cadre: Cadre) -> bool:
    """Tell of a meeting that was called, moved, changed or called off: once for each version."""
    planned = called.planned
    return _tell(
        cadre,
        key=f"meeting-called:{planned.pk}:{planned.version}:{cadre.pk}",
        kind="meeting_off" if called.news == "off" else "meeting_called",
        template=f"meeting_{called.news}",
        context={"planned": planned, "cell": planned.cell, "changes": called.changes},
        url=reverse("cells:planned_detail", args=[planned.pk]),
    )


def attendance_disputed(attendance: Attendance) -> bool:
    """Tell the cadre that the cell reports they did not come, with what its book says."""
    return _tell(
        attendance.cadre,
        key=f"attendance-disputed:{attendance.pk}:{attendance.version}",
        kind="attendance_disputed",
        template="attendance_disputed",
        context={"attendance": attendance},
        url=attendance.get_absolute_url(),
    )


def attendance_missing(cadre: Cadre, assignments: list[Assignment], month: Month) -> bool:
    """Remind the cadre that nothing was logged in `month` for these assignments."""
    return _tell(
        cadre,
        key=f"attendance-missing:{cadre.pk}:{month.slug}",
        kind="attendance_missing",
        template="attendance_missing",
        context={"assignments": assignments, "month": month},
        url=reverse("assignments:attendance_log"),
    )


def quarter_missing(
    cadre: Cadre, assignments: list[Assignment], quarter: Quarter, *, is_over: bool
) -> bool:
    """Remind the cadre of what `quarter` still lacks; the assignments carry `done` and `due`."""
    return _tell(
        cadre,
        key=f"quarter-missing:{cadre.pk}:{quarter.slug}:{'over' if is_over else 'ends'}",
        kind="quarter_missing",
        template="quarter_missing",
        context={"assignments": assignments, "quarter": quarter, "is_over": is_over},
        url=reverse("assignments:attendance_log"),
    )


def help_action_due(action: HelpAction, to: User) -> bool:
    """Remind the helping agency that an action is due within a week."""
    return _tell_of_help(action, to, kind="help_action_due")


def help_action_late(action: HelpAction, to: User, *, is_board: bool = False) -> bool:
    """Tell the helping agency, or who of the board looks after the commune, of a late action."""
    return _tell_of_help(action, to, kind="help_action_late", is_board=is_board)


def _tell_of_help(action: HelpAction, to: User, *, kind: str, is_board: bool = False) -> bool:
    """Tell once for each day that the action was due."""
    whom = "board" if is_board else "agency"
    return notices.send_once(
        key=f"{kind.replace('_', '-')}:{to.pk}:{action.pk}:{action.due_on}:{whom}",
        kind=kind,
        to=to,
        template=kind,
        context={"action": action, "row": action.registration, "is_board": is_board},
        url=reverse("assignments:help_detail", args=[action.registration_id]),
    )


def help_review_missing(row: HelpRegistration, quarter: Quarter, to: User) -> bool:
    """Remind the helping agency that its leader's review of `quarter` is missing."""
    return notices.send_once(
        key=f"help-review-missing:{to.pk}:{row.pk}:{quarter.slug}",
        kind="help_review_missing",
        to=to,
        template="help_review_missing",
        context={"row": row, "quarter": quarter},
        url=reverse("assignments:help_detail", args=[row.pk]),
    )


def _tell(cadre: Cadre, **message: Any) -> bool:
    """Send to the cadre's account, or to the address alone; nothing to who has neither."""
    if cadre.user is None and not cadre.email:
        return False
    return notices.send_once(to=cadre.user, email=cadre.email, **message)
