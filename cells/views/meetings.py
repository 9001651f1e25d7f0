"""Meetings of cells: those of a month, recorded, corrected."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import meetings as actions
from cells.exports.meetings import MEETINGS
from cells.forms.meetings import MeetingFilter, MeetingForm
from cells.models import Meeting
from cells.reports import meetings as reports
from cells.reports.calendar import planned_for_record
from cells.views.reach import cell_acted_on, key_in
from common import files
from common.forms import render_form
from common.months import Month
from common.paging import paginate
from common.spreadsheets import download, wants

__all__ = ["meeting_create", "meeting_edit", "meeting_list", "meeting_minutes"]

# So many cells without a meeting are named; the filter by commune finds the others.
CELLS_NAMED = 10


@requires(Ability.READ_UNITS)
def meeting_list(request: PortalRequest) -> HttpResponseBase:
    """List the meetings of a month, and first the cells that have none on record."""
    filters = MeetingFilter(request.GET, user=request.user)
    month = filters.month
    rows = reports.meetings_listed(request.user, month, filters.chosen)
    if wants(request):
        name = _("Sinh hoạt chi bộ %(month)s") % {"month": month}
        return download(request, rows, MEETINGS, name.replace("/", "-"))
    missing = reports.cells_without_meeting(request.user, month, filters.chosen)
    context = {
        "filters": filters,
        "month": month,
        "earlier": month.previous().slug,
        "later": month.next().slug if month < Month.current() else "",
        "page": paginate(request, rows),
        "missing": missing[:CELLS_NAMED],
        "missing_total": missing.count(),
    }
    return render(request, "cells/meeting_list.html", context)


@requires(Ability.RECORD_MEETINGS)
def meeting_create(request: PortalRequest, cell_id: int) -> HttpResponse:
    """Record a meeting; the members due are those the cell has.

    The form starts from the meeting that was called (`?ky_hop=`), else the last one not on record.
    """
    cell = cell_acted_on(request.user, Ability.RECORD_MEETINGS, cell_id)
    planned = planned_for_record(cell, key_in(request.GET.get("ky_hop", "")))
    first: dict[str, Any] = {"due": cell.members}
    if planned:
        first |= {"held_on": planned.planned_on, "kind": planned.kind, "topic": planned.topic}
    form = MeetingForm(request.POST or None, request.FILES or None, initial=first)
    acts = {"cell": cell, "by": request.user}
    if request.method == "POST" and form.perform(actions.record_meeting, **acts):
        messages.success(request, _("Đã ghi kỳ sinh hoạt của %(name)s.") % {"name": cell})
        return redirect("cells:cell_detail", cell.pk)
    return render_form(request, "cells/meeting_form.html", form, cell=cell, planned=planned)


@requires(Ability.RECORD_MEETINGS)
def meeting_edit(request: PortalRequest, meeting_id: int) -> HttpResponse:
    """Correct a meeting on record."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=meeting_id)
    cell = cell_acted_on(request.user, Ability.RECORD_MEETINGS, meeting.cell_id)
    held_on = meeting.held_on
    form = MeetingForm(request.POST or None, request.FILES or None, instance=meeting)
    acts = {"pk": meeting.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_meeting, **acts):
        messages.success(request, _("Đã lưu kỳ sinh hoạt của %(name)s.") % {"name": cell})
        return redirect("cells:cell_detail", cell.pk)
    context = {"cell": cell, "meeting": meeting, "held_on": held_on}
    return render_form(request, "cells/meeting_form.html", form, **context)


@requires(Ability.READ_UNITS)
def meeting_minutes(request: PortalRequest, meeting_id: int) -> HttpResponseBase:
    """Hand out the minutes of a meeting to who reaches its cell."""
    rows = Meeting.objects.visible_to(request.user).select_related("minutes")
    meeting = get_object_or_404(rows, pk=meeting_id)
    if meeting.minutes is None:
        raise Http404(_("Kỳ sinh hoạt này chưa có tệp biên bản."))
    return files.serve(meeting.minutes)
