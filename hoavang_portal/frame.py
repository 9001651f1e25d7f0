"""Pages that belong to the frame: the whole menu, help, theme and language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.gates import PortalRequest, public, signed_in
from common.context import THEME_COOKIE, THEMES

__all__ = ["help_page", "language_set", "menu_page", "theme_set"]

YEAR = 365 * 24 * 3600


@signed_in
def menu_page(request: PortalRequest) -> HttpResponse:
    """Show the whole menu: on a phone the fifth item of the bottom bar."""
    return render(request, "hoavang_portal/menu_page.html")


@public
def help_page(request: HttpRequest) -> HttpResponse:
    """Say how to get help, and what the marks of the portal mean."""
    return render(request, "hoavang_portal/help_page.html")


@public
@require_POST
def theme_set(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme (light, dark, auto) in a cookie for a year and go back."""
    response = HttpResponseRedirect(_way_back(request))
    theme = request.POST.get("nen", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@public
@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page."""
    return set_language(request)


def _way_back(request: HttpRequest) -> str:
    """Return the page to go back to, if it is one of ours."""
    way = request.POST.get("tiep", "")
    if url_has_allowed_host_and_scheme(way, {request.get_host()}, request.is_secure()):
        return way
    return reverse("home")
