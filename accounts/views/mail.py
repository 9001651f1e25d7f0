"""What left by mail, how the queue does, and in the try-out the mails themselves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import mail as actions
from accounts.exports import MAILS
from accounts.forms.mail import MailFilter
from accounts.gates import PortalRequest, requires
from accounts.reports import mail as reports
from accounts.rules import Ability
from common.errors import RuleBroken
from common.paging import paginate
from common.queues import outbox_health
from common.spreadsheets import download, wants

__all__ = ["mail_list", "mail_retry", "mailbox", "mailbox_mail"]


@requires(Ability.READ_MAIL)
def mail_list(request: PortalRequest) -> HttpResponseBase:
    """List the mails with their state, and say how broker, timetable and queue do."""
    filters = MailFilter(request.GET)
    rows = reports.deliveries_of(request.user, filters.chosen)
    if wants(request):
        return download(request, rows, MAILS, _("Thư đã gửi"))
    context = {
        "filters": filters,
        "page": paginate(request, rows),
        "health": outbox_health(),
        "has_mailbox": reports.has_mailbox(),
    }
    return render(request, "accounts/mail_list.html", context)


@requires(Ability.READ_MAIL)
@require_POST
def mail_retry(request: PortalRequest, delivery_id: int) -> HttpResponse:
    """Send a failed mail again."""
    delivery = get_object_or_404(reports.deliveries_of(request.user, {}), pk=delivery_id)
    try:
        actions.retry_delivery(delivery=delivery, by=request.user)
    except RuleBroken as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Cổng đang gửi lại thư."))
    return redirect("accounts:mail_list")


@requires(Ability.READ_MAIL)
def mailbox(request: PortalRequest) -> HttpResponse:
    """List the mails that the try-out wrote into its folder instead of sending."""
    if not reports.has_mailbox():
        raise Http404
    mails: Any = reports.Mailbox()
    return render(request, "accounts/mailbox.html", {"page": paginate(request, mails)})


@requires(Ability.READ_MAIL)
def mailbox_mail(request: PortalRequest, name: str) -> HttpResponse:
    """Show one mail of the folder."""
    found = reports.Mailbox().named(name)
    if found is None:
        raise Http404
    return render(request, "accounts/mailbox_mail.html", {"mail": found})
