"""The overview as the page shows it, kept for a minute for all who reach the same rows.

`docs/decisions/0012-kept-overview.md` says why, and why what to do now is never kept.
"""

import datetime
import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.models import User
from hoavang_portal.home.overview import overview_of

__all__ = ["KEPT_SECONDS", "ShownOverview", "overview_shown"]

KEPT_SECONDS = 60


@dataclass(frozen=True)
class ShownOverview:
    """The overview as HTML, and when its figures were counted: the page says so."""

    html: SafeString
    counted_at: datetime.datetime


def overview_shown(user: User, today: datetime.date) -> ShownOverview:
    """Return the overview of `user` on `today`, at most `KEPT_SECONDS` old."""
    key = _key(user, today)
    kept: ShownOverview | None = cache.get(key)
    if kept is None:
        kept = _count(user, today)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _count(user: User, today: datetime.date) -> ShownOverview:
    counted_at = timezone.now()
    context = {"overview": overview_of(user, today)}
    return ShownOverview(
        render_to_string("hoavang_portal/_home_overview.html", context), counted_at
    )


def _key(user: User, today: datetime.date) -> str:
    """Return the key of all on which the overview depends: the reach, the day, the language."""
    reach = user.reach
    # These reach rows by who they are, not only by what their grants name.
    person = user.pk if reach.is_cadre or reach.is_board_member else None
    parts = (
        sorted(reach.committee_paths),
        sorted(reach.agency_ids),
        sorted(reach.cell_ids),
        person,
        today,
        get_language(),
    )
    return f"home-overview:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
