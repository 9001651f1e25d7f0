"""What somebody may give: roles, and the units of each."""

from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import RoleGrant, User
from accounts.rules import GRANTABLE, LEVELS_OF, REACH_OF, ReachKind, Role, may_grant

__all__ = ["roles_to_grant", "units_of_kind", "units_to_grant"]

# Where a unit's committee is: the lookup of its path.
_PATH = {
    ReachKind.COMMITTEE: "path",
    ReachKind.AGENCY: "committee__path",
    ReachKind.CELL: "committee__path",
}


def roles_to_grant(giver: User) -> list[Role]:
    """Return the roles that `giver` may give, in the table's order."""
    return [role for role in Role if may_grant(giver.reach.roles, role)]


def units_to_grant(giver: User, role: Role) -> models.QuerySet[Any]:
    """Return the units over which `giver` may give `role`: those of the roles that allow it.

    A giver whose own role names no unit (an operator) may name any.
    """
    kind = REACH_OF[role]
    if kind == ReachKind.NONE:
        return RoleGrant.objects.none()
    ways = [
        Q(**{f"{_PATH[kind]}__startswith": held.committee.path}) if held.committee else Q(pk__gt=0)
        for held in giver.grants_today
        if role in GRANTABLE.get(Role(held.role), set())
    ]
    levels = {"level__in": LEVELS_OF[role]} if role in LEVELS_OF else {}
    return _rows_of(kind).filter(reduce(or_, ways, Q(pk__in=())), **levels)


def units_of_kind(giver: User, kind: ReachKind) -> models.QuerySet[Any]:
    """Return the units of one kind over which `giver` may give some role."""
    roles = [role for role in roles_to_grant(giver) if REACH_OF[role] == kind]
    ways = [Q(pk__in=units_to_grant(giver, role).values("pk")) for role in roles]
    return _rows_of(kind).filter(reduce(or_, ways, Q(pk__in=())))


def _rows_of(kind: ReachKind) -> models.QuerySet[Any]:
    """Return all rows of a kind of unit; its model stands on a floor above, so it is asked for."""
    related = RoleGrant._meta.get_field(kind.value).related_model
    assert isinstance(related, type)
    return related._default_manager.order_by("sort_key", "pk")
