"""Assignments: list, written by hand, edited, ended, dropped; what is missing; who is responsible."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions import assignments as actions
from assignments.exports.assigned import AREAS_IN_FORCE, ASSIGNMENTS, CADRES_IN_SERVICE
from assignments.forms.assignments import (
    AssignForm,
    AssignmentEditForm,
    AssignmentFilter,
    GapFilter,
    ResponsibleForm,
)
from assignments.forms.endings import EndForm, ReasonForm
from assignments.forms.picks import area_label, areas_of, cadre_label, cadres_of
from assignments.models import Assignment
from assignments.reports import gaps
from assignments.reports.assigned import assignments_listed, responsibilities
from assignments.reports.coverage import coverage
from assignments.reports.norms import visits_for
from common.forms import render_form
from common.paging import paginate
from common.picking import pick_options
from common.spreadsheets import download, wants

__all__ = [
    "area_options",
    "assignment_create",
    "assignment_drop",
    "assignment_edit",
    "assignment_end",
    "assignment_gaps",
    "assignment_list",
    "cadre_gaps",
    "cadre_options",
    "responsible_page",
]


@requires(Ability.READ_CADRES)
def assignment_list(request: PortalRequest) -> HttpResponseBase:
    """List the assignments that hold on a day (today), or of any time."""
    filters = AssignmentFilter(request.GET, user=request.user)
    rows = assignments_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, ASSIGNMENTS, _("Danh sách phân công"))
    context = {
        "filters": filters,
        "page": paginate(request, rows),
        "on": filters.chosen.get("ngay") or timezone.localdate(),
    }
    return render(request, "assignments/assignment_list.html", context)


@requires(Ability.ASSIGN)
def assignment_create(request: PortalRequest) -> HttpResponse:
    """Send one cadre to one area; `?can_bo=` and `?khu=` name them."""
    initial = _initial(request)
    form = AssignForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.perform(actions.assign, by=request.user):
        messages.success(request, _("Đã phân công: %(row)s.") % {"row": form.result})
        return redirect("assignments:cadre_detail", form.result.cadre_id)
    return render_form(request, "assignments/assignment_form.html", form)


@requires(Ability.ASSIGN)
def assignment_edit(request: PortalRequest, assignment_id: int) -> HttpResponse:
    """Correct the terms of an assignment."""
    assignment = _assignment(request, assignment_id)
    form = AssignmentEditForm(request.POST or None, instance=assignment, user=request.user)
    acts = {"pk": assignment.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_assignment, **acts):
        messages.success(request, _("Đã lưu phân công: %(row)s.") % {"row": form.result})
        return redirect("assignments:cadre_detail", assignment.cadre_id)
    context = {"assignment": assignment}
    return render_form(request, "assignments/assignment_form.html", form, **context)


@requires(Ability.ASSIGN)
def assignment_end(request: PortalRequest, assignment_id: int) -> HttpResponse:
    """Ask for the last day and the reason, then end an assignment."""
    assignment = _assignment(request, assignment_id)
    form = EndForm(request.POST or None, row=assignment)
    acts = {"pk": assignment.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.end_assignment, **acts):
        messages.success(request, _("Đã kết thúc phân công: %(row)s.") % {"row": assignment})
        return redirect("assignments:cadre_detail", assignment.cadre_id)
    facts = {"who": assignment.cadre, "where": area_label(assignment.area)}
    context = {
        "question": _("Kết thúc phân công đ/c %(who)s về %(where)s?") % facts,
        "consequence": _("Phân công vẫn còn trong lịch sử cùng các lượt dự đã ghi."),
        "verb": _("Kết thúc phân công"),
        "back": reverse("assignments:cadre_detail", args=[assignment.cadre_id]),
        "is_danger": True,
    }
    return render_form(request, "confirm.html", form, **context)


@requires(Ability.ASSIGN)
def assignment_drop(request: PortalRequest, assignment_id: int) -> HttpResponse:
    """Ask why, then remove an assignment that has not begun."""
    assignment = _assignment(request, assignment_id)
    form = ReasonForm(request.POST or None, row=assignment)
    acts = {"pk": assignment.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.drop_assignment, **acts):
        messages.success(request, _("Đã bỏ phân công: %(row)s.") % {"row": assignment})
        return redirect("assignments:cadre_detail", assignment.cadre_id)
    facts = {"who": assignment.cadre, "where": area_label(assignment.area)}
    context = {
        "question": _("Bỏ phân công chưa bắt đầu của đ/c %(who)s về %(where)s?") % facts,
        "consequence": _("Chỉ còn dấu vết trong lịch sử thay đổi."),
        "verb": _("Bỏ phân công"),
        "back": reverse("assignments:cadre_detail", args=[assignment.cadre_id]),
        "is_danger": True,
    }
    return render_form(request, "confirm.html", form, **context)


# --- What is missing ------------------------------------------------------------------------------


@requires(Ability.ASSIGN)
def assignment_gaps(request: PortalRequest) -> HttpResponseBase:
    """List the areas without a cadre; ticked ones can be assigned at once."""
    filters = GapFilter(request.GET, user=request.user)
    rows = gaps.areas_wanting(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, AREAS_IN_FORCE, _("Khu dân cư chưa có cán bộ"))
    context = {
        "filters": filters,
        "page": paginate(request, rows),
        "coverage": coverage(request.user),
    }
    return render(request, "assignments/assignment_gaps.html", context)


@requires(Ability.ASSIGN)
def cadre_gaps(request: PortalRequest) -> HttpResponseBase:
    """List the cadres without an area; ticked ones can be assigned at once."""
    rows = gaps.cadres_free(request.user)
    if wants(request):
        return download(request, rows, CADRES_IN_SERVICE, _("Cán bộ chưa được phân công"))
    context = {"page": paginate(request, rows), "coverage": coverage(request.user)}
    return render(request, "assignments/cadre_gaps.html", context)


# --- Who is responsible ---------------------------------------------------------------------------


@requires(Ability.READ_CADRES)
def responsible_page(request: PortalRequest) -> HttpResponse:
    """Answer "who is responsible for X on day D?" (`?q=…&ngay=…`)."""
    form = ResponsibleForm(request.GET)
    on = form.chosen.get("ngay") or timezone.localdate()
    text = form.chosen.get("q", "")
    answers = responsibilities(request.user, text, on) if text else []
    context = {"filters": form, "on": on, "text": text, "answers": answers}
    return render(request, "assignments/responsible_page.html", context)


# --- Look-ups of fields ---------------------------------------------------------------------------


@requires(Ability.ASSIGN, Ability.RECORD_ABSENCES)
def cadre_options(request: PortalRequest) -> HttpResponse:
    """Answer what is being typed into a field that names a cadre."""
    user = request.user
    may = Ability.ASSIGN if user.can(Ability.ASSIGN) else Ability.RECORD_ABSENCES
    return pick_options(request, cadres_of(user, may), cadre_label)


@requires(Ability.ASSIGN, Ability.EDIT_CADRES)
def area_options(request: PortalRequest) -> HttpResponse:
    """Answer what is being typed into a field that names an area."""
    user = request.user
    may = Ability.ASSIGN if user.can(Ability.ASSIGN) else Ability.EDIT_CADRES
    return pick_options(request, areas_of(user, may), area_label)


# --- Parts ----------------------------------------------------------------------------------------


def _assignment(request: PortalRequest, assignment_id: int) -> Assignment:
    rows = Assignment.objects.acted_on_by(request.user, Ability.ASSIGN)
    named = rows.select_related("cadre__agency", "area__committee")
    assignment: Assignment = get_object_or_404(named, pk=assignment_id)
    return assignment


def _initial(request: PortalRequest) -> dict[str, Any]:
    """Return what the address names, within reach; with a cadre, the duty by the norm."""
    asked = {name: request.GET.get(name, "") for name in ("can_bo", "khu")}
    keys = {name: int(text) if text.isdigit() else None for name, text in asked.items()}
    cadre = None
    if keys["can_bo"]:
        cadre = cadres_of(request.user, Ability.ASSIGN).filter(pk=keys["can_bo"]).first()
    return {
        "cadre": cadre,
        "area": keys["khu"],
        "visits_per_quarter": visits_for(cadre) if cadre else None,
    }
