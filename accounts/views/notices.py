"""Notices inside the portal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.actions import notices as actions
from accounts.gates import PortalRequest, signed_in
from common.models import Notice
from common.paging import paginate

__all__ = ["notice_detail", "notice_list", "notices_mark_read"]


@signed_in
def notice_list(request: PortalRequest) -> HttpResponse:
    """List one's own notices, newest first."""
    rows = Notice.objects.for_user(request.user)
    is_unread_only = request.GET.get("loc") == "chua-doc"
    shown = rows.unread() if is_unread_only else rows
    context = {
        "page": paginate(request, shown),
        "unread": rows.unread().count(),
        "is_unread_only": is_unread_only,
    }
    return render(request, "accounts/notice_list.html", context)


@signed_in
def notice_detail(request: PortalRequest, notice_id: int) -> HttpResponse:
    """Show one notice, which is read from now on."""
    notice = get_object_or_404(Notice.objects.for_user(request.user), pk=notice_id)
    actions.mark_notice_read(notice=notice, by=request.user)
    return render(request, "accounts/notice_detail.html", {"notice": notice})


@signed_in
@require_POST
def notices_mark_read(request: PortalRequest) -> HttpResponse:
    """Mark all of one's notices read."""
    count = actions.mark_all_notices_read(by=request.user)
    if count:
        said = ngettext("Đã đánh dấu đọc %(n)d tin.", "Đã đánh dấu đọc %(n)d tin.", count)
        messages.success(request, said % {"n": count})
    else:
        messages.success(request, _("Không còn tin chưa đọc."))
    return redirect("accounts:notice_list")
