"""Committees: the tree, one, added, edited, ended."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import committees as actions
from cells.exports.committees import COMMITTEES
from cells.forms.committees import CommitteeFilter, CommitteeForm, OwnCommitteeForm
from cells.forms.endings import EndForm
from cells.models import Committee
from cells.reports import committees as reports
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["commune_create", "commune_detail", "commune_edit", "commune_end", "commune_list"]


@requires(Ability.READ_UNITS)
def commune_list(request: PortalRequest) -> HttpResponseBase:
    """List the committees as a tree, with the areas and cells under each."""
    filters = CommitteeFilter(request.GET)
    rows = reports.committees_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, COMMITTEES, _("Đảng bộ, xã"))
    above = Committee.objects.acted_on_by(request.user, Ability.EDIT_UNITS)
    context = {
        "filters": filters,
        "page": paginate(request, rows),
        "may_create": above.exclude(level=Committee.Level.COMMUNE).exists(),
    }
    return render(request, "cells/commune_list.html", context)


@requires(Ability.READ_UNITS)
def commune_detail(request: PortalRequest, commune_id: int) -> HttpResponse:
    """Show a committee: figures, the units below it, who is in charge."""
    committee = _seen(request, commune_id)
    context = {"committee": committee, "file": reports.committee_file(request.user, committee)}
    return render(request, "cells/commune_detail.html", context)


@requires(Ability.EDIT_UNITS)
def commune_create(request: PortalRequest) -> HttpResponse:
    """Add a committee below one that the reader staffs."""
    initial = {"level": Committee.Level.COMMUNE}
    form = CommitteeForm(request.POST or None, initial=initial, user=request.user)
    above: Any = form.fields["parent"]
    if not above.queryset.exists():
        raise PermissionDenied(_("Chỉ cấp trên của xã lập thêm đơn vị."))
    if request.method == "POST" and form.perform(actions.create_committee, by=request.user):
        messages.success(request, _("Đã thêm %(name)s.") % {"name": form.result})
        return redirect("cells:commune_detail", form.result.pk)
    return render_form(request, "cells/commune_form.html", form)


@requires(Ability.EDIT_UNITS)
def commune_edit(request: PortalRequest, commune_id: int) -> HttpResponse:
    """Change what is known of a committee; who staffs the one above may also move it."""
    committee = _acted_on(request, commune_id)
    name = committee.name
    fixed: dict[str, Any] = {"pk": committee.pk, "by": request.user}
    form: OwnCommitteeForm
    if _staffs_above(request, committee):
        form = CommitteeForm(request.POST or None, instance=committee, user=request.user)
    else:
        form = OwnCommitteeForm(request.POST or None, instance=committee)
        fixed |= {"parent": committee.parent, "level": committee.level}
    if request.method == "POST" and form.perform(actions.edit_committee, **fixed):
        messages.success(request, _("Đã lưu %(name)s.") % {"name": form.result})
        return redirect("cells:commune_detail", committee.pk)
    context = {"committee": committee, "name": name}
    return render_form(request, "cells/commune_form.html", form, **context)


@requires(Ability.EDIT_UNITS)
def commune_end(request: PortalRequest, commune_id: int) -> HttpResponse:
    """Ask for the last day, then end the committee."""
    committee = _acted_on(request, commune_id)
    if not _staffs_above(request, committee):
        raise PermissionDenied(_("Chỉ cấp trên của đơn vị này kết thúc được đơn vị."))
    form = EndForm(request.POST or None, row=committee)
    fixed = {"pk": committee.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.end_committee, **fixed):
        messages.success(request, _("Đã kết thúc %(name)s.") % {"name": committee})
        return redirect("cells:commune_detail", committee.pk)
    words = {
        "question": _("Kết thúc %(name)s?") % {"name": committee},
        "consequence": _("Đơn vị và lịch sử vẫn xem được; không thêm khu dân cư, chi bộ được nữa."),
        "verb": _("Kết thúc đơn vị"),
        "back": reverse("cells:commune_detail", args=[committee.pk]),
    }
    return render_form(request, "confirm.html", form, is_danger=True, **words)


def _seen(request: PortalRequest, pk: int) -> Committee:
    rows = Committee.objects.visible_to(request.user).select_related("parent")
    return get_object_or_404(rows, pk=pk)


def _acted_on(request: PortalRequest, pk: int) -> Committee:
    """Return a committee that the reader may change; 403 for one only seen."""
    committee = _seen(request, pk)
    rows = Committee.objects.acted_on_by(request.user, Ability.EDIT_UNITS)
    if not rows.filter(pk=committee.pk).exists():
        raise PermissionDenied(_("Đồng chí chỉ xem được đơn vị này."))
    return committee


def _staffs_above(request: PortalRequest, committee: Committee) -> bool:
    rows = Committee.objects.acted_on_by(request.user, Ability.EDIT_UNITS)
    return committee.parent_id is not None and rows.filter(pk=committee.parent_id).exists()
