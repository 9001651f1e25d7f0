"""The norms of duty: shown to all, edited by who assigns."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions.decisions import edit_norm
from assignments.forms.decisions import NormForm
from assignments.models import DutyNorm
from common.forms import render_form

__all__ = ["norm_edit", "norm_list"]


@requires(Ability.READ_CADRES)
def norm_list(request: PortalRequest) -> HttpResponse:
    """Show how many visits a quarter new assignments ask for."""
    # The norms belong to the whole portal: everybody sees the same two rows.
    return render(request, "assignments/norm_list.html", {"norms": DutyNorm.objects.all()})


@requires(Ability.ASSIGN)
def norm_edit(request: PortalRequest, norm_id: int) -> HttpResponse:
    """Change a norm."""
    norm = get_object_or_404(DutyNorm, pk=norm_id)
    form = NormForm(request.POST or None, instance=norm)
    if request.method == "POST" and form.perform(edit_norm, pk=norm.pk, by=request.user):
        messages.success(request, _("Đã lưu định mức. Phân công đã có giữ số lần dự của mình."))
        return redirect("assignments:norm_list")
    return render_form(request, "assignments/norm_form.html", form, norm=norm)
