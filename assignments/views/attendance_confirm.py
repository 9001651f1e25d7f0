"""The secretary's and the commune officer's side: who really came."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions.confirmations import (
    confirm_attendance,
    confirm_attendances,
    dispute_attendance,
)
from assignments.forms.attendance import DisputeForm
from assignments.models import Attendance
from assignments.reports.attendance import to_confirm, with_state
from common.errors import RuleBroken
from common.forms import render_form
from common.paging import paginate

__all__ = [
    "attendance_confirm",
    "attendance_confirm_list",
    "attendance_confirm_many",
    "attendance_dispute",
]

WAITING_LIST = "assignments:attendance_confirm_list"


@requires(Ability.CONFIRM_ATTENDANCE)
def attendance_confirm_list(request: PortalRequest) -> HttpResponse:
    """List what waits for this person's word, oldest first."""
    page = paginate(request, to_confirm(request.user))
    return render(request, "assignments/attendance_confirm_list.html", {"page": page})


@requires(Ability.CONFIRM_ATTENDANCE)
@require_POST
def attendance_confirm(request: PortalRequest, attendance_id: int) -> HttpResponse:
    """Confirm one attendance."""
    attendance = get_object_or_404(_reached(request), pk=attendance_id)
    try:
        confirm_attendance(attendance=attendance, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Đã xác nhận %(visit)s.") % {"visit": attendance})
    return redirect(WAITING_LIST)


@requires(Ability.CONFIRM_ATTENDANCE)
@require_POST
def attendance_confirm_many(request: PortalRequest) -> HttpResponse:
    """Confirm the ticked attendances, or all of the page."""
    name = "tren_trang" if "tat_ca" in request.POST else "chon"
    keys = [int(key) for key in request.POST.getlist(name) if key.isdecimal()]
    rows = list(_reached(request).filter(pk__in=keys))
    try:
        count = confirm_attendances(attendances=rows, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect(WAITING_LIST)
    if count:
        text = ngettext("Đã xác nhận %(n)d lượt dự.", "Đã xác nhận %(n)d lượt dự.", count)
        messages.success(request, text % {"n": count})
    else:
        messages.warning(request, _("Chưa chọn lượt dự nào."))
    return redirect(WAITING_LIST)


@requires(Ability.CONFIRM_ATTENDANCE)
def attendance_dispute(request: PortalRequest, attendance_id: int) -> HttpResponse:
    """Report that the cadre did not come, with a note."""
    attendance = get_object_or_404(_reached(request), pk=attendance_id)
    form = DisputeForm(request.POST or None)
    fixed = {"attendance": attendance, "by": request.user}
    if request.method == "POST" and form.perform(dispute_attendance, **fixed):
        messages.success(request, _("Đã báo không dự. Cán bộ và Ban Tổ chức thấy điều này."))
        return redirect(attendance)
    return render_form(
        request,
        "confirm.html",
        form,
        question=_("Báo đồng chí %(name)s không dự?") % {"name": attendance.cadre},
        consequence=_("%(cell)s, ngày %(day)s. Lượt dự vẫn giữ cho đến khi Ban Tổ chức xem.")
        % {"cell": attendance.cell, "day": f"{attendance.attended_on:%d/%m/%Y}"},
        verb=_("Báo không dự"),
        back=attendance.get_absolute_url(),
    )


def _reached(request: PortalRequest) -> QuerySet[Attendance]:
    return with_state(Attendance.objects.visible_to(request.user))
