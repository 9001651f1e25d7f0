"""One-click sign-in of the demo; elsewhere the address does not exist."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.adapters import sign_in_without_password
from accounts.gates import public
from accounts.reports.demo import demo_accounts

__all__ = ["demo_sign_in"]


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo's account of one role, on to the page asked for; 404 unless a demo."""
    if not settings.DEMO_MODE:
        raise Http404
    user = get_object_or_404(demo_accounts(), username=request.POST.get("username", ""))
    sign_in_without_password(request, user)
    way = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(way, {request.get_host()}, request.is_secure()):
        return redirect(way)
    return redirect(settings.LOGIN_REDIRECT_URL)
