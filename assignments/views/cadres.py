"""Cadres: list, one, added, edited, leaving, handing over."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions import assignments as assigning
from assignments.actions import cadres as actions
from assignments.exports.people import CADRES
from assignments.forms.assignments import HandOverForm
from assignments.forms.endings import LeaveForm
from assignments.forms.people import CadreFilter, CadreForm
from assignments.models import Agency, Assignment, Cadre
from assignments.reports import people as reports
from assignments.rules.assignments import day_before
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = [
    "cadre_create",
    "cadre_detail",
    "cadre_edit",
    "cadre_hand_over",
    "cadre_leave",
    "cadre_list",
]


@requires(Ability.READ_CADRES)
def cadre_list(request: PortalRequest) -> HttpResponseBase:
    """List the cadres, with what each is assigned to today; ticked ones can be assigned."""
    filters = CadreFilter(request.GET, user=request.user)
    rows = reports.cadres_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, CADRES, _("Danh sách cán bộ"))
    context = {"filters": filters, "page": paginate(request, rows)}
    return render(request, "assignments/cadre_list.html", context)


@requires(Ability.READ_CADRES)
def cadre_detail(request: PortalRequest, cadre_id: int) -> HttpResponse:
    """Show a cadre: assignments now and before, duty, absences."""
    cadres = Cadre.objects.visible_to(request.user)
    named = cadres.select_related("agency", "home_area__committee", "user")
    cadre = get_object_or_404(named, pk=cadre_id)
    agencies = Agency.objects.visible_to(request.user)
    context = {
        "cadre": cadre,
        "reaches_agency": agencies.filter(pk=cadre.agency_id).exists(),
        "file": reports.cadre_file(request.user, cadre),
        "is_managed": Cadre.objects.acted_on_by(request.user, Ability.EDIT_CADRES)
        .filter(pk=cadre.pk)
        .exists(),
    }
    return render(request, "assignments/cadre_detail.html", context)


@requires(Ability.EDIT_CADRES)
def cadre_create(request: PortalRequest) -> HttpResponse:
    """Add a cadre; `?co_quan=` names the agency."""
    initial = {"agency": request.GET.get("co_quan")}
    form = CadreForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.perform(actions.create_cadre, by=request.user):
        messages.success(request, _("Đã thêm đ/c %(who)s.") % {"who": form.result})
        return redirect("assignments:cadre_detail", form.result.pk)
    return render_form(request, "assignments/cadre_form.html", form)


@requires(Ability.EDIT_CADRES)
def cadre_edit(request: PortalRequest, cadre_id: int) -> HttpResponse:
    """Change what is known of a cadre."""
    cadres = Cadre.objects.acted_on_by(request.user, Ability.EDIT_CADRES)
    cadre = get_object_or_404(cadres, pk=cadre_id)
    name = cadre.full_name
    form = CadreForm(request.POST or None, instance=cadre, user=request.user)
    acts = {"pk": cadre.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_cadre, **acts):
        messages.success(request, _("Đã lưu đ/c %(who)s.") % {"who": form.result})
        return redirect("assignments:cadre_detail", cadre.pk)
    return render_form(request, "assignments/cadre_form.html", form, cadre=cadre, name=name)


@requires(Ability.EDIT_CADRES)
def cadre_leave(request: PortalRequest, cadre_id: int) -> HttpResponse:
    """Let a cadre leave the service; open assignments are handed over first, or ended with it."""
    cadres = Cadre.objects.acted_on_by(request.user, Ability.EDIT_CADRES)
    cadre = get_object_or_404(cadres, pk=cadre_id)
    rows = list(reports.open_assignments(cadre, timezone.localdate()))
    form = LeaveForm(
        request.POST or None,
        row=cadre,
        initial={"valid_to": cadre.valid_to},
        has_assignments=bool(rows) or request.method == "POST",
    )
    acts = {"pk": cadre.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.leave_service, **acts):
        messages.success(request, _("Đã ghi ngày thôi công tác của đ/c %(who)s.") % {"who": cadre})
        return redirect("assignments:cadre_detail", cadre.pk)
    context = {"cadre": cadre, "assignments": rows}
    return render_form(request, "assignments/cadre_leave.html", form, **context)


@requires(Ability.ASSIGN)
def cadre_hand_over(request: PortalRequest, cadre_id: int) -> HttpResponse:
    """Hand all, or the ticked, areas of a cadre to another one in one act."""
    cadres = Cadre.objects.acted_on_by(request.user, Ability.ASSIGN)
    cadre = get_object_or_404(cadres, pk=cadre_id)
    reached = Assignment.objects.acted_on_by(request.user, Ability.ASSIGN).values("pk")
    open_rows = reports.open_assignments(cadre, day_before(timezone.localdate()))
    rows = open_rows.filter(pk__in=reached)
    form = HandOverForm(request.POST or None, user=request.user, assignments=rows)
    acts = {"cadre": cadre, "by": request.user}
    if request.method == "POST" and form.perform(assigning.hand_over, **acts):
        count = len(form.result)
        said = ngettext(
            "Đã bàn giao %(n)d khu dân cư cho đ/c %(who)s.",
            "Đã bàn giao %(n)d khu dân cư cho đ/c %(who)s.",
            count,
        )
        messages.success(request, said % {"n": count, "who": form.cleaned_data["to"]})
        return redirect("assignments:cadre_detail", cadre.pk)
    context = {"cadre": cadre, "assignments": rows}
    return render_form(request, "assignments/cadre_hand_over.html", form, **context)
