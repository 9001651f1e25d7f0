"""What a sender asks about their own data, with their code; what everybody may know of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.gates import public
from common.forms import render_form
from feedback.actions.privacy import request_data
from feedback.forms.privacy import DataRequestForm
from feedback.reports.following import matter_of
from feedback.reports.privacy import own_data
from feedback.reports.retention import kept_shown, purposes_shown
from feedback.views.code_cookie import code_of
from feedback.views.following import ask_code_again
from feedback.views.guarded import refusal, with_wait
from feedback.views.remarks_sealed import sealed_page

__all__ = ["data_request_create", "privacy_public"]


@public
@sealed_page
def data_request_create(request: HttpRequest) -> HttpResponse:
    """Show a sender what is kept of them, who read it, and take a request about it."""
    matter = matter_of(code_of(request))
    if matter is None:
        return ask_code_again(request, request.POST.get("text", ""))
    form = DataRequestForm(request.POST or None)
    said = ""
    if request.method == "POST" and form.is_valid():
        said = refusal(request, str(request.POST.get("sent_key", "")), "data")
        if said:
            form.add_error(None, said)
        elif form.perform(request_data, feedback=matter):
            messages.success(request, _("Đã nhận yêu cầu. Trả lời sẽ hiện ở trang này."))
            return redirect("feedback:data_request_create")
    context = {
        "tab": "follow",
        "matter": matter,
        "own": own_data(matter),
        "purposes": purposes_shown(),
    }
    return with_wait(
        render_form(request, "feedback/public/data_request_form.html", form, **context), said
    )


@public
def privacy_public(request: HttpRequest) -> HttpResponse:
    """Say for what personal data is used, how long it is kept, and how to ask about it."""
    context = {"tab": "send", "purposes": purposes_shown(), "kept": kept_shown()}
    return render(request, "feedback/public/privacy.html", context)
