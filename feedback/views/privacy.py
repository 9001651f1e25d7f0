"""Personal data of senders: a contact read with a reason, requests answered, who read what."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.gates import PortalRequest, requires
from accounts.rules import Ability
from cells.views.reach import acted_on
from common.forms import render_form
from common.paging import paginate
from common.spreadsheets import download, wants
from feedback.actions.contacts import read_contact
from feedback.actions.privacy import answer_data_request
from feedback.exports.privacy import READINGS, REQUESTS
from feedback.forms.privacy import AnswerRequestForm, ContactForm, ReadingFilter, RequestFilter
from feedback.models import ContactReading, DataRequest, Feedback
from feedback.reports import privacy as reports
from feedback.views.remarks_sealed import sealed_page

__all__ = [
    "contact_read",
    "data_request_answer",
    "data_request_detail",
    "data_request_list",
    "reading_list",
]


@requires(Ability.READ_CONTACTS)
@sealed_page
def contact_read(request: PortalRequest, feedback_id: int) -> HttpResponse:
    """Ask why, keep that for good, then show the sender's contact: on this answer alone."""
    matter: Feedback = acted_on(
        Feedback.objects,
        request.user,
        Ability.READ_CONTACTS,
        feedback_id,
    )
    form = ContactForm(request.POST or None)
    contact = None
    if request.method == "POST" and form.perform(read_contact, feedback=matter, by=request.user):
        contact = form.result
    context = {
        "matter": matter,
        "contact": contact,
        "has_contact": hasattr(matter, "contact"),
        "readings": ContactReading.objects.visible_to(request.user)
        .filter(feedback=matter)
        .select_related("by"),
    }
    return render_form(request, "feedback/contact_read.html", form, **context)


# --- Requests -------------------------------------------------------------------------------------


@requires(Ability.ANSWER_DATA_REQUESTS)
def data_request_list(request: PortalRequest) -> HttpResponseBase:
    """List the requests of senders about their data, what waits first."""
    filters = RequestFilter(request.GET)
    rows = reports.requests_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, REQUESTS, _("Yêu cầu về dữ liệu cá nhân"))
    today = timezone.localdate()
    context = {"filters": filters, "page": paginate(request, rows), "today": today}
    return render(request, "feedback/data_request_list.html", context)


@requires(Ability.ANSWER_DATA_REQUESTS)
@never_cache
def data_request_detail(request: PortalRequest, data_request_id: int) -> HttpResponse:
    """Show one request with what the sender adds."""
    rows = DataRequest.objects.visible_to(request.user)
    named = rows.select_related("feedback__category", "feedback__area", "committee", "answered_by")
    row = get_object_or_404(named, pk=data_request_id)
    context = {
        "row": row,
        "asked": reports.asked_in(row),
        "has_contact": hasattr(row.feedback, "contact"),
        "is_published": hasattr(row.feedback, "published"),
    }
    return render(request, "feedback/data_request_detail.html", context)


@requires(Ability.ANSWER_DATA_REQUESTS)
def data_request_answer(request: PortalRequest, data_request_id: int) -> HttpResponse:
    """Answer one request, and do what it asks."""
    row: DataRequest = acted_on(
        DataRequest.objects,
        request.user,
        Ability.ANSWER_DATA_REQUESTS,
        data_request_id,
    )
    form = AnswerRequestForm(request.POST or None, row=row)
    acts = {"pk": row.pk, "by": request.user}
    if request.method == "POST" and form.perform(answer_data_request, **acts):
        messages.success(request, _("Đã trả lời yêu cầu số %(number)s.") % {"number": row.pk})
        return redirect("feedback:data_request_list")
    return render_form(request, "feedback/data_request_answer.html", form, row=row)


# --- Who read which contact -----------------------------------------------------------------------


@requires(Ability.READ_PRIVACY_LOG)
def reading_list(request: PortalRequest) -> HttpResponseBase:
    """List who read which sender's contact, when and why."""
    filters = ReadingFilter(request.GET)
    rows = reports.readings_listed(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, READINGS, _("Lần xem liên lạc người gửi"))
    context = {"filters": filters, "page": paginate(request, rows)}
    return render(request, "feedback/contact_reading_list.html", context)
