"""How long personal data is kept, and what the nights deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common.forms import render_form
from common.paging import paginate
from feedback.actions.retention import edit_retention
from feedback.forms.privacy import RetentionForm, RunFilter
from feedback.models import RetentionRule
from feedback.reports.retention import rules_shown, runs_listed

__all__ = ["retention_edit", "retention_list"]


@requires(Ability.READ_PRIVACY_LOG, Ability.MANAGE_DESK)
def retention_list(request: PortalRequest) -> HttpResponse:
    """Show the times of keeping with what is past them, and what was deleted so far."""
    filters = RunFilter(request.GET)
    context = {
        "filters": filters,
        "rules": rules_shown(),
        "page": paginate(request, runs_listed(request.user, filters.chosen)),
    }
    return render(request, "feedback/retention_list.html", context)


@requires(Ability.MANAGE_DESK)
def retention_edit(request: PortalRequest, retention_id: int) -> HttpResponse:
    """Change how long one kind of data is kept."""
    row = get_object_or_404(RetentionRule.objects.visible_to(request.user), pk=retention_id)
    form = RetentionForm(request.POST or None, instance=row)
    acts = {"pk": row.pk, "by": request.user}
    if request.method == "POST" and form.perform(edit_retention, **acts):
        messages.success(request, _("Đã lưu thời hạn giữ %(what)s.") % {"what": row})
        return redirect("feedback:retention_list")
    return render_form(request, "feedback/retention_form.html", form, row=row)
