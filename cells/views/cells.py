"""Party cells: list, one, added, edited, ended; the areas they serve."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import cells as actions
from cells.exports.cells import CELLS
from cells.forms.cells import CellAreaForm, CellCreateForm, CellFilter, CellForm
from cells.forms.endings import EndForm
from cells.models import Committee, PartyCell
from cells.reports import cells as reports
from cells.reports.cell_life import cell_life, cell_now
from cells.reports.disciplines import disciplines_of
from cells.reports.heard import heard_in
from cells.reports.lifeline import life_line
from cells.reports.presence_line import help_bands, presence_line
from cells.reports.rating_line import rating_line
from cells.views.reach import cell_acted_on, key_in
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = [
    "cell_area_add",
    "cell_area_end",
    "cell_create",
    "cell_detail",
    "cell_edit",
    "cell_end",
    "cell_list",
]


@requires(Ability.READ_UNITS)
def cell_list(request: PortalRequest) -> HttpResponseBase:
    """List the Party cells with last year's rating."""
    year = timezone.localdate().year - 1
    filters = CellFilter(request.GET, user=request.user, year=year)
    rows = reports.cells_listed(request.user, year, filters.chosen)
    if wants(request):
        return download(request, rows, CELLS, _("Danh sách chi bộ"))
    acted_on = Committee.objects.acted_on_by(request.user, Ability.EDIT_UNITS)
    context = {
        "filters": filters,
        "page": paginate(request, rows),
        "year": year,
        "may_add": acted_on.exists(),
    }
    return render(request, "cells/cell_list.html", context)


@requires(Ability.READ_UNITS)
def cell_detail(request: PortalRequest, cell_id: int) -> HttpResponse:
    """Show a cell: facts, areas, ratings, meetings, who is sent there, what happened to it."""
    cells = PartyCell.objects.visible_to(request.user).select_related("committee")
    cell = get_object_or_404(cells, pk=cell_id)
    file = reports.cell_file(request.user, cell)
    line = rating_line(file.ratings)
    life = cell_life(request.user, cell, file)
    context = {
        "cell": cell,
        "file": file,
        "now": cell_now(cell, file, life),
        "line": line,
        "disciplines": disciplines_of(request.user, cell, may_record=file.may_discipline),
        "bands": help_bands(line, life.helps, life.today),
        "presence": presence_line(life),
        "life": life_line(cell, file, line, life),
        "heard": heard_in(request.user, [each.link.area for each in file.areas_now], life.today),
        "year": timezone.localdate().year,
    }
    return render(request, "cells/cell_detail.html", context)


@requires(Ability.EDIT_UNITS)
def cell_create(request: PortalRequest) -> HttpResponse:
    """Add a cell; `?xa=` names the committee, `?khu=` the area."""
    initial = {"committee": request.GET.get("xa"), "area": key_in(request.GET.get("khu", ""))}
    form = CellCreateForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.perform(actions.create_cell, by=request.user):
        messages.success(request, _("Đã thêm %(name)s.") % {"name": form.result})
        return redirect("cells:cell_detail", form.result.pk)
    return render_form(request, "cells/cell_form.html", form)


@requires(Ability.EDIT_UNITS)
def cell_edit(request: PortalRequest, cell_id: int) -> HttpResponse:
    """Change what is known of a cell."""
    cell = cell_acted_on(request.user, Ability.EDIT_UNITS, cell_id)
    name = cell.name
    form = CellForm(request.POST or None, instance=cell)
    acts = {"pk": cell.pk, "committee": cell.committee, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_cell, **acts):
        messages.success(request, _("Đã lưu %(name)s.") % {"name": form.result})
        return redirect("cells:cell_detail", cell.pk)
    return render_form(request, "cells/cell_form.html", form, cell=cell, name=name)


@requires(Ability.EDIT_UNITS)
def cell_end(request: PortalRequest, cell_id: int) -> HttpResponse:
    """Ask for the last day and the reason, then end the cell."""
    cell = cell_acted_on(request.user, Ability.EDIT_UNITS, cell_id)
    form = EndForm(request.POST or None, row=cell)
    acts = {"pk": cell.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.end_cell, **acts):
        messages.success(request, _("Đã ghi ngày kết thúc của %(name)s.") % {"name": cell})
        return redirect("cells:cell_detail", cell.pk)
    return render_form(request, "cells/cell_end.html", form, cell=cell)


@requires(Ability.EDIT_UNITS)
def cell_area_add(request: PortalRequest, cell_id: int) -> HttpResponse:
    """Let the cell serve one more area of its commune (sinh hoạt ghép)."""
    cell = cell_acted_on(request.user, Ability.EDIT_UNITS, cell_id)
    form = CellAreaForm(request.POST or None, cell=cell, user=request.user)
    acts = {"cell": cell, "by": request.user}
    if request.method == "POST" and form.perform(actions.link_area, **acts):
        messages.success(request, _("Đã gắn %(name)s.") % {"name": form.cleaned_data["area"]})
        return redirect("cells:cell_detail", cell.pk)
    return render_form(request, "cells/cell_area_form.html", form, cell=cell)


@requires(Ability.EDIT_UNITS)
def cell_area_end(request: PortalRequest, cell_id: int, link_id: int) -> HttpResponse:
    """Ask for the last day, then let the cell stop serving an area."""
    cell = cell_acted_on(request.user, Ability.EDIT_UNITS, cell_id)
    link = get_object_or_404(cell.area_links.select_related("area"), pk=link_id)
    if link.valid_to:
        raise PermissionDenied(_("Khu dân cư này đã thôi gắn với chi bộ."))
    form = EndForm(request.POST or None)
    acts = {"link": link, "by": request.user}
    if request.method == "POST" and form.perform(actions.unlink_area, **acts):
        messages.success(request, _("Đã thôi gắn %(name)s.") % {"name": link.area})
        return redirect("cells:cell_detail", cell.pk)
    return render_form(request, "cells/cell_area_end.html", form, cell=cell, link=link)
