"""Decisions: list, one with its assignments, recorded, corrected."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions import decisions as actions
from assignments.exports.assigned import ASSIGNMENTS, DECISIONS
from assignments.forms.decisions import DecisionFilter, DecisionForm
from assignments.models import Decision
from assignments.reports import assigned as reports
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["decision_create", "decision_detail", "decision_edit", "decision_list"]


@requires(Ability.READ_CADRES)
def decision_list(request: PortalRequest) -> HttpResponseBase:
    """List the decisions, newest first."""
    filters = DecisionFilter(request.GET)
    rows = reports.decisions_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, DECISIONS, _("Quyết định phân công"))
    context = {"filters": filters, "page": paginate(request, rows)}
    return render(request, "assignments/decision_list.html", context)


@requires(Ability.READ_CADRES)
def decision_detail(request: PortalRequest, decision_id: int) -> HttpResponseBase:
    """Show a decision with the assignments that rest on it, of any time."""
    decisions = Decision.objects.visible_to(request.user).select_related("committee")
    decision = get_object_or_404(decisions, pk=decision_id)
    chosen = {"quyet_dinh": decision, "moi_ky": True}
    rows = reports.assignments_listed(request.user, chosen)
    if wants(request):
        return download(request, rows, ASSIGNMENTS, _("Phân công theo %(d)s") % {"d": decision})
    context = {"decision": decision, "page": paginate(request, rows)}
    return render(request, "assignments/decision_detail.html", context)


@requires(Ability.ASSIGN)
def decision_create(request: PortalRequest) -> HttpResponse:
    """Record a decision."""
    form = DecisionForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.perform(actions.create_decision, by=request.user):
        messages.success(request, _("Đã ghi quyết định %(name)s.") % {"name": form.result})
        return redirect("assignments:decision_detail", form.result.pk)
    return render_form(request, "assignments/decision_form.html", form)


@requires(Ability.ASSIGN)
def decision_edit(request: PortalRequest, decision_id: int) -> HttpResponse:
    """Correct a decision."""
    decisions = Decision.objects.acted_on_by(request.user, Ability.ASSIGN)
    decision = get_object_or_404(decisions, pk=decision_id)
    name = str(decision)
    form = DecisionForm(request.POST or None, instance=decision, user=request.user)
    acts = {"pk": decision.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_decision, **acts):
        messages.success(request, _("Đã lưu quyết định %(name)s.") % {"name": form.result})
        return redirect("assignments:decision_detail", decision.pk)
    context = {"decision": decision, "name": name}
    return render_form(request, "assignments/decision_form.html", form, **context)
