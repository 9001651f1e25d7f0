"""The page on which anybody raises a matter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.gates import public
from common.forms import render_form
from feedback.actions.sending import send_feedback
from feedback.forms.sending import SendForm
from feedback.reports.places import answer_times
from feedback.reports.retention import purposes_shown
from feedback.views.code_cookie import remember
from feedback.views.guarded import refusal, too_many_tries, with_wait
from feedback.views.remarks_sealed import sealed_page

__all__ = ["send"]


@public
@sealed_page
def send(request: HttpRequest) -> HttpResponse:
    """Take a matter; its code is shown on the slip, which opens next."""
    if flood := too_many_tries(request):
        return flood
    form = SendForm(request.POST or None, request.FILES or None)
    said = ""
    if request.method == "POST" and form.is_valid():
        said = refusal(request, form.cleaned_data["sent_key"], "send")
        if said:
            form.add_error(None, said)
        elif form.perform(send_feedback):
            if not form.result.is_new:
                messages.info(request, _("Cổng đã nhận phiếu này lúc trước, không ghi lần nữa."))
            response = redirect("feedback:slip")
            remember(response, form.result.code)
            return response
    page = render_form(
        request,
        "feedback/public/send.html",
        form,
        tab="send",
        purposes=purposes_shown(),
        classes=answer_times(),
        lost_photos=bool(request.FILES),
    )
    return with_wait(page, said)
