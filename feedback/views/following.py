"""Following a matter by its code: what became of it, the slip, the verdict, messages, photos."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import public
from common import files
from common.forms import render_form
from common.open_forms import OpenForm
from feedback.actions.messages import message_from_sender
from feedback.actions.verdicts import give_verdict
from feedback.forms.following import CodeForm, MessageForm, VerdictForm
from feedback.models import Feedback
from feedback.reports.following import followed, matter_of, remark_of
from feedback.views.code_cookie import code_of, forget, remember
from feedback.views.guarded import refusal, with_wait
from feedback.views.remarks_sealed import sealed_page
from feedback.views.slips import qr_of

__all__ = [
    "ask_code_again",
    "follow",
    "follow_close",
    "message_send",
    "photo",
    "slip",
    "verdict_give",
]

_VERDICT_IDS, _MESSAGE_IDS = "verdict_%s", "message_%s"


@public
@sealed_page
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code; with it show the matter, or the status of a sealed remark."""
    if request.method == "POST":
        return _looked_up(request)
    code = code_of(request)
    matter = matter_of(code)
    # A matter that was moved to the sealed channel is followed there.
    if matter and matter.status != Feedback.Status.MOVED:
        return _page(request, matter)
    if remark := remark_of(code):
        return render(
            request, "feedback/public/remark_status.html", {"remark": remark, "tab": "follow"}
        )
    return render_form(request, "feedback/public/code_form.html", CodeForm(), tab="follow")


@public
@sealed_page
def slip(request: HttpRequest) -> HttpResponse:
    """Show the code to keep, with a QR of the address that opens it; to print."""
    code = code_of(request)
    if not (matter_of(code) or remark_of(code)):
        return redirect("feedback:follow")
    context = {"tab": "follow", "matter": matter_of(code), **qr_of(request, code)}
    return render(request, "feedback/public/slip.html", context)


@public
@require_POST
def follow_close(request: HttpRequest) -> HttpResponse:
    """Forget the code on this device."""
    response = redirect("feedback:follow")
    forget(response)
    return response


@public
@sealed_page
@require_POST
def verdict_give(request: HttpRequest) -> HttpResponse:
    """Take what the sender says of the answer."""
    matter = matter_of(code_of(request))
    if matter is None:
        return ask_code_again(request, request.POST.get("note", ""))
    form = VerdictForm(request.POST, auto_id=_VERDICT_IDS)
    said = _refused(request, form, "verdict")
    if not said and form.perform(give_verdict, feedback=matter):
        messages.success(request, _verdict_taken(form.result))
        return redirect("feedback:follow")
    return with_wait(_page(request, matter, verdict_form=form), said)


@public
@sealed_page
@require_POST
def message_send(request: HttpRequest) -> HttpResponse:
    """Take a message of the sender."""
    matter = matter_of(code_of(request))
    if matter is None:
        return ask_code_again(request, request.POST.get("text", ""))
    form = MessageForm(request.POST, auto_id=_MESSAGE_IDS)
    said = _refused(request, form, "message")
    if not said and form.perform(message_from_sender, feedback=matter):
        messages.success(request, _("Đã gửi lời nhắn. Trả lời sẽ hiện ở trang này."))
        return redirect("feedback:follow")
    return with_wait(_page(request, matter, message_form=form), said)


@public
@sealed_page
def photo(request: HttpRequest, photo_id: int) -> HttpResponseBase:
    """Hand out a photo of the matter that the code on this device opens."""
    matter = matter_of(code_of(request))
    if matter is None:
        raise Http404(_("Mã theo dõi đã đóng trên máy này. Gõ lại mã ở trang Tra cứu."))
    attached = get_object_or_404(matter.attachments.filter(is_photo=True), pk=photo_id)
    return files.serve(attached.file)


def _looked_up(request: HttpRequest) -> HttpResponse:
    """Answer a typed code: its page, or what is wrong with it."""
    form = CodeForm(request.POST)
    said = _refused(request, form, "lookup")
    if form.is_valid() and not said:
        code = form.cleaned_data["code"]
        if matter_of(code) or remark_of(code):
            response = redirect("feedback:follow")
            remember(response, code)
            return response
        form.add_error("code", _("Không có việc nào mang mã này. So lại mã với phiếu."))
    return with_wait(
        render_form(request, "feedback/public/code_form.html", form, tab="follow"), said
    )


def _refused(request: HttpRequest, form: OpenForm, name: str) -> str:
    """Return why a form without faults is not taken now, and say it on the form."""
    key = str(request.POST.get("sent_key", ""))
    said = refusal(request, key, name) if form.is_valid() else ""
    if said:
        form.add_error(None, said)
    return said


def _verdict_taken(matter: Feedback) -> str:
    """Return what the sender's verdict led to."""
    if matter.status == Feedback.Status.CONFIRMED:
        return _("Đã ghi: việc đã xong. Cảm ơn ông, bà.")
    return _("Đã ghi ý kiến của ông, bà. Việc được mở lại; hạn mới ở bên dưới.")


def ask_code_again(request: HttpRequest, typed: str) -> HttpResponse:
    """Ask for the code again when it is no longer open here; what was typed can be copied."""
    context = {"form": CodeForm(), "tab": "follow", "is_closed": True, "typed": typed}
    return render(request, "feedback/public/code_form.html", context, status=404)


def _page(request: HttpRequest, matter: Feedback, **sent: Any) -> HttpResponse:
    """Return the matter's page; a form that was refused comes back with what was typed."""
    seen = followed(matter)
    forms = {
        "verdict_form": VerdictForm(auto_id=_VERDICT_IDS),
        "message_form": MessageForm(auto_id=_MESSAGE_IDS),
        **sent,
    }
    context = {"tab": "follow", "seen": seen, "matter": seen.matter, **forms}
    response = render(request, "feedback/public/follow.html", context)
    remember(response, code_of(request))  # as long as somebody looks, it stays open
    return response
