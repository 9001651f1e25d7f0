"""Residential areas and the bodies in them: list, one, added, edited, ended."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import areas as actions
from cells.exports.areas import AREAS
from cells.forms.areas import AreaFilter, AreaForm, BodyForm
from cells.forms.endings import EndForm
from cells.models import ResidentialArea, VillageBody
from cells.reports import areas as reports
from cells.reports.heard import heard_in
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = [
    "area_create",
    "area_detail",
    "area_edit",
    "area_end",
    "area_list",
    "body_create",
    "body_edit",
    "body_end",
]


@requires(Ability.READ_UNITS)
def area_list(request: PortalRequest) -> HttpResponseBase:
    """List the residential areas with their cells and cadres of today."""
    filters = AreaFilter(request.GET, user=request.user)
    rows = reports.areas_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, AREAS, _("Danh sách khu dân cư"))
    context = {
        "filters": filters,
        "page": paginate(request, rows),
        "may_create": request.user.can(Ability.EDIT_UNITS),
    }
    return render(request, "cells/area_list.html", context)


@requires(Ability.READ_UNITS)
def area_detail(request: PortalRequest, area_id: int) -> HttpResponse:
    """Show an area: cells over time, bodies, who is assigned."""
    area = _seen(request, area_id)
    context = {
        "area": area,
        "file": reports.area_file(request.user, area),
        "heard": heard_in(request.user, [area], timezone.localdate()),
    }
    return render(request, "cells/area_detail.html", context)


@requires(Ability.EDIT_UNITS)
def area_create(request: PortalRequest) -> HttpResponse:
    """Add a residential area; `?xa=` names the commune."""
    initial = {"committee": request.GET.get("xa")}
    form = AreaForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.perform(actions.create_area, by=request.user):
        messages.success(request, _("Đã thêm khu dân cư %(name)s.") % {"name": form.result})
        return redirect("cells:area_detail", form.result.pk)
    return render_form(request, "cells/area_form.html", form)


@requires(Ability.EDIT_UNITS)
def area_edit(request: PortalRequest, area_id: int) -> HttpResponse:
    """Change what is known of an area."""
    area = _acted_on(request, area_id)
    name = area.name
    form = AreaForm(request.POST or None, instance=area, user=request.user)
    fixed = {"pk": area.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_area, **fixed):
        messages.success(request, _("Đã lưu khu dân cư %(name)s.") % {"name": form.result})
        return redirect("cells:area_detail", area.pk)
    return render_form(request, "cells/area_form.html", form, area=area, name=name)


@requires(Ability.EDIT_UNITS)
def area_end(request: PortalRequest, area_id: int) -> HttpResponse:
    """Ask for the last day, then end the area with its bodies and its links to cells."""
    area = _acted_on(request, area_id)
    form = EndForm(request.POST or None, row=area)
    if request.method == "POST" and form.perform(actions.end_area, pk=area.pk, by=request.user):
        messages.success(request, _("Đã kết thúc khu dân cư %(name)s.") % {"name": area})
        return redirect("cells:area_detail", area.pk)
    words = {
        "question": _("Kết thúc khu dân cư %(name)s?") % {"name": area},
        "consequence": _(
            "Các tổ chức ở khu và việc gắn với chi bộ cũng kết thúc từ ngày đó. Lịch sử vẫn xem được."
        ),
        "verb": _("Kết thúc khu dân cư"),
    }
    return _asked(request, form, area, words)


@requires(Ability.EDIT_UNITS)
def body_create(request: PortalRequest, area_id: int) -> HttpResponse:
    """Add a body to an area."""
    area = _acted_on(request, area_id)
    form = BodyForm(request.POST or None)
    fixed = {"area": area, "by": request.user}
    if request.method == "POST" and form.perform(actions.create_body, **fixed):
        messages.success(request, _("Đã thêm %(name)s.") % {"name": form.result})
        return redirect("cells:area_detail", area.pk)
    return render_form(request, "cells/body_form.html", form, area=area)


@requires(Ability.EDIT_UNITS)
def body_edit(request: PortalRequest, area_id: int, body_id: int) -> HttpResponse:
    """Change what is known of a body."""
    area = _acted_on(request, area_id)
    body = get_object_or_404(area.bodies, pk=body_id)
    name = str(body)
    form = BodyForm(request.POST or None, instance=body)
    fixed = {"pk": body.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_body, **fixed):
        messages.success(request, _("Đã lưu %(name)s.") % {"name": form.result})
        return redirect("cells:area_detail", area.pk)
    return render_form(request, "cells/body_form.html", form, area=area, body=body, name=name)


@requires(Ability.EDIT_UNITS)
def body_end(request: PortalRequest, area_id: int, body_id: int) -> HttpResponse:
    """Ask for the last day, then end the body."""
    area = _acted_on(request, area_id)
    body: VillageBody = get_object_or_404(area.bodies, pk=body_id)
    form = EndForm(request.POST or None, row=body)
    if request.method == "POST" and form.perform(actions.end_body, pk=body.pk, by=request.user):
        messages.success(request, _("Đã kết thúc %(name)s.") % {"name": body})
        return redirect("cells:area_detail", area.pk)
    words = {
        "question": _("Kết thúc %(name)s của %(area)s?") % {"name": body, "area": area},
        "consequence": _("Tổ chức vẫn xem được trong phần trước đây."),
        "verb": _("Kết thúc tổ chức"),
    }
    return _asked(request, form, area, words)


def _seen(request: PortalRequest, pk: int) -> ResidentialArea:
    rows = ResidentialArea.objects.visible_to(request.user).select_related("committee")
    return get_object_or_404(rows, pk=pk)


def _acted_on(request: PortalRequest, pk: int) -> ResidentialArea:
    """Return an area that the reader may change; 403 for one only seen."""
    area = _seen(request, pk)
    rows = ResidentialArea.objects.acted_on_by(request.user, Ability.EDIT_UNITS)
    if not rows.filter(pk=area.pk).exists():
        raise PermissionDenied(_("Đồng chí chỉ xem được khu dân cư này."))
    return area


def _asked(
    request: PortalRequest, form: EndForm, area: ResidentialArea, words: dict[str, Any]
) -> HttpResponse:
    """Return the question before something of `area` ends."""
    back = reverse("cells:area_detail", args=[area.pk])
    return render_form(request, "confirm.html", form, back=back, is_danger=True, **words)
