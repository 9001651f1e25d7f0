"""A cadre's phone: today's page, the form of a visit, and the door for programs."""

import datetime
import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions.attendance import Logged, log_attendance
from assignments.forms.attendance import LogForm, SendForm
from assignments.models import Attendance, Cadre
from assignments.reports.attendance import cadre_of, cells_to_log
from assignments.reports.today import preset_days, today_of
from assignments.rules.attendance import Outcome
from common.forms import render_form

__all__ = ["attendance_log", "attendance_send", "attendance_today"]

STATUS = {Outcome.CREATED: 201, Outcome.SAME: 200, Outcome.CLASH: 409}


@requires(Ability.LOG_OWN_ATTENDANCE)
def attendance_today(request: PortalRequest) -> HttpResponse:
    """Show the visits of this month and what became of the records that were sent."""
    cadre = cadre_of(request.user)
    context = {"today": today_of(request.user, cadre), "cadre": cadre}
    return render(request, "assignments/attendance_today.html", context)


@requires(Ability.LOG_OWN_ATTENDANCE)
def attendance_log(request: PortalRequest) -> HttpResponse:
    """Show the form of a visit, and take it; `?chi_bo=` presets cell and day."""
    cadre = cadre_of(request.user)
    if cadre is None:
        return render(request, "assignments/attendance_no_cadre.html", status=403)
    cells = cells_to_log(request.user)
    days = preset_days(request.user, cells)
    initial = _preset(request, days)
    form = LogForm(request.POST or None, cells=cells, days=days, initial=initial)
    fixed = {"cadre": cadre, "source": Attendance.Source.PHONE, "by": request.user}
    if request.method == "POST" and form.perform(log_attendance, **fixed):
        return _answer(request, form.result)
    return render_form(request, "assignments/attendance_form.html", form)


def _preset(request: PortalRequest, days: dict[int, datetime.date]) -> dict[str, Any]:
    """Return the values a new form begins with: the only cell, its last meeting, a new mark."""
    asked = request.GET.get("chi_bo", "")
    chosen = list(days) if len(days) == 1 else [pk for pk in days if str(pk) == asked]
    cell = chosen[0] if chosen else None
    return {
        "cell": cell,
        "attended_on": days[cell] if cell else timezone.localdate(),
        "client_uuid": uuid.uuid4(),
    }


def _answer(request: PortalRequest, logged: Logged) -> HttpResponse:
    """Go where the person sees what became of the record."""
    if logged.clash:
        text = _("Buổi dự này đã có một bản ghi khác. Cổng giữ cả hai; chọn bản đúng.")
        messages.warning(request, text)
        return redirect(logged.clash)
    said = {
        Outcome.CREATED: _("Cổng đã nhận buổi dự."),
        Outcome.SAME: _("Cổng đã có buổi dự này, không ghi thêm."),
    }[logged.outcome]
    link = format_html(
        '{} <a href="{}">{}</a>', said, logged.attendance.get_absolute_url(), _("Xem")
    )
    messages.success(request, link)
    return redirect("assignments:attendance_today")


@requires(Ability.LOG_OWN_ATTENDANCE)
@require_POST
def attendance_send(request: PortalRequest) -> HttpResponse:
    """Take one visit from a program: 201 new, 200 the same again, 409 other content.

    Takes cell, attended_on (ISO), guidance, heard, note and client_uuid as JSON or as a form;
    answers {"outcome", "url"}, or {"errors": {field: sentence}} with 400, 403, 404 or 422.
    """
    data = _sent(request)
    if data is None:
        return _refused({"": _("Nội dung gửi không phải JSON.")}, 400)
    cadre = cadre_of(request.user)
    if cadre is None:
        return _refused({"": _("Tài khoản chưa gắn với cán bộ nào.")}, 403)
    return _take(request, cadre, SendForm(data))


def _take(request: PortalRequest, cadre: Cadre, form: SendForm) -> JsonResponse:
    """Log what the form holds and answer with what became of it."""
    if not form.is_valid():
        return _refused(_errors(form), 422)
    cell = cells_to_log(request.user).filter(pk=form.cleaned_data["cell"]).first()
    if cell is None:
        return _refused({"cell": _("Chi bộ này không thuộc phân công của đồng chí.")}, 404)
    fixed = {"cadre": cadre, "cell": cell, "source": Attendance.Source.PHONE, "by": request.user}
    if not form.perform(log_attendance, **fixed):
        return _refused(_errors(form), 422)
    logged: Logged = form.result
    page = logged.clash or logged.attendance
    return JsonResponse(
        {"outcome": logged.outcome, "url": page.get_absolute_url()}, status=STATUS[logged.outcome]
    )


def _sent(request: PortalRequest) -> Any:
    """Return what was sent by field; None for a body that is no JSON object."""
    if request.content_type != "application/json":
        return request.POST
    try:
        data = json.loads(request.body)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _errors(form: SendForm) -> dict[str, str]:
    errors = {name: " ".join(map(str, texts)) for name, texts in form.errors.items()}
    return {"" if name == "__all__" else name: text for name, text in errors.items()}


def _refused(errors: dict[str, str], status: int) -> JsonResponse:
    return JsonResponse({"errors": errors}, status=status)
