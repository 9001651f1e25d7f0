"""Settings of the desk: numbers, classes, kinds, routes, heads."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.forms.endings import EndForm, ReasonForm
from cells.views.reach import acted_on
from common.forms import render_form
from common.paging import paginate
from feedback.actions import setup as actions
from feedback.forms import setup as forms
from feedback.models import DeskHead
from feedback.reports import setup as reports

__all__ = [
    "category_create",
    "category_edit",
    "head_create",
    "head_end",
    "head_list",
    "norm_edit",
    "norm_list",
    "route_create",
    "route_edit",
    "route_list",
    "route_remove",
    "urgency_edit",
]

NORMS = "feedback:norm_list"


@requires(Ability.READ_FEEDBACK, Ability.MANAGE_DESK)
def norm_list(request: PortalRequest) -> HttpResponse:
    """Show the numbers, the classes and the kinds; everybody's matters go by the same ones."""
    context = {
        "norms": reports.norms(),
        "urgencies": reports.urgencies(),
        "categories": reports.all_categories(),
        "may_edit": request.user.can(Ability.MANAGE_DESK),
    }
    return render(request, "feedback/norm_list.html", context)


@requires(Ability.MANAGE_DESK)
def norm_edit(request: PortalRequest) -> HttpResponse:
    """Change the numbers."""
    form = forms.NormForm(request.POST or None, instance=reports.norms())
    return _page(request, form, actions.edit_norms, _("Sửa định mức"), NORMS)


@requires(Ability.MANAGE_DESK)
def urgency_edit(request: PortalRequest, urgency_id: int) -> HttpResponse:
    """Change a class of urgency."""
    row = get_object_or_404(reports.urgencies(), pk=urgency_id)
    form = forms.UrgencyForm(request.POST or None, instance=row)
    return _page(request, form, actions.edit_urgency, _("Sửa loại thời hạn"), NORMS, pk=row.pk)


@requires(Ability.MANAGE_DESK)
def category_create(request: PortalRequest) -> HttpResponse:
    """Add a kind."""
    form = forms.CategoryForm(request.POST or None)
    return _page(request, form, actions.create_category, _("Thêm loại việc"), NORMS)


@requires(Ability.MANAGE_DESK)
def category_edit(request: PortalRequest, category_id: int) -> HttpResponse:
    """Change a kind, or let it take no more matters."""
    row = get_object_or_404(reports.all_categories(), pk=category_id)
    form = forms.CategoryForm(request.POST or None, instance=row)
    return _page(request, form, actions.edit_category, _("Sửa loại việc"), NORMS, pk=row.pk)


# --- Routes ---------------------------------------------------------------------------------------


@requires(Ability.READ_FEEDBACK, Ability.MANAGE_DESK)
def route_list(request: PortalRequest) -> HttpResponse:
    """List where matters go."""
    context = {
        "page": paginate(request, reports.routes(request.user)),
        "may_edit": request.user.can(Ability.MANAGE_DESK),
    }
    return render(request, "feedback/route_list.html", context)


@requires(Ability.MANAGE_DESK)
def route_create(request: PortalRequest) -> HttpResponse:
    """Add a route."""
    form = forms.RouteForm(request.POST or None, user=request.user)
    title = _("Thêm cách chuyển")
    return _page(request, form, actions.create_route, title, "feedback:route_list")


@requires(Ability.MANAGE_DESK)
def route_edit(request: PortalRequest, route_id: int) -> HttpResponse:
    """Change where a route leads."""
    row = get_object_or_404(reports.routes_to_change(request.user), pk=route_id)
    form = forms.RouteEditForm(request.POST or None, instance=row, user=request.user)
    title = _("Sửa cách chuyển: %(place)s, %(kind)s") % {
        "place": row.committee or _("mọi xã"),
        "kind": row.category or _("mọi loại việc"),
    }
    return _page(request, form, actions.edit_route, title, "feedback:route_list", pk=row.pk)


@requires(Ability.MANAGE_DESK)
def route_remove(request: PortalRequest, route_id: int) -> HttpResponse:
    """Ask why, then take a route out."""
    row = get_object_or_404(reports.routes_to_change(request.user), pk=route_id)
    form = ReasonForm(request.POST or None, row=row)
    if request.method == "POST" and form.perform(actions.remove_route, pk=row.pk, by=request.user):
        messages.success(request, _("Đã bỏ cách chuyển."))
        return redirect("feedback:route_list")
    context = {
        "question": _("Bỏ cách chuyển này?"),
        "consequence": _("Việc mới theo dòng chung hơn; việc đã chuyển vẫn ở chỗ của nó."),
        "verb": _("Bỏ cách chuyển"),
        "back": reverse("feedback:route_list"),
        "is_danger": True,
    }
    return render_form(request, "confirm.html", form, **context)


# --- Heads ----------------------------------------------------------------------------------------


@requires(Ability.READ_FEEDBACK, Ability.MANAGE_DESK)
def head_list(request: PortalRequest) -> HttpResponse:
    """List who answers for which place."""
    context = {
        "page": paginate(request, reports.heads(request.user)),
        "may_edit": request.user.can(Ability.MANAGE_DESK),
    }
    return render(request, "feedback/head_list.html", context)


@requires(Ability.MANAGE_DESK)
def head_create(request: PortalRequest) -> HttpResponse:
    """Say who answers for a place."""
    form = forms.HeadForm(request.POST or None, user=request.user)
    title = _("Ghi người đứng đầu")
    return _page(request, form, actions.create_head, title, "feedback:head_list")


@requires(Ability.MANAGE_DESK)
def head_end(request: PortalRequest, head_id: int) -> HttpResponse:
    """Ask for the last day, then end it."""
    row = acted_on(DeskHead.objects, request.user, Ability.MANAGE_DESK, head_id)
    form = EndForm(request.POST or None, row=row)
    if request.method == "POST" and form.perform(actions.end_head, pk=row.pk, by=request.user):
        messages.success(request, _("Đã kết thúc: %(head)s.") % {"head": row})
        return redirect("feedback:head_list")
    context = {
        "question": _("Kết thúc: %(head)s?") % {"head": row},
        "consequence": _("Sau ngày đó việc quá hạn của nơi này báo thẳng ủy viên phụ trách."),
        "verb": _("Kết thúc"),
        "back": reverse("feedback:head_list"),
        "is_danger": True,
    }
    return render_form(request, "confirm.html", form, **context)


def _page(  # noqa: PLR0917 -- request and form, then the act, its title and where it leads
    request: PortalRequest, form: Any, act: Callable[..., Any], title: str, back: str, **fixed: Any
) -> HttpResponse:
    if request.method == "POST" and form.perform(act, by=request.user, **fixed):
        messages.success(request, _("%(what)s: đã ghi.") % {"what": title})
        return redirect(back)
    context = {"title": title, "verb": _("Lưu"), "back": reverse(back)}
    return render_form(request, "feedback/norm_form.html", form, **context)
