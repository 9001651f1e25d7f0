"""One matter: its page, and each act on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.views.reach import acted_on
from common import files
from common.errors import RuleBroken
from common.forms import PortalForm, render_form
from feedback.actions import desk as actions
from feedback.actions.answers import answer_feedback
from feedback.actions.matter import add_note, attach_paper
from feedback.actions.merging import merge_feedback
from feedback.actions.messages import message_to_sender
from feedback.forms import desk as forms
from feedback.models import Attachment, Feedback
from feedback.reports.matter import matter_of

__all__ = [
    "feedback_answer",
    "feedback_assign",
    "feedback_attach",
    "feedback_attachment",
    "feedback_detail",
    "feedback_edit",
    "feedback_merge",
    "feedback_message",
    "feedback_note",
    "feedback_pass_on",
    "feedback_refuse",
    "feedback_route",
    "feedback_start",
    "feedback_take",
    "feedback_take_back",
    "feedback_verify",
]

NAMED = ("committee", "area__committee", "category", "urgency", "agency", "handler")


@requires(Ability.READ_FEEDBACK)
def feedback_detail(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Show one matter: its words, place, photos, clock, course, and what to do next."""
    rows = Feedback.objects.visible_to(request.user).select_related(
        *NAMED, "entered_by", "last_answer", "merged_into"
    )
    row = get_object_or_404(rows, pk=feedback_id)
    context = {"matter": matter_of(request.user, row), "row": row}
    return render(request, "feedback/feedback_detail.html", context)


# --- One click ------------------------------------------------------------------------------------


