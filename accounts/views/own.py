"""One's own account."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import own as actions
from accounts.gates import PortalRequest, signed_in
from accounts.reports.users import all_grants, has_second_factor
from accounts.rules import needs_second_factor

__all__ = ["own_account", "session_end"]


@signed_in
def own_account(request: PortalRequest) -> HttpResponse:
    """Show one's own account: roles, password, second factor, where one is signed in."""
    user = request.user
    context = {
        "grants": all_grants(user),
        "has_factor": has_second_factor(user),
        "needs_factor": needs_second_factor(user.reach.roles, settings.SECOND_FACTOR_ROLES),
    }
    return render(request, "accounts/own_account.html", context)


@signed_in
@require_POST
def session_end(request: PortalRequest, session_id: int) -> HttpResponse:
    """Sign oneself out on another computer or phone."""
    session = get_object_or_404(UserSession.objects.filter(user=request.user), pk=session_id)
    actions.end_own_session(session=session, by=request.user)
    messages.success(request, _("Đã đăng xuất nơi ấy."))
    return redirect("usersessions_list")
