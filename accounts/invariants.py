"""What must always hold of accounts and grants."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, F
from django.db.models.functions import Lower

from accounts.models import RoleGrant, User
from accounts.rules import LEVELS_OF
from common.invariants import Invariant

__all__ = ["INVARIANTS"]


def _usernames_differ() -> Iterator[str]:
    names = User.objects.order_by().annotate(name=Lower("username")).values("name")
    for row in names.annotate(n=Count("pk")).filter(n__gt=1).iterator():
        yield f"{row['name']}: {row['n']} accounts"


def _levels_fit() -> Iterator[str]:
    for role, levels in LEVELS_OF.items():
        wrong = RoleGrant.objects.filter(role=role).exclude(committee__level__in=levels)
        for grant in wrong.select_related("user", "committee").iterator():
            yield f"grant {grant.pk} {grant}: {grant.committee}"


def _nobody_gives_to_themselves() -> Iterator[str]:
    for grant in RoleGrant.objects.filter(granted_by=F("user")).select_related("user").iterator():
        yield f"grant {grant.pk} {grant}"


def _trail_guard() -> Iterator[str]:
    """Yield the guard of the trail if a table rebuild on SQLite has dropped it."""
    if connection.vendor == "postgresql":
        query, wanted = (
            "SELECT tgname FROM pg_trigger",
            {"audit_append_only", "audit_append_only_truncate"},
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = {"audit_append_only_update", "audit_append_only_delete"}
    with connection.cursor() as cursor:
        cursor.execute(query)
        yield from sorted(wanted - {name for (name,) in cursor.fetchall()})


INVARIANTS = [
    Invariant("usernames_differ", "Usernames differ in more than case.", _usernames_differ),
    Invariant("grant_levels_fit", "A role reaches committees of its level.", _levels_fit),
    Invariant("no_own_grants", "Nobody gives a role to themselves.", _nobody_gives_to_themselves),
    Invariant("trail_guard", "The database refuses to change the trail.", _trail_guard),
]
