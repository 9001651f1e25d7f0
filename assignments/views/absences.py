"""Leave and missions: list, recorded, edited, cancelled."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from assignments.actions import absences as actions
from assignments.exports.people import ABSENCES
from assignments.forms.endings import ReasonForm
from assignments.forms.people import AbsenceCreateForm, AbsenceFilter, AbsenceForm
from assignments.models import Absence
from assignments.reports.people import absences_listed
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["absence_cancel", "absence_create", "absence_edit", "absence_list"]


@requires(Ability.RECORD_ABSENCES)
def absence_list(request: PortalRequest) -> HttpResponseBase:
    """List the absences, newest first."""
    filters = AbsenceFilter(request.GET, user=request.user)
    rows = absences_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, ABSENCES, _("Nghỉ, công tác"))
    context = {"filters": filters, "page": paginate(request, rows)}
    return render(request, "assignments/absence_list.html", context)


@requires(Ability.RECORD_ABSENCES)
def absence_create(request: PortalRequest) -> HttpResponse:
    """Record that a cadre is away; `?can_bo=` names the cadre."""
    asked = request.GET.get("can_bo", "")
    initial = {"cadre": int(asked) if asked.isdigit() else None}
    form = AbsenceCreateForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.perform(actions.record_absence, by=request.user):
        said = _("Đã ghi nghỉ, công tác của đ/c %(who)s.") % {"who": form.result.cadre}
        messages.success(request, said)
        return redirect("assignments:absence_list")
    return render_form(request, "assignments/absence_form.html", form)


@requires(Ability.RECORD_ABSENCES)
def absence_edit(request: PortalRequest, absence_id: int) -> HttpResponse:
    """Correct an absence."""
    absence = _absence(request, absence_id)
    form = AbsenceForm(request.POST or None, instance=absence)
    acts = {"pk": absence.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_absence, **acts):
        messages.success(request, _("Đã lưu."))
        return redirect("assignments:absence_list")
    return render_form(request, "assignments/absence_form.html", form, absence=absence)


@requires(Ability.RECORD_ABSENCES)
def absence_cancel(request: PortalRequest, absence_id: int) -> HttpResponse:
    """Ask why, then cancel an absence."""
    absence = _absence(request, absence_id)
    form = ReasonForm(request.POST or None, row=absence)
    acts = {"pk": absence.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.cancel_absence, **acts):
        messages.success(request, _("Đã hủy kỳ nghỉ, công tác."))
        return redirect("assignments:absence_list")
    context = {
        "question": _("Hủy kỳ nghỉ, công tác của đ/c %(who)s?") % {"who": absence.cadre},
        "consequence": _("Kỳ này vẫn còn trong danh sách, ghi là đã hủy, và không tính là vắng."),
        "verb": _("Hủy kỳ nghỉ"),
        "back": reverse("assignments:absence_list"),
        "is_danger": True,
    }
    return render_form(request, "confirm.html", form, **context)


def _absence(request: PortalRequest, absence_id: int) -> Absence:
    rows = Absence.objects.acted_on_by(request.user, Ability.RECORD_ABSENCES)
    absence: Absence = get_object_or_404(rows.select_related("cadre"), pk=absence_id)
    return absence
