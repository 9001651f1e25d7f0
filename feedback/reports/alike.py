"""Matters that may be the same as one that is being entered or read."""

import datetime
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cells.models import Committee, ResidentialArea
from feedback.models import Category, Feedback
from feedback.rules.alike import LIKELY, likeness

__all__ = ["Alike", "alike"]

LOOKED_BACK: Final = datetime.timedelta(days=180)
MOST_COMPARED: Final = 300
"""The newest of the place and kind; more would slow the page and say little."""

LEFT = (Feedback.Status.MERGED, Feedback.Status.MOVED)


@dataclass(frozen=True)
class Alike:
    """A matter that may be the same, and how much of the words they share, 0 to 1."""

    feedback: Feedback
    likeness: float

    @property
    def percent(self) -> int:
        """Return the share in whole percents."""
        return round(100 * self.likeness)


def alike(  # noqa: PLR0913 -- where, of which kind, in what words, for whom
    committee: Committee,
    area: ResidentialArea | None,
    category: Category,
    text: str,
    *,
    limit: int = 5,
    user: User | None = None,
    but: int | None = None,
) -> list[Alike]:
    """Return matters of the same place and kind with similar words, the most alike first.

    Of the last half year.  Without an area, or beside one without, the commune is the place.
    `user` narrows to what they reach; `but` is the key of the matter itself.  One query.
    """
    rows = Feedback.objects.visible_to(user) if user else Feedback.objects.all()
    rows = rows.filter(
        committee=committee,
        category=category,
        received_at__gte=timezone.now() - LOOKED_BACK,
        purged_on__isnull=True,
    ).exclude(status__in=LEFT)
    if area:
        rows = rows.filter(Q(area=area) | Q(area__isnull=True))
    if but:
        rows = rows.exclude(pk=but)
    place = area.name if area else ""
    found = [
        Alike(row, likeness(text, row.search_key, place=place))
        for row in rows.select_related("area", "category").order_by("-received_at")[:MOST_COMPARED]
    ]
    likely = [each for each in found if each.likeness >= LIKELY]
    return sorted(likely, key=lambda each: each.likeness, reverse=True)[:limit]
