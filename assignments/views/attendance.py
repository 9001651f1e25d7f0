"""The list of attendances, the page of one, corrections and clashes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, needs, requires
from accounts.rules import Ability
from assignments.actions.attendance import correct_attendance, withdraw_attendance
from assignments.actions.clashes import keep_stored, take_sent
from assignments.exports.attendance import ATTENDANCE_COLUMNS
from assignments.forms.attendance import AttendanceFilter, CorrectForm, WithdrawForm
from assignments.models import Attendance, AttendanceClash
from assignments.reports.attendance import (
    attendances_filtered,
    clash_rows,
    corrections_shown,
    detail,
    is_closed,
    may_change,
    may_settle,
    meeting_on,
    printed,
)
from common.errors import RuleBroken
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = [
    "attendance_clash",
    "attendance_clash_keep",
    "attendance_clash_take",
    "attendance_correct",
    "attendance_detail",
    "attendance_list",
    "attendance_withdraw",
]


@requires(Ability.READ_ATTENDANCE)
def attendance_list(request: PortalRequest) -> HttpResponseBase:
    """List the attendances within reach, newest first."""
    filters = AttendanceFilter(request.GET, user=request.user)
    rows = attendances_filtered(Attendance.objects.visible_to(request.user), filters.chosen)
    if wants(request):
        return download(request, rows, ATTENDANCE_COLUMNS, _("Lượt dự"))
    context = {"filters": filters, "page": paginate(request, printed(rows))}
    return render(request, "assignments/attendance_list.html", context)


@requires(Ability.READ_ATTENDANCE)
def attendance_detail(request: PortalRequest, attendance_id: int) -> HttpResponse:
    """Show one attendance with its corrections and second records."""
    attendance = get_object_or_404(detail(request.user), pk=attendance_id)
    locked = is_closed(attendance)
    open_for_change = not (locked or attendance.is_withdrawn)
    context = {
        "attendance": attendance,
        "corrections": corrections_shown(attendance),
        "meeting": meeting_on(attendance.cell, attendance.attended_on),
        "is_closed": locked,
        "may_change": open_for_change and may_change(request.user, attendance),
        "may_confirm": open_for_change
        and Attendance.objects.confirmable_by(request.user).filter(pk=attendance.pk).exists(),
    }
    return render(request, "assignments/attendance_detail.html", context)


@requires(Ability.ENTER_ATTENDANCE, Ability.LOG_OWN_ATTENDANCE)
def attendance_correct(request: PortalRequest, attendance_id: int) -> HttpResponse:
    """Correct an attendance, with a reason."""
    attendance = _changeable(request, attendance_id)
    initial = {
        name: getattr(attendance, name) for name in ("attended_on", "guidance", "heard", "note")
    }
    form = CorrectForm(request.POST or None, row=attendance, initial=initial)
    fixed = {"pk": attendance.pk, "by": request.user}
    if request.method == "POST" and form.perform(correct_attendance, **fixed):
        messages.success(request, _("Đã sửa. Bản cũ vẫn giữ ở phần Các lần sửa."))
        return redirect(attendance)
    return render_form(request, "assignments/attendance_correct.html", form, attendance=attendance)


@requires(Ability.ENTER_ATTENDANCE, Ability.LOG_OWN_ATTENDANCE)
def attendance_withdraw(request: PortalRequest, attendance_id: int) -> HttpResponse:
    """Take an attendance out of the count, with a reason."""
    attendance = _changeable(request, attendance_id)
    form = WithdrawForm(request.POST or None, row=attendance)
    fixed = {"pk": attendance.pk, "by": request.user}
    if request.method == "POST" and form.perform(withdraw_attendance, **fixed):
        messages.success(request, _("Đã rút lượt dự. Bản ghi và lý do vẫn giữ."))
        return redirect(attendance)
    return render_form(
        request,
        "confirm.html",
        form,
        question=_("Rút lượt dự này?"),
        consequence=_("%(visit)s không còn tính vào số đã dự.") % {"visit": attendance},
        verb=_("Rút lượt dự"),
        back=attendance.get_absolute_url(),
        is_danger=True,
    )


def _changeable(request: PortalRequest, attendance_id: int) -> Attendance:
    """Return the attendance if the person may change it; 404 out of reach, else 403."""
    attendance = get_object_or_404(detail(request.user), pk=attendance_id)
    if not may_change(request.user, attendance):
        raise PermissionDenied(needs(Ability.ENTER_ATTENDANCE))
    return attendance


@requires(Ability.READ_ATTENDANCE)
def attendance_clash(request: PortalRequest, clash_id: int) -> HttpResponse:
    """Show two different records of one visit side by side."""
    clash = _clash(request, clash_id)
    context = {
        "clash": clash,
        "rows": clash_rows(clash),
        "may_settle": clash.is_open and may_settle(request.user, clash.attendance),
    }
    return render(request, "assignments/attendance_clash.html", context)


@requires(Ability.ENTER_ATTENDANCE, Ability.LOG_OWN_ATTENDANCE)
@require_POST
def attendance_clash_keep(request: PortalRequest, clash_id: int) -> HttpResponse:
    """Settle for the stored record."""
    clash = _settleable(request, clash_id)
    try:
        keep_stored(clash=clash, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect(clash)
    messages.success(request, _("Giữ bản đã lưu."))
    return redirect(clash.attendance)


@requires(Ability.ENTER_ATTENDANCE, Ability.LOG_OWN_ATTENDANCE)
@require_POST
def attendance_clash_take(request: PortalRequest, clash_id: int) -> HttpResponse:
    """Settle for the record that was sent later."""
    clash = _settleable(request, clash_id)
    try:
        take_sent(clash=clash, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect(clash)
    messages.success(request, _("Đã lấy bản gửi sau. Bản cũ vẫn giữ ở phần Các lần sửa."))
    return redirect(clash.attendance)


def _clash(request: PortalRequest, clash_id: int) -> AttendanceClash:
    rows = AttendanceClash.objects.visible_to(request.user).select_related(
        "attendance__cadre__agency",
        "attendance__cell__committee",
        "attendance__logged_by",
        "sent_by",
        "settled_by",
    )
    return get_object_or_404(rows, pk=clash_id)


def _settleable(request: PortalRequest, clash_id: int) -> AttendanceClash:
    """Return the clash if the person may settle it; 404 out of reach, else 403."""
    clash = _clash(request, clash_id)
    if not may_settle(request.user, clash.attendance):
        raise PermissionDenied(needs(Ability.ENTER_ATTENDANCE))
    return clash
