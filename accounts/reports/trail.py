"""What somebody may read of the trail: the lines about things they reach."""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import User
from common.models import AuditEntry
from common.trail import followed_models
from common.vietnamese import normalise, place_sort_key

__all__ = ["entries_listed", "followed_model", "kinds_followed"]


def followed_model(label: str) -> Any:
    """Return the portal's model called `label` ("cells.partycell") if its rows know who sees them."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if model in set(followed_models()) else None


def kinds_followed() -> list[tuple[str, Any]]:
    """Return (label, name) of every kind of thing that has a trail."""
    kinds = [(model._meta.label_lower, model._meta.verbose_name) for model in followed_models()]
    return sorted(kinds, key=lambda kind: place_sort_key(str(kind[1])))


def entries_listed(user: User, chosen: dict[str, Any]) -> QuerySet[AuditEntry]:
    """Return the lines about things that `user` reaches, after the list's filters, newest first."""
    wanted = chosen.get("kind")
    kinds = [m for m in followed_models() if not wanted or m._meta.label_lower == wanted]
    rows = AuditEntry.objects.filter(reduce(or_, [_about(m, user) for m in kinds], Q(pk__in=())))
    if who := chosen.get("who"):
        rows = rows.filter(by_label__icontains=normalise(who))
    if first := chosen.get("first"):
        rows = rows.filter(at__date__gte=first)
    if last := chosen.get("last"):
        rows = rows.filter(at__date__lte=last)
    return rows.order_by("-id")


def _about(model: type[models.Model], user: User) -> Q:
    """Return the lines about the rows of `model` that `user` sees; the trail keeps keys as text."""
    seen = model._default_manager.visible_to(user)  # type: ignore[attr-defined]
    keys = seen.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
    return Q(thing_type=model._meta.label_lower, thing_id__in=keys)
