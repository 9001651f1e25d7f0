"""Acts on a matter's clock: paused, counted on, given another class."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.views.reach import acted_on
from common.forms import PortalForm, render_form
from common.templatetags.portal import long_day
from feedback.actions import clock as actions
from feedback.forms.clock import PauseForm, UrgencyForm
from feedback.models import Feedback
from feedback.reports.clock import explained

__all__ = ["feedback_pause", "feedback_resume", "feedback_urgency"]


@requires(Ability.HANDLE_FEEDBACK)
def feedback_pause(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Ask why, then let the clock of a matter stand still."""
    row = _matter(request, feedback_id)
    form = PauseForm(request.POST or None, initial={"version": row.version})
    fixed = {"feedback": row, "by": request.user}
    if request.method == "POST" and form.perform(actions.pause_clock, **fixed):
        messages.success(request, _("Đã tạm dừng thời hạn. Nhớ tính tiếp khi hết lý do."))
        return redirect(_address(row))
    words = {"title": _("Tạm dừng thời hạn"), "verb": _("Tạm dừng")}
    return _page(request, form, row, **words, refusal=_why_no_pause(row))


@requires(Ability.HANDLE_FEEDBACK)
def feedback_resume(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Ask, then count on."""
    row = _matter(request, feedback_id)
    form = PortalForm(request.POST if request.method == "POST" else None)
    fixed = {"feedback": row, "by": request.user}
    if request.method == "POST" and form.perform(actions.resume_clock, **fixed):
        sentence = _("Thời hạn được tính tiếp. Hạn mới: %(day)s.")
        messages.success(request, sentence % {"day": long_day(form.result.due_on)})
        return redirect(_address(row))
    words = {
        "question": _("Tính tiếp thời hạn của %(name)s?") % {"name": row},
        "consequence": _("Hôm nay là ngày cuối không tính; người gửi thấy hạn mới."),
        "verb": _("Tính tiếp"),
    }
    return render_form(request, "confirm.html", form, back=_address(row), **words)


@requires(Ability.HANDLE_FEEDBACK)
def feedback_urgency(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Give a matter another class of urgency, with the reason."""
    row = _matter(request, feedback_id)
    form = UrgencyForm(request.POST or None, initial={"urgency": row.urgency_id})
    fixed = {"feedback": row, "by": request.user}
    if request.method == "POST" and form.perform(actions.change_urgency, **fixed):
        sentence = _("Đã đổi loại thời hạn. Hạn mới: %(day)s.")
        messages.success(request, sentence % {"day": long_day(form.result.due_on)})
        return redirect(_address(row))
    return _page(request, form, row, title=_("Đổi loại thời hạn"), verb=_("Lưu thời hạn"))


def _matter(request: PortalRequest, pk: int) -> Feedback:
    row: Feedback = acted_on(Feedback.objects, request.user, Ability.HANDLE_FEEDBACK, pk)
    return row


def _why_no_pause(row: Feedback) -> str:
    """Return why no form is shown; empty when the clock can be paused."""
    clock = explained(row)
    if clock.is_paused:
        return _("Thời hạn của phản ánh này đang tạm dừng.")
    if clock.is_late:
        return _("Đã quá hạn, không tạm dừng được nữa. Trả lời hoặc báo cấp trên.")
    return "" if clock.is_running else _("Phản ánh này không còn chờ trả lời.")


def _page(request: PortalRequest, form: PortalForm, row: Feedback, **words: str) -> HttpResponse:
    """Return the form with the clock as it stands."""
    context = {"feedback": row, "clock": explained(row), "back": _address(row), **words}
    return render_form(request, "feedback/day_clock.html", form, **context)


def _address(row: Feedback) -> str:
    return reverse("feedback:feedback_detail", args=[row.pk])
