"""The page on which anybody says what they think of a cadre."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.gates import public
from common.forms import render_form
from feedback.actions.remarks import send_remark
from feedback.forms.remarks_sending import RemarkForm
from feedback.reports.remarks import months_kept
from feedback.views.code_cookie import remember
from feedback.views.guarded import refusal, with_wait
from feedback.views.remarks_sealed import sealed_page

__all__ = ["remark_send"]


@public
@sealed_page
def remark_send(request: HttpRequest) -> HttpResponse:
    """Take a remark; its code is shown on the slip, which opens next."""
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
