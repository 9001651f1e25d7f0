"""The calendar of days off and weekend days worked: read by who handles matters, kept by staff."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from common import days as working_calendar
from common.forms import render_form
from common.models import SpecialDay
from common.paging import paginate
from feedback.actions import days as actions
from feedback.forms.days import DayForm, RemoveDayForm, TryForm, YearFilter
from feedback.reports import days as reports

__all__ = ["day_create", "day_edit", "day_list", "day_remove"]


@requires(Ability.READ_FEEDBACK, Ability.MANAGE_DESK)
def day_list(request: PortalRequest) -> HttpResponseBase:
    """List one year's days off, and try out a due day."""
    today = timezone.localdate()
    filters = YearFilter(request.GET, years=reports.years(today))
    rows = SpecialDay.objects.visible_to(request.user).in_year(filters.year)
    if filters.chosen.get("du_kien"):
        rows = rows.filter(is_official=False)
    may_edit = request.user.can(Ability.MANAGE_DESK)
    trial = TryForm(request.GET)
    tried = None
    if trial.chosen.keys() >= {"tu", "ngay"}:
        chosen = trial.chosen
        tried = reports.tried(chosen["tu"], chosen["ngay"], working_calendar.calendar(), today)
    context = {
        "filters": filters,
        "facts": reports.year_facts(filters.year),
        "page": paginate(request, rows),
        "may_edit": may_edit,
        "removed": reports.removed_lately() if may_edit else (),
        "trial": trial,
        "tried": tried,
    }
    return render(request, "feedback/day_list.html", context)


@requires(Ability.MANAGE_DESK)
def day_create(request: PortalRequest) -> HttpResponse:
    """Put a day into the calendar."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.perform(actions.add_day, by=request.user):
        return _done(request, form.result)
    return render_form(request, "feedback/day_form.html", form)


@requires(Ability.MANAGE_DESK)
def day_edit(request: PortalRequest, day_id: int) -> HttpResponse:
    """Change a day of the calendar."""
    row = _day(request, day_id)
    name = str(row)
    form = DayForm(request.POST or None, instance=row)
    fixed = {"pk": row.pk, "by": request.user}
    if request.method == "POST" and form.perform(actions.edit_day, **fixed):
        return _done(request, form.result)
    return render_form(request, "feedback/day_form.html", form, row=row, name=name)


@requires(Ability.MANAGE_DESK)
def day_remove(request: PortalRequest, day_id: int) -> HttpResponse:
    """Ask why, then take a day out of the calendar."""
    row = _day(request, day_id)
    form = RemoveDayForm(request.POST or None, initial={"version": row.version})
    fixed = {"pk": row.pk, "by": request.user}
    back = _year_of(row)
    if request.method == "POST" and form.perform(actions.remove_day, **fixed):
        messages.success(request, _("Đã bỏ ngày %(name)s. Hạn được tính lại.") % {"name": row})
        return redirect(back)
    words = {
        "question": _("Bỏ ngày %(name)s khỏi lịch?") % {"name": row},
        "consequence": _(
            "Ngày này trở lại như ngày trong tuần của nó. Hạn của mọi phản ánh đang xử lý được "
            "tính lại."
        ),
        "verb": _("Bỏ ngày này"),
    }
    return render_form(request, "confirm.html", form, back=back, is_danger=True, **words)


def _day(request: PortalRequest, pk: int) -> SpecialDay:
    return get_object_or_404(SpecialDay.objects.visible_to(request.user), pk=pk)


def _year_of(row: SpecialDay) -> str:
    return f"{reverse('feedback:day_list')}?nam={row.day.year}"


def _done(request: PortalRequest, row: SpecialDay) -> HttpResponse:
    sentence = _("Đã lưu ngày %(name)s. Hạn của phản ánh đang xử lý được tính lại.")
    messages.success(request, sentence % {"name": row})
    return redirect(_year_of(row))
