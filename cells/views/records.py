"""What is recorded once a year or by decision: strength of bodies, discipline in cells."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import disciplines as discipline_actions
from cells.actions import strengths as strength_actions
from cells.forms.records import DisciplineForm, StrengthForm
from cells.models import CellDiscipline, ResidentialArea, VillageBody
from cells.views.reach import acted_on, cell_acted_on
from common.forms import render_form

__all__ = ["discipline_create", "discipline_edit", "strength_create", "strength_edit"]


@requires(Ability.RECORD_MEETINGS)
def strength_create(request: PortalRequest, area_id: int, body_id: int) -> HttpResponse:
    """Record how strong a body was in a year, this one unless another is typed."""
    area, body = _body(request, area_id, body_id)
    form = StrengthForm(request.POST or None, initial={"year": timezone.localdate().year})
    fixed = {"body": body, "by": request.user}
    if request.method == "POST" and form.perform(strength_actions.record_strength, **fixed):
        messages.success(request, _("Đã ghi đánh giá %(name)s.") % {"name": body})
        return redirect("cells:area_detail", area.pk)
    return render_form(request, "cells/strength_form.html", form, area=area, body=body)


@requires(Ability.RECORD_MEETINGS)
def strength_edit(
    request: PortalRequest, area_id: int, body_id: int, strength_id: int
) -> HttpResponse:
    """Change what is recorded of a year."""
    area, body = _body(request, area_id, body_id)
    strength = get_object_or_404(body.strengths, pk=strength_id)
    form = StrengthForm(request.POST or None, instance=strength)
    fixed = {"pk": strength.pk, "by": request.user}
    if request.method == "POST" and form.perform(strength_actions.edit_strength, **fixed):
        messages.success(request, _("Đã lưu đánh giá %(name)s.") % {"name": body})
        return redirect("cells:area_detail", area.pk)
    context = {"area": area, "body": body, "strength": strength}
    return render_form(request, "cells/strength_form.html", form, **context)


@requires(Ability.RECORD_DISCIPLINE)
def discipline_create(request: PortalRequest, cell_id: int) -> HttpResponse:
    """Record a disciplinary decision in the cell."""
    cell = cell_acted_on(request.user, Ability.RECORD_DISCIPLINE, cell_id)
    form = DisciplineForm(request.POST or None)
    fixed = {"cell": cell, "by": request.user}
    if request.method == "POST" and form.perform(discipline_actions.record_discipline, **fixed):
        messages.success(request, _("Đã ghi quyết định kỷ luật trong %(name)s.") % {"name": cell})
        return redirect("cells:cell_detail", cell.pk)
    return render_form(request, "cells/discipline_form.html", form, cell=cell)


@requires(Ability.RECORD_DISCIPLINE)
def discipline_edit(request: PortalRequest, cell_discipline_id: int) -> HttpResponse:
    """Change what is recorded of a decision."""
    rows = CellDiscipline.objects
    row = acted_on(rows, request.user, Ability.RECORD_DISCIPLINE, cell_discipline_id)
    form = DisciplineForm(request.POST or None, instance=row)
    fixed = {"pk": row.pk, "by": request.user}
    if request.method == "POST" and form.perform(discipline_actions.edit_discipline, **fixed):
        messages.success(
            request, _("Đã lưu quyết định kỷ luật trong %(name)s.") % {"name": row.cell}
        )
        return redirect("cells:cell_detail", row.cell_id)
    context = {"cell": row.cell, "discipline": row}
    return render_form(request, "cells/discipline_form.html", form, **context)


def _body(
    request: PortalRequest, area_id: int, body_id: int
) -> tuple[ResidentialArea, VillageBody]:
    rows = ResidentialArea.objects
    area: ResidentialArea = acted_on(rows, request.user, Ability.RECORD_MEETINGS, area_id)
    return area, get_object_or_404(area.bodies, pk=body_id)
