"""Agencies: list, one, added, edited, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions import agencies as actions
from assignments.exports.people import AGENCIES, CADRES
from assignments.forms.endings import EndForm
from assignments.forms.people import AgencyFilter, AgencyForm
from assignments.models import Agency
from assignments.reports import people as reports
from assignments.reports.help import registrations_of
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["agency_create", "agency_detail", "agency_edit", "agency_end", "agency_list"]


@requires(Ability.READ_CADRES)
def agency_list(request: PortalRequest) -> HttpResponseBase:
    """List the agencies."""
    filters = AgencyFilter(request.GET)
    rows = reports.agencies_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, AGENCIES, _("Danh sách cơ quan"))
    context = {"filters": filters, "page": paginate(request, rows)}
    return render(request, "assignments/agency_list.html", context)


@requires(Ability.READ_CADRES)
def agency_detail(request: PortalRequest, agency_id: int) -> HttpResponseBase:
    """Show an agency with its cadres and where they are sent."""
    agencies = Agency.objects.visible_to(request.user).select_related("committee")
    agency = get_object_or_404(agencies, pk=agency_id)
    cadres = reports.cadres_listed(request.user, {"co_quan": agency})
    if wants(request):
        return download(request, cadres, CADRES, _("Cán bộ %(name)s") % {"name": agency})
    context = {
        "agency": agency,
        "page": paginate(request, cadres),
        "helped": registrations_of(request.user, agency),
    }
    return render(request, "assignments/agency_detail.html", context)


@requires(Ability.EDIT_CADRES)
def agency_create(request: PortalRequest) -> HttpResponse:
    """Add an agency."""
    form = AgencyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.perform(actions.create_agency, by=request.user):
        messages.success(request, _("Đã thêm %(name)s.") % {"name": form.result})
        return redirect("assignments:agency_detail", form.result.pk)
    return render_form(request, "assignments/agency_form.html", form)


@requires(Ability.EDIT_CADRES)
def agency_edit(request: PortalRequest, agency_id: int) -> HttpResponse:
    """Change what is known of an agency."""
    agencies = Agency.objects.acted_on_by(request.user, Ability.EDIT_CADRES)
    agency = get_object_or_404(agencies, pk=agency_id)
    name = agency.name
    form = AgencyForm(request.POST or None, instance=agency, user=request.user)
    acts = {"pk": agency.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_agency, **acts):
        messages.success(request, _("Đã lưu %(name)s.") % {"name": form.result})
        return redirect("assignments:agency_detail", agency.pk)
    context = {"agency": agency, "name": name}
    return render_form(request, "assignments/agency_form.html", form, **context)


@requires(Ability.EDIT_CADRES)
def agency_end(request: PortalRequest, agency_id: int) -> HttpResponse:
    """Ask for the last day, then end the agency."""
    agencies = Agency.objects.acted_on_by(request.user, Ability.EDIT_CADRES)
    agency = get_object_or_404(agencies, pk=agency_id)
    form = EndForm(request.POST or None, row=agency)
    acts = {"pk": agency.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.end_agency, **acts):
        messages.success(request, _("Đã kết thúc %(name)s.") % {"name": agency})
        return redirect("assignments:agency_detail", agency.pk)
    return render_form(request, "assignments/agency_end.html", form, agency=agency)
