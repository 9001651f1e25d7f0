"""Who of the Standing Board is in charge of which commune: list, given, edited, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions import charges as actions
from assignments.exports.people import CHARGES
from assignments.forms.decisions import ChargeCreateForm, ChargeFilter, ChargeForm
from assignments.forms.endings import EndForm
from assignments.models import AreaCharge
from assignments.reports.assigned import charges_listed
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["charge_create", "charge_edit", "charge_end", "charge_list"]


@requires(Ability.READ_CADRES)
def charge_list(request: PortalRequest) -> HttpResponseBase:
    """List who is in charge, by commune."""
    filters = ChargeFilter(request.GET)
    rows = charges_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, CHARGES, _("Phụ trách xã"))
    context = {"filters": filters, "page": paginate(request, rows)}
    return render(request, "assignments/charge_list.html", context)


@requires(Ability.ASSIGN)
def charge_create(request: PortalRequest) -> HttpResponse:
    """Put a board member in charge of a commune; `?xa=` names the commune."""
    initial = {"committee": request.GET.get("xa")}
    form = ChargeCreateForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.perform(actions.create_charge, by=request.user):
        messages.success(request, _("Đã ghi: %(charge)s.") % {"charge": form.result})
        return redirect("assignments:charge_list")
    return render_form(request, "assignments/charge_form.html", form)


@requires(Ability.ASSIGN)
def charge_edit(request: PortalRequest, charge_id: int) -> HttpResponse:
    """Correct a charge."""
    charge = _charge(request, charge_id)
    form = ChargeForm(request.POST or None, instance=charge, user=request.user)
    acts = {"pk": charge.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_charge, **acts):
        messages.success(request, _("Đã lưu: %(charge)s.") % {"charge": form.result})
        return redirect("assignments:charge_list")
    return render_form(request, "assignments/charge_form.html", form, charge=charge)


@requires(Ability.ASSIGN)
def charge_end(request: PortalRequest, charge_id: int) -> HttpResponse:
    """Ask for the last day, then end a charge."""
    charge = _charge(request, charge_id)
    form = EndForm(request.POST or None, row=charge)
    acts = {"pk": charge.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.end_charge, **acts):
        messages.success(request, _("Đã kết thúc: %(charge)s.") % {"charge": charge})
        return redirect("assignments:charge_list")
    facts = {"who": charge.member, "where": charge.committee}
    context = {
        "question": _("Kết thúc phụ trách %(where)s của đ/c %(who)s?") % facts,
        "consequence": _("Sau ngày đó xã này chưa có ủy viên phụ trách, đến khi ghi người mới."),
        "verb": _("Kết thúc phụ trách"),
        "back": reverse("assignments:charge_list"),
        "is_danger": True,
    }
    return render_form(request, "confirm.html", form, **context)


def _charge(request: PortalRequest, charge_id: int) -> AreaCharge:
    rows = AreaCharge.objects.acted_on_by(request.user, Ability.ASSIGN)
    named = rows.select_related("committee", "member")
    charge: AreaCharge = get_object_or_404(named, pk=charge_id)
    return charge
