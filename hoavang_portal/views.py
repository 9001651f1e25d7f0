"""Pages that need every app: the first page, and whether the portal is well."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gates import PortalRequest, public, signed_in
from accounts.rules import Ability, Role
from hoavang_portal.home import overview_shown, todos_of

__all__ = ["health", "home"]


@signed_in
def home(request: PortalRequest) -> HttpResponse:
    """Show what this person should do next; cadres go to their visits, operators to the menu."""
    roles = request.user.reach.roles
    if roles == {Role.CADRE}:
        return redirect("assignments:attendance_today")
    if not request.user.can(Ability.READ_UNITS):
        return redirect("menu_page")
    today = timezone.localdate()
    context = {
        "today": today,
        "todos": todos_of(request.user, today),
        "overview": overview_shown(request.user, today),
    }
    return render(request, "hoavang_portal/home.html", context)


@public
def health(request: HttpRequest) -> JsonResponse:
    """Say whether database and cache answer: 200 when both do, else 503."""
    answers = {"database": _database_answers(), "cache": _cache_answers()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _cache_answers() -> bool:
    try:
        cache.set("health", 1, timeout=5)
    except OSError:
        return False
    return bool(cache.get("health"))
