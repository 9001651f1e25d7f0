"""What the frame of every page needs, whatever the page is about."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from common.models import Notice

__all__ = ["THEMES", "THEME_COOKIE", "frame"]

THEME_COOKIE = "nen"
THEMES = ("light", "dark", "auto")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the theme, whether this is the demo, and the count of unread notices.

    The count is a callable: it is read from the database only when a template prints it.
    """
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "light",
        "is_demo": settings.DEMO_MODE,
        "unread_notices": partial(_unread_notices, request),
    }


def _unread_notices(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return Notice.objects.for_user(user).unread().count()
