"""The list of accounts, and one account with its grants."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import RoleGrant, User
from common.search import matching

__all__ = ["all_grants", "has_second_factor", "users_listed"]


def users_listed(seen: QuerySet[User], chosen: dict[str, Any]) -> QuerySet[User]:
    """Return the accounts of the list after its filters, with what a line shows.

    `running_grants` are the grants valid today or later; `has_factor` says whether the second
    factor is set.
    """
    rows = seen.order_by("sort_key", "pk")
    if text := chosen.get("q"):
        named = matching(rows, text)
        rows = named if named.exists() else rows.filter(username__icontains=text)
    if role := chosen.get("role"):
        running = RoleGrant.objects.running()
        held = running if role == "none" else running.filter(role=role)
        among = Q(pk__in=held.values("user"))
        rows = rows.filter(~among if role == "none" else among)
    if state := chosen.get("state"):
        rows = rows.filter(is_active=state == "open")
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return rows.annotate(has_factor=Exists(factor)).prefetch_related(
        Prefetch("grants", queryset=_with_units().running(), to_attr="running_grants")
    )


def all_grants(user: User) -> QuerySet[RoleGrant]:
    """Return every grant of `user`, running or over, newest first."""
    return _with_units().filter(user=user).order_by("-pk")


def has_second_factor(user: User) -> bool:
    """Say whether `user` has set up the second factor."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def _with_units() -> Any:
    return RoleGrant.objects.select_related(
        "committee", "agency", "cell__committee", "granted_by", "user"
    )
