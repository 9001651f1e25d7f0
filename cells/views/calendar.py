"""The calendar of meetings to come: a month, one meeting, called, edited, moved, called off."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.actions import calendar as actions
from cells.exports.calendar import CALENDAR
from cells.forms.calendar import CalendarFilter, CallForm, CallOffForm, MoveForm, PlannedForm
from cells.models import PartyCell, PlannedMeeting
from cells.reports import calendar as reports
from cells.rules.calendar import usual_day
from cells.views.reach import acted_on, cell_acted_on
from common.forms import render_form
from common.months import Month
from common.paging import paginate
from common.spreadsheets import download, wants
from common.templatetags.portal import day

__all__ = [
    "calendar_list",
    "planned_call_off",
    "planned_create",
    "planned_detail",
    "planned_edit",
    "planned_move",
    "usual_call_off",
]


@requires(Ability.READ_UNITS)
def calendar_list(request: PortalRequest) -> HttpResponseBase:
    """List the meetings of a month by day, called ones and usual days."""
    filters = CalendarFilter(request.GET, user=request.user)
    month = filters.month
    keys = reports.calendar_listed(request.user, month, filters.chosen)
    if wants(request):
        rows = reports.shown_rows(request.user, month, keys.iterator())
        name = _("Lịch họp chi bộ %(month)s") % {"month": month}
        return download(request, rows, CALENDAR, name.replace("/", "-"))
    page = paginate(request, keys)
    shown = list(reports.shown_rows(request.user, month, page.rows))
    context = {
        "filters": filters,
        "month": month,
        "earlier": month.previous().slug,
        "later": month.next().slug,
        "page": replace(page, rows=shown),
        "own_cell": _only_cell(request),
    }
    return render(request, "cells/calendar_list.html", context)


@requires(Ability.READ_UNITS)
def planned_detail(request: PortalRequest, planned_meeting_id: int) -> HttpResponse:
    """Show one called meeting: when, where, what about, and what became of it."""
    rows = PlannedMeeting.objects.visible_to(request.user)
    planned = get_object_or_404(
        rows.select_related("cell__committee", "called_by"), pk=planned_meeting_id
    )
    called = PlannedMeeting.objects.acted_on_by(request.user, Ability.CALL_MEETINGS)
    recorded = PartyCell.objects.acted_on_by(request.user, Ability.RECORD_MEETINGS)
    context = {
        "planned": planned,
        "cell": planned.cell,
        "held": planned.held.first(),
        "is_past": planned.planned_on < timezone.localdate(),
        "is_due": planned.planned_on <= timezone.localdate(),
        "may_call": called.filter(pk=planned.pk).exists(),
        "may_record": recorded.filter(pk=planned.cell_id).exists(),
    }
    return render(request, "cells/calendar_detail.html", context)


@requires(Ability.CALL_MEETINGS)
def planned_create(request: PortalRequest, cell_id: int) -> HttpResponse:
    """Call a meeting of the cell; `?thang=2026-12` says of which month it is the regular one."""
    cell = cell_acted_on(request.user, Ability.CALL_MEETINGS, cell_id)
    month = _month(request.GET.get("thang", ""))
    form = CallForm(request.POST or None, initial=_first_values(cell, month))
    acts = {"cell": cell, "month": month, "by": request.user}
    if request.method == "POST" and form.perform(actions.call_meeting, **acts):
        words = {"name": cell, "day": day(form.result.planned_on)}
        messages.success(request, _("Đã báo kỳ họp ngày %(day)s của %(name)s.") % words)
        return redirect("cells:planned_detail", form.result.pk)
    texts = {"title": _("Báo lịch họp"), "verb": _("Báo kỳ họp")}
    return render_form(request, "cells/calendar_form.html", form, cell=cell, **texts)


@requires(Ability.CALL_MEETINGS)
def planned_edit(request: PortalRequest, planned_meeting_id: int) -> HttpResponse:
    """Change time, place, kind, topic or agenda."""
    planned = _acted_on(request, planned_meeting_id)
    texts = {"title": _("Sửa kỳ họp"), "verb": _("Lưu kỳ họp")}
    form = PlannedForm(request.POST or None, instance=planned)
    return _changed(request, planned, form, actions.edit_planned, **texts)


@requires(Ability.CALL_MEETINGS)
def planned_move(request: PortalRequest, planned_meeting_id: int) -> HttpResponse:
    """Move the meeting to another day or time."""
    planned = _acted_on(request, planned_meeting_id)
    first = {"planned_on": planned.planned_on, "starts_at": planned.starts_at}
    texts = {"title": _("Dời kỳ họp"), "verb": _("Dời kỳ họp")}
    form = MoveForm(request.POST or None, row=planned, initial=first)
    return _changed(request, planned, form, actions.move_meeting, **texts)


@requires(Ability.CALL_MEETINGS)
def planned_call_off(request: PortalRequest, planned_meeting_id: int) -> HttpResponse:
    """Ask why, then call the meeting off."""
    planned = _acted_on(request, planned_meeting_id)
    texts = {"title": _("Hoãn kỳ họp"), "verb": _("Hoãn kỳ họp")}
    form = CallOffForm(request.POST or None, row=planned)
    return _changed(request, planned, form, actions.call_off_meeting, **texts)


@requires(Ability.CALL_MEETINGS)
def usual_call_off(request: PortalRequest, cell_id: int, month: str) -> HttpResponse:
    """Ask why, then call off the usual meeting of a month that was never called."""
    cell = cell_acted_on(request.user, Ability.CALL_MEETINGS, cell_id)
    of_month = _month(month)
    if of_month is None:
        raise Http404
    form = CallOffForm(request.POST or None)
    acts = {"cell": cell, "month": of_month, "by": request.user}
    if request.method == "POST" and form.perform(actions.call_off_usual, **acts):
        words = {"name": cell, "month": of_month}
        messages.success(request, _("Đã báo hoãn kỳ họp %(month)s của %(name)s.") % words)
        return redirect("cells:planned_detail", form.result.pk)
    texts = {"title": _("Hoãn kỳ họp %(month)s") % {"month": of_month}, "verb": _("Hoãn kỳ họp")}
    return render_form(request, "cells/calendar_form.html", form, cell=cell, **texts)


def _changed(
    request: PortalRequest, planned: PlannedMeeting, form: Any, act: Any, **texts: str
) -> HttpResponse:
    """Run `act` on the meeting, or show its form."""
    planned_on = planned.planned_on
    if request.method == "POST" and form.perform(act, pk=planned.pk, by=request.user):
        sentence = _("Đã lưu. Cán bộ được phân công sẽ nhận thông báo trong ít phút.")
        messages.success(request, sentence)
        return redirect("cells:planned_detail", planned.pk)
    context: dict[str, Any] = {"planned": planned, "planned_on": planned_on, **texts}
    context["cell"] = planned.cell
    return render_form(request, "cells/calendar_form.html", form, **context)


def _acted_on(request: PortalRequest, pk: int) -> PlannedMeeting:
    rows = PlannedMeeting.objects
    planned: PlannedMeeting = acted_on(rows, request.user, Ability.CALL_MEETINGS, pk)
    return planned


def _first_values(cell: PartyCell, month: Month | None) -> dict[str, Any]:
    """Return what the form starts with: the usual day, and the place and time of last time."""
    last = cell.planned_meetings.standing().order_by("-planned_on").first()
    first: dict[str, Any] = {}
    if last:
        first = {"place": last.place, "starts_at": last.starts_at}
    coming = [row for row in reports.next_meetings(cell) if row.planned is None]
    if month and cell.meeting_day:
        first["planned_on"] = usual_day(month, cell.meeting_day)
    elif coming:
        first["planned_on"] = coming[0].on
    return first


def _month(slug: str) -> Month | None:
    try:
        return Month.parse(slug)
    except ValueError:
        return None


def _only_cell(request: PortalRequest) -> PartyCell | None:
    """Return the one cell for which the reader calls meetings; None with none or several."""
    rows = PartyCell.objects.acted_on_by(request.user, Ability.CALL_MEETINGS)
    found = list(rows.filter(valid_to__isnull=True)[:2])
    return found[0] if len(found) == 1 else None
