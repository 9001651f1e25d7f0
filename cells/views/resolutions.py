"""Resolutions: of one cell, of all in reach, recorded with their tasks; what becomes of a task."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import resolutions as actions
from cells.exports.resolutions import RESOLUTIONS, TASKS
from cells.forms.resolutions import (
    ROWS_AT_FIRST,
    CarryForm,
    DoneForm,
    ResolutionFilter,
    ResolutionForm,
    TaskFilter,
    TaskForm,
)
from cells.models import PartyCell, Resolution, ResolutionTask
from cells.reports import resolutions as reports
from cells.views.reach import acted_on, cell_acted_on
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = [
    "resolution_create",
    "resolution_detail",
    "resolution_edit",
    "resolution_list",
    "resolution_list_of_cell",
    "task_carry",
    "task_done",
    "task_edit",
    "task_list",
]

MORE = "them_dong"


@requires(Ability.READ_UNITS)
def resolution_list(request: PortalRequest) -> HttpResponseBase:
    """List the resolutions of all cells in reach."""
    filters = ResolutionFilter(request.GET, user=request.user)
    rows = reports.resolutions_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, RESOLUTIONS, _("Nghị quyết chi bộ"))
    context = {"filters": filters, "page": paginate(request, rows)}
    return render(request, "cells/resolution_list.html", context)


@requires(Ability.READ_UNITS)
def resolution_list_of_cell(request: PortalRequest, cell_id: int) -> HttpResponseBase:
    """List the resolutions of one cell, and how many tasks of a year were done on time."""
    cells = PartyCell.objects.visible_to(request.user).select_related("committee")
    cell = get_object_or_404(cells, pk=cell_id)
    rows = reports.resolutions_listed(request.user, {}, cell)
    if wants(request):
        return download(request, rows, RESOLUTIONS, _("Nghị quyết chi bộ"))
    own = PartyCell.objects.acted_on_by(request.user, Ability.RECORD_MEETINGS)
    context = {
        "cell": cell,
        "page": paginate(request, rows),
        "share": reports.year_share(cell),
        "may_record": own.filter(pk=cell.pk).exists(),
    }
    return render(request, "cells/resolution_list.html", context)


@requires(Ability.READ_UNITS)
def resolution_detail(request: PortalRequest, resolution_id: int) -> HttpResponse:
    """Show a resolution and where each of its tasks stands."""
    rows = Resolution.objects.visible_to(request.user).select_related("cell__committee", "meeting")
    resolution = get_object_or_404(rows, pk=resolution_id)
    page = reports.resolution_page(request.user, resolution)
    context = {"page": page, "resolution": resolution, "cell": resolution.cell}
    return render(request, "cells/resolution_detail.html", context)


@requires(Ability.RECORD_MEETINGS)
def resolution_create(request: PortalRequest, cell_id: int) -> HttpResponse:
    """Record a resolution with its tasks; `?ky=` names the meeting."""
    cell = cell_acted_on(request.user, Ability.RECORD_MEETINGS, cell_id)
    asked = request.GET.get("ky", "")
    meeting = cell.meetings.filter(pk=asked).first() if asked.isdecimal() else None
    initial = {"meeting": meeting, "adopted_on": meeting.held_on} if meeting else {}
    form = _form(request, cell, None, initial)
    acts = {"cell": cell, "by": request.user}
    if form.is_bound and form.perform(actions.record_resolution, **acts):
        messages.success(request, _("Đã ghi nghị quyết của %(name)s.") % {"name": cell})
        return redirect("cells:resolution_detail", form.result.pk)
    return render_form(request, "cells/resolution_form.html", form, cell=cell)


@requires(Ability.RECORD_MEETINGS)
def resolution_edit(request: PortalRequest, resolution_id: int) -> HttpResponse:
    """Change what is recorded of a resolution, or add tasks."""
    rows: Any = Resolution.objects
    resolution = acted_on(rows, request.user, Ability.RECORD_MEETINGS, resolution_id)
    name = resolution.title
    form = _form(request, resolution.cell, resolution, {})
    acts = {"pk": resolution.pk, "by": request.user}
    if form.is_bound and form.perform(actions.edit_resolution, **acts):
        messages.success(request, _("Đã lưu nghị quyết."))
        return redirect("cells:resolution_detail", resolution.pk)
    context = {"cell": resolution.cell, "resolution": resolution, "name": name}
    return render_form(request, "cells/resolution_form.html", form, **context)


def _form(
    request: PortalRequest,
    cell: PartyCell,
    resolution: Resolution | None,
    initial: dict[str, Any],
) -> ResolutionForm:
    """Return the form with as many rows as were sent; asked for more rows, unbound with what was typed."""
    fixed: dict[str, Any] = {"cell": cell, "instance": resolution}
    if request.method != "POST":
        return ResolutionForm(initial=initial, rows=0 if resolution else ROWS_AT_FIRST, **fixed)
    sent = request.POST.get("rows", "")
    rows = int(sent) if sent.isdecimal() else ROWS_AT_FIRST
    if MORE in request.POST:
        return ResolutionForm(initial=request.POST.dict(), rows=rows + ROWS_AT_FIRST, **fixed)
    return ResolutionForm(request.POST, rows=rows, **fixed)


# --- Tasks ----------------------------------------------------------------------------------------


@requires(Ability.READ_UNITS)
def task_list(request: PortalRequest) -> HttpResponseBase:
    """List the tasks of all cells in reach: those overdue, unless others are asked for."""
    filters = TaskFilter(request.GET, user=request.user)
    rows = reports.tasks_listed(request.user, filters.chosen)
    if wants(request):
        shown = reports.task_rows(rows.iterator(chunk_size=500))
        return download(request, shown, TASKS, _("Việc theo nghị quyết"))
    page = paginate(request, rows)
    context = {"filters": filters, "page": page, "rows": list(reports.task_rows(page))}
    return render(request, "cells/task_list.html", context)


@requires(Ability.RECORD_MEETINGS)
def task_edit(request: PortalRequest, task_id: int) -> HttpResponse:
    """Correct the words of a task, or who does it."""
    task = _task(request, task_id)
    form = TaskForm(request.POST or None, instance=task)
    return _act(request, task, form, act=actions.edit_task, title=_("Sửa việc"))


@requires(Ability.RECORD_MEETINGS)
def task_done(request: PortalRequest, task_id: int) -> HttpResponse:
    """Record that a task was done."""
    task = _task(request, task_id)
    form = DoneForm(request.POST or None, instance=task)
    return _act(request, task, form, act=actions.complete_task, title=_("Ghi việc đã xong"))


@requires(Ability.RECORD_MEETINGS)
def task_carry(request: PortalRequest, task_id: int) -> HttpResponse:
    """Give a task a later day, with the reason."""
    task = _task(request, task_id)
    form = CarryForm(request.POST or None, row=task)
    return _act(request, task, form, act=actions.carry_over_task, title=_("Chuyển hạn"))


def _task(request: PortalRequest, task_id: int) -> ResolutionTask:
    rows: Any = ResolutionTask.objects
    task: ResolutionTask = acted_on(rows, request.user, Ability.RECORD_MEETINGS, task_id)
    return task


def _act(
    request: PortalRequest, task: ResolutionTask, form: Any, *, act: Any, title: str
) -> HttpResponse:
    """Take one act on a task, or show its form."""
    resolution, text, due_on = task.resolution, task.text, task.due_on
    if request.method == "POST" and form.perform(act, pk=task.pk, by=request.user):
        messages.success(request, _("Đã lưu việc “%(text)s”.") % {"text": form.result.text})
        return redirect("cells:resolution_detail", resolution.pk)
    context = {
        "task": task,
        "text": text,
        "due_on": due_on,
        "resolution": resolution,
        "cell": resolution.cell,
        "title": title,
    }
    return render_form(request, "cells/task_form.html", form, **context)