@require_POST
@requires(Ability.HANDLE_FEEDBACK)
def feedback_take(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Take a matter on."""
    return _click(request, feedback_id, actions.take_feedback, _("Đồng chí đã nhận xử lý."))


@require_POST
@requires(Ability.HANDLE_FEEDBACK)
def feedback_verify(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Say that a matter is being verified."""
    return _click(request, feedback_id, actions.verify_feedback, _("Đã ghi đang xác minh."))


@require_POST
@requires(Ability.HANDLE_FEEDBACK)
def feedback_start(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Say that a matter is being worked on."""
    return _click(request, feedback_id, actions.start_feedback, _("Đã ghi đang giải quyết."))


def _click(
    request: PortalRequest, feedback_id: int, act: Callable[..., Feedback], said: str
) -> HttpResponse:
    row = _acted_on(request, feedback_id)
    try:
        act(feedback=row, by=request.user)
        messages.success(request, said)
    except RuleBroken as refusal:
        messages.warning(request, refusal.message)
    return redirect("feedback:feedback_detail", row.pk)


# --- Asked first ----------------------------------------------------------------------------------


@requires(Ability.HANDLE_FEEDBACK)
def feedback_answer(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Answer a matter, beside what it says."""
    row = _acted_on(request, feedback_id)
    if request.method == "GET" and not row.is_in_hand:
        return _too_late(request, row)
    form = forms.AnswerForm(request.POST or None, row=row)
    if request.method == "POST" and form.perform(answer_feedback, feedback=row, by=request.user):
        messages.success(
            request, _("Đã trả lời phản ánh số %(n)d. Chờ người gửi xác nhận.") % {"n": row.pk}
        )
        return redirect("feedback:feedback_list")
    context = {"row": row, "matter": matter_of(request.user, row)}
    return render_form(request, "feedback/feedback_answer.html", form, **context)


@requires(Ability.HANDLE_FEEDBACK)
def feedback_assign(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Give a matter to a person."""
    row = _acted_on(request, feedback_id)
    form = forms.AssignForm(request.POST or None, row=row)
    title = _("Giao người xử lý")
    return _ask_in_hand(request, row, form, actions.assign_feedback, title, _("Giao xử lý"))


@requires(Ability.HANDLE_FEEDBACK)
def feedback_route(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Let another place handle a matter."""
    row = _acted_on(request, feedback_id)
    form = forms.RouteForm(request.POST or None, row=row, initial={"agency": row.agency})
    title = _("Chuyển nơi xử lý")
    return _ask_in_hand(request, row, form, actions.route_feedback, title, title)


@requires(Ability.HANDLE_FEEDBACK)
def feedback_pass_on(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Leave a matter to a place outside."""
    row = _acted_on(request, feedback_id)
    form = forms.PassOnForm(request.POST or None, row=row)
    title = _("Chuyển ra nơi khác")
    verb = _("Chuyển và báo người gửi")
    return _ask_in_hand(request, row, form, actions.pass_on_feedback, title, verb)


@requires(Ability.HANDLE_FEEDBACK)
def feedback_refuse(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Not take a matter up."""
    row = _acted_on(request, feedback_id)
    form = forms.RefuseForm(request.POST or None, row=row)
    title = _("Không thụ lý")
    verb = _("Không thụ lý, báo người gửi")
    return _ask_in_hand(request, row, form, actions.refuse_feedback, title, verb)


@requires(Ability.HANDLE_FEEDBACK)
def feedback_take_back(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Take up again what was left by mistake."""
    row = _acted_on(request, feedback_id)
    form = forms.TakeBackForm(request.POST or None, row=row)
    title = _("Lấy lại để xử lý")
    return _ask(request, row, form, actions.take_back_feedback, title, _("Lấy lại"))


@requires(Ability.HANDLE_FEEDBACK)
def feedback_merge(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Merge a matter into another one; `?vao=` names it."""
    row = _acted_on(request, feedback_id)
    asked = request.GET.get("vao", "")
    initial = {"into": asked if asked.isdecimal() else ""}
    form = forms.MergeForm(request.POST or None, row=row, user=request.user, initial=initial)
    title = _("Gộp vào phản ánh khác")
    return _ask_in_hand(request, row, form, merge_feedback, title, _("Gộp"))


@requires(Ability.HANDLE_FEEDBACK)
def feedback_edit(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Put title, kind and place right."""
    row = _acted_on(request, feedback_id)
    initial = {name: getattr(row, name) for name in ("subject", "category", "area", "place")}
    form = forms.EditForm(request.POST or None, row=row, initial=initial)
    return _ask(request, row, form, actions.edit_feedback, _("Sửa tiêu đề, loại, nơi"), _("Lưu"))


@requires(Ability.HANDLE_FEEDBACK)
def feedback_note(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Keep a private note."""
    row = _acted_on(request, feedback_id)
    form = forms.NoteForm(request.POST or None)
    return _ask(request, row, form, add_note, _("Ghi chú nội bộ"), _("Lưu ghi chú"))


@requires(Ability.HANDLE_FEEDBACK)
def feedback_message(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Write to the sender."""
    row = _acted_on(request, feedback_id)
    form = forms.MessageForm(request.POST or None)
    return _ask(request, row, form, message_to_sender, _("Nhắn người gửi"), _("Gửi lời nhắn"))


@requires(Ability.HANDLE_FEEDBACK)
def feedback_attach(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Keep a private paper."""
    row = _acted_on(request, feedback_id)
    form = forms.PaperForm(request.POST or None, request.FILES or None)
    return _ask(request, row, form, attach_paper, _("Thêm tệp nội bộ"), _("Lưu tệp"))


def _ask_in_hand(request: PortalRequest, row: Feedback, *asked: Any) -> HttpResponse:
    """Ask as `_ask` does, but show no form of an act that would only be refused."""
    if request.method == "GET" and not row.is_in_hand:
        return _too_late(request, row)
    return _ask(request, row, *asked)


def _too_late(request: PortalRequest, row: Feedback) -> HttpResponse:
    sentence = _("Phản ánh này không còn chờ xử lý: %(status)s.")
    messages.warning(request, sentence % {"status": row.get_status_display()})
    return redirect("feedback:feedback_detail", row.pk)


def _ask(  # noqa: PLR0917 -- request, row and form, then the act with its two words
    request: PortalRequest,
    row: Feedback,
    form: PortalForm,
    act: Callable[..., Any],
    title: str,
    verb: str,
) -> HttpResponse:
    """Show the form of an act, or do it and lead back to the matter."""
    if request.method == "POST" and form.perform(act, feedback=row, by=request.user):
        messages.success(request, _("%(what)s: đã ghi.") % {"what": title})
        return redirect("feedback:feedback_detail", row.pk)
    back = reverse("feedback:feedback_detail", args=[row.pk])
    context = {"row": row, "title": title, "verb": verb, "back": back}
    return render_form(request, "feedback/feedback_form.html", form, **context)


# --- Files ----------------------------------------------------------------------------------------


@requires(Ability.READ_FEEDBACK)
def feedback_attachment(
    request: PortalRequest, feedback_id: int, attachment_id: int
) -> HttpResponseBase:
    """Hand out a photo or a paper of a matter to who reaches it."""
    rows = Attachment.objects.visible_to(request.user).select_related("file")
    row = get_object_or_404(rows, pk=attachment_id, feedback=feedback_id)
    return files.serve(row.file)


def _acted_on(request: PortalRequest, pk: int) -> Feedback:
    row: Feedback = acted_on(Feedback.objects, request.user, Ability.HANDLE_FEEDBACK, pk)
    return row
