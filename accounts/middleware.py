"""What comes before any page: signing in, choosing a password, setting the second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from accounts.rules import needs_second_factor

__all__ = ["FirstThingsFirst", "SignInFirst"]

# Pages that stay open meanwhile.
_ALWAYS_OPEN = {"account_logout", "help", "health", "language_set", "theme_set"}
_FOR_PASSWORD = {"account_change_password"}
_FOR_SECOND_FACTOR = {
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
_HAS_FACTOR = "has_second_factor"


class SignInFirst(LoginRequiredMiddleware):
    """Ask who is not signed in to sign in, then open the page they were on.

    After a form sent in an ended session that is the page with the form: the address the form goes
    to often answers nothing but a sent form.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Return the redirect to the sign-in page."""
        way = request.META.get("HTTP_REFERER", "")
        ours = url_has_allowed_host_and_scheme(way, {request.get_host()}, request.is_secure())
        if request.method in {"GET", "HEAD"} or not ours:
            return super().handle_no_permission(request, view_func)
        page = urlsplit(way)._replace(scheme="", netloc="", fragment="").geturl()
        return redirect_to_login(page, self.get_login_url(view_func))


class FirstThingsFirst:
    """Send who must first do something to the page where they do it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; keep what somebody signed in saw out of caches others can open."""
        response = self.get_response(request)
        if isinstance(request.user, User):
            response.headers.setdefault("Cache-Control", "private")
        elif request.resolver_match and request.resolver_match.view_name == "account_logout":
            # On a shared computer "back" must not show pages of who has left.
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Return a redirect to the first thing to do, or None."""
        del view, args, kwargs
        page = request.resolver_match.view_name if request.resolver_match else ""
        if not isinstance(request.user, User) or page in _ALWAYS_OPEN:
            return None
        if request.user.must_change_password:
            return _sent_to("account_change_password", request, page, _FOR_PASSWORD)
        if _lacks_second_factor(request, request.user):
            return _sent_to("mfa_activate_totp", request, page, _FOR_SECOND_FACTOR)
        return None


def _lacks_second_factor(request: HttpRequest, user: User) -> bool:
    """Say whether a required second factor is missing; a session asks until it is there."""
    if not settings.SECOND_FACTOR_ROLES or request.session.get(_HAS_FACTOR) == user.pk:
        return False
    if not needs_second_factor(user.reach.roles, settings.SECOND_FACTOR_ROLES):
        return False
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        # Taking a factor away ends the sessions, and nobody who must have one can drop it.
        request.session[_HAS_FACTOR] = user.pk
        return False
    return True


def _sent_to(
    target: str, request: HttpRequest, page: str, allowed: set[str]
) -> HttpResponse | None:
    if page in allowed:
        return None
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse(target))
    return HttpResponseRedirect(reverse(target))
