"""The page on which anybody says what they think of a cadre, and takes it back by the code."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import public
from common.errors import RuleBroken
from common.forms import render_form
from feedback.actions.remarks import send_remark
from feedback.actions.remarks_withdrawing import drop_identity, withdraw_remark
from feedback.forms.remarks_sending import RemarkForm
from feedback.reports.following import remark_of
from feedback.reports.remarks import months_kept
from feedback.rules.codes import hash_of
from feedback.views.code_cookie import code_of, remember
from feedback.views.guarded import refusal, too_many_tries, with_wait
from feedback.views.remarks_sealed import sealed_page

__all__ = ["identity_drop", "remark_send", "remark_withdraw"]


@public
@sealed_page
def remark_send(request: HttpRequest) -> HttpResponse:
    """Take a remark; its code is shown on the slip, which opens next."""
    if flood := too_many_tries(request):
        return flood
    form = RemarkForm(request.POST or None)
    said = ""
    if request.method == "POST" and form.is_valid():
        said = refusal(request, form.cleaned_data["sent_key"], "remark")
        if said:
            form.add_error(None, said)
        elif form.perform(send_remark):
            if not form.result.is_new:
                messages.info(request, _("Cổng đã nhận góp ý này lúc trước, không ghi lần nữa."))
            response = redirect("feedback:slip")
            remember(response, form.result.code)
            return response
    context = {"tab": "remark", "months": months_kept()}
    page = render_form(request, "feedback/public/remark_send.html", form, **context)
    return with_wait(page, said)


@public
@sealed_page
@require_POST
def remark_withdraw(request: HttpRequest) -> HttpResponse:
    """Take back the remark that the code on this device opens."""
    done = _("Đã rút góp ý; nội dung và tên đã xóa.")
    return _taken_back(request, withdraw_remark, done)


@public
@sealed_page
@require_POST
def identity_drop(request: HttpRequest) -> HttpResponse:
    """Delete the sender's name from the remark that the code on this device opens."""
    return _taken_back(request, drop_identity, _("Đã xóa tên, số điện thoại; góp ý vẫn giữ."))


def _taken_back(request: HttpRequest, action: Any, done: str) -> HttpResponse:
    code = code_of(request)
    if remark_of(code) is None:
        raise Http404(_("Mã theo dõi đã đóng trên máy này. Gõ lại mã ở trang Tra cứu."))
    try:
        action(code_hash=hash_of(code))
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("feedback:follow")
