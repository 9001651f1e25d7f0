"""What the pages of signing in print: the demo's accounts, browsers by name."""

import re
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext

from accounts.reports.demo import demo_accounts as accounts_of_demo
from accounts.reports.demo import demo_roles

register = template.Library()

# The first that fits: browsers name each other for old times' sake.
_BROWSERS = (
    ("Zalo", "Zalo"),
    ("Edg", "Edge"),
    ("coc_coc|CocCoc", "Cốc Cốc"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux|X11", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """Return what a browser says of itself as "Chrome, Windows"."""
    parts = [_first(_BROWSERS, user_agent), _first(_DEVICES, user_agent)]
    return ", ".join(part for part in parts if part) or gettext("trình duyệt khác")


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in table if re.search(pattern, text)), "")


@register.simple_tag
def demo_accounts() -> list[dict[str, Any]]:
    """Return the accounts that one click opens; none unless this is the demo."""
    if not settings.DEMO_MODE:
        return []
    roles = demo_roles()
    return [{"user": user, "role": roles[user.username].label} for user in accounts_of_demo()]
