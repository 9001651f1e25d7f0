"""Help registrations: list, cells that need help, one with its result, registered, closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions import help as actions
from assignments.exports.help import CELLS_IN_NEED, HELP
from assignments.forms.endings import ReasonForm
from assignments.forms.help import (
    CloseForm,
    EditForm,
    HelpFilter,
    NeedFilter,
    RegisterForm,
    cell_label,
)
from assignments.models import HelpRegistration
from assignments.reports import help as reports
from assignments.reports.help_chart import chart_of
from assignments.reports.help_effect import effect_of
from assignments.reports.help_page import help_page, suggestion
from cells.views.reach import acted_on
from common.forms import render_form
from common.paging import paginate
from common.picking import pick_options
from common.spreadsheets import download, wants

__all__ = [
    "help_cell_options",
    "help_close",
    "help_detail",
    "help_edit",
    "help_list",
    "help_needs",
    "help_register",
    "help_withdraw",
]


@requires(Ability.READ_UNITS)
def help_list(request: PortalRequest) -> HttpResponseBase:
    """List the registrations, with how their plans and reviews stand."""
    filters = HelpFilter(request.GET, user=request.user)
    rows = reports.registrations_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, reports.listed_rows(rows), HELP, _("Đăng ký giúp đỡ chi bộ"))
    page = paginate(request, rows)
    context = {"filters": filters, "page": page, "rows": reports.listed_rows(page)}
    return render(request, "assignments/help_list.html", context)


@requires(Ability.READ_UNITS)
def help_needs(request: PortalRequest) -> HttpResponseBase:
    """List the cells that fell short and that nobody helps, with their figures."""
    filters = NeedFilter(request.GET, user=request.user)
    cells = reports.cells_in_need(request.user, filters.chosen)
    if wants(request):
        rows = reports.in_need_rows(request.user, cells)
        return download(request, rows, CELLS_IN_NEED, _("Chi bộ cần giúp đỡ"))
    page = paginate(request, cells)
    context = {
        "filters": filters,
        "page": page,
        "rows": reports.in_need_rows(request.user, page),
        "may_register": request.user.can(Ability.REGISTER_HELP),
    }
    return render(request, "assignments/help_needs.html", context)


@requires(Ability.REGISTER_HELP)
def help_register(request: PortalRequest) -> HttpResponse:
    """Register help for one or more cells; `?chi_bo=` names them."""
    asked = request.POST.getlist("cells") or request.GET.getlist("chi_bo")
    named = [int(each) for each in asked if each.isdigit()]
    form = RegisterForm(request.POST or None, user=request.user, named=named)
    if request.method == "POST" and form.perform(actions.register_help, by=request.user):
        made = form.result
        said = ngettext("Đã đăng ký giúp %(n)s chi bộ.", "Đã đăng ký giúp %(n)s chi bộ.", len(made))
        messages.success(request, said % {"n": len(made)})
        if len(made) == 1:
            return redirect("assignments:help_detail", made[0].pk)
        return redirect("assignments:help_list")
    return render_form(request, "assignments/help_register.html", form)


@requires(Ability.REGISTER_HELP)
def help_cell_options(request: PortalRequest) -> HttpResponse:
    """Suggest cells for which help may be registered."""
    cells = reports.cells_to_help(request.user).select_related("committee")
    return pick_options(request, cells, cell_label)


@requires(Ability.READ_UNITS)
def help_detail(request: PortalRequest, registration_id: int) -> HttpResponse:
    """Show one registration: baseline, plan, agreements, reviews, result."""
    rows = HelpRegistration.objects.visible_to(request.user)
    named = rows.select_related("cell__committee", "agency", "registered_by")
    row = get_object_or_404(named, pk=registration_id)
    page = help_page(request.user, row)
    context = {"help": page, "row": row}
    today = timezone.localdate()
    if page.has_begun:
        effect = effect_of(request.user, row, request.GET.get("chi_so", ""))
        actions_drawn = [each.action for each in page.plan]
        context |= {"effect": effect, "chart": chart_of(row, effect, actions_drawn, today)}
    return render(request, "assignments/help_detail.html", context)


@requires(Ability.REGISTER_HELP)
def help_edit(request: PortalRequest, registration_id: int) -> HttpResponse:
    """Change why a cell is helped, and until when."""
    row = _acted_on(request, Ability.REGISTER_HELP, registration_id)
    if row.closed_on:
        return _is_over(request, row)
    form = EditForm(request.POST or None, instance=row)
    acts = {"pk": row.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_help, **acts):
        messages.success(request, _("Đã lưu đăng ký giúp đỡ."))
        return redirect("assignments:help_detail", row.pk)
    context = {"row": row, "title": _("Sửa đăng ký giúp đỡ"), "verb": _("Lưu đăng ký")}
    return render_form(request, "assignments/help_form.html", form, **context)


@requires(Ability.CHECK_HELP)
def help_close(request: PortalRequest, registration_id: int) -> HttpResponse:
    """Close a registration with what came of it; a later rating suggests the outcome."""
    row = _acted_on(request, Ability.CHECK_HELP, registration_id)
    found = suggestion(row)
    initial: dict[str, Any] = {"closed_on": timezone.localdate()}
    if found:
        initial |= {"outcome": found.outcome, "closing_note": found.reason}
    form = CloseForm(request.POST or None, initial=initial, row=row)
    acts = {"pk": row.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.close_help, **acts):
        messages.success(request, _("Đã kết thúc việc giúp đỡ %(cell)s.") % {"cell": row.cell})
        return redirect("assignments:help_detail", row.pk)
    context = {
        "row": row,
        "title": _("Kết thúc giúp đỡ"),
        "verb": _("Kết thúc giúp đỡ"),
        "suggestion": found,
    }
    return render_form(request, "assignments/help_form.html", form, **context)


@requires(Ability.REGISTER_HELP)
def help_withdraw(request: PortalRequest, registration_id: int) -> HttpResponse:
    """Ask why, then take a registration back."""
    row = _acted_on(request, Ability.REGISTER_HELP, registration_id)
    if row.closed_on:
        return _is_over(request, row)
    form = ReasonForm(request.POST or None, row=row)
    acts = {"pk": row.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.withdraw_help, **acts):
        messages.success(request, _("Đã rút đăng ký giúp đỡ %(cell)s.") % {"cell": row.cell})
        return redirect("assignments:help_detail", row.pk)
    context = {
        "question": _("Rút đăng ký giúp đỡ %(cell)s?") % {"cell": row.cell},
        "consequence": _("Đăng ký ghi là đã rút, chi bộ lại được nêu để cơ quan khác nhận."),
        "verb": _("Rút đăng ký"),
        "back": reverse("assignments:help_detail", args=[row.pk]),
        "is_danger": True,
    }
    return render_form(request, "confirm.html", form, **context)


def _acted_on(request: PortalRequest, ability: Ability, pk: int) -> HelpRegistration:
    row: HelpRegistration = acted_on(HelpRegistration.objects, request.user, ability, pk)
    return row


def _is_over(request: PortalRequest, row: HelpRegistration) -> HttpResponse:
    """Lead back to a registration that is not changed any more, and say so."""
    messages.error(request, _("Việc giúp đỡ này đã kết thúc, không sửa hay rút được nữa."))
    return redirect("assignments:help_detail", row.pk)
