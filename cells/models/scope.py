"""Which committees, areas and cells a person reaches: THE rule of scope, stated once.

Rows of every other table are reached through these three (`visible_to` of their querysets).

One look upward is allowed and named: the ways through assignments (`area__assignments…`,
`committee__charges…`, the `cadre` of an account) are strings in queries, not imports, because the
rule of scope must exist once and cells lies below assignments.
"""

import datetime
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.rules import ABILITIES, Ability

__all__ = [
    "NOTHING",
    "acting_under",
    "any_of",
    "area_scope",
    "belonging",
    "cell_scope",
    "charged",
    "committee_scope",
    "own_cells",
    "reached",
    "under",
    "valid_on",
]

NOTHING = Q(pk__in=())
Rows = TypeVar("Rows", bound=QuerySet[Any])


def any_of(ways: list[Q]) -> Q:
    """Return rows reached by at least one way; by none without any."""
    return reduce(or_, ways, NOTHING) if ways else NOTHING


def under(user: User, committee: str) -> list[Q]:
    """Return the ways by the committees of the person's grants.

    `committee` is the lookup of the committee from the table asked about, such as `"committee__"`.
    """
    return [Q(**{f"{committee}path__startswith": path}) for path in user.reach.committee_paths]


def acting_under(user: User, committee: str, ability: Ability) -> list[Q]:
    """Return the ways by the committees of those grants whose role has `ability`.

    Reading and acting differ: who reads all communes as an inspector and staffs one of them edits
    that one only.
    """
    paths = [
        grant.committee.path
        for grant in user.grants_today
        if grant.committee and grant.role in ABILITIES[ability]
    ]
    return [Q(**{f"{committee}path__startswith": path}) for path in paths]


def own_cells(user: User, ability: Ability) -> list[int]:
    """Return the keys of the cells that the person acts for by a grant that has `ability`."""
    return [g.cell_id for g in user.grants_today if g.cell_id and g.role in ABILITIES[ability]]


def charged(user: User, committee: str, day: datetime.date) -> list[Q]:
    """Return the ways by the communes the person is in charge of, or stands in for, on `day`."""
    if not user.reach.is_board_member:
        return []
    valid = valid_on(f"{committee}charges__", day)
    member = Q(**{f"{committee}charges__member": user})
    substitute = Q(**{f"{committee}charges__substitute": user})
    return [valid & (member | substitute)]


def assigned(user: User, area: str, day: datetime.date) -> list[Q]:
    """Return the ways by the areas that the person, or a cadre of their agency, is assigned to.

    Who stands in for the assigned cadre reaches the area too.
    """
    ways: list[Q] = []
    valid = valid_on(f"{area}assignments__", day)
    if user.reach.is_cadre:
        own = Q(**{f"{area}assignments__cadre__user": user})
        stands_in = Q(**{f"{area}assignments__substitute__user": user})
        ways.append(valid & (own | stands_in))
    if user.reach.agency_ids:
        ways.append(valid & Q(**{f"{area}assignments__cadre__agency__in": user.reach.agency_ids}))
    return ways


def valid_on(prefix: str, day: datetime.date) -> Q:
    """Return the condition that the related row at `prefix` ("area_links__") is valid on `day`."""
    return (Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


Ways = tuple[list[Q], list[Q]]
"""The ways that ask one row alone, and the ways that lead through many related rows."""


def reached(rows: Rows, direct: list[Q], through: list[Q]) -> Rows:
    """Return those of `rows` that are reached by at least one way.

    A way through many related rows is asked apart: no row then comes twice, and who reaches
    everything directly pays for no join.
    """
    apart = [Q(pk__in=rows.model._base_manager.filter(way).values("pk")) for way in through]
    return rows.filter(any_of([*direct, *apart]))


def committee_scope(user: User) -> Ways:
    """Return the ways to the committees the person reaches."""
    today = timezone.localdate()
    through = charged(user, "", today) + assigned(user, "areas__", today)
    if user.reach.cell_ids:
        through.append(Q(cells__in=user.reach.cell_ids))
    return under(user, ""), through


def area_scope(user: User) -> Ways:
    """Return the ways to the residential areas the person reaches."""
    today = timezone.localdate()
    through = charged(user, "committee__", today) + assigned(user, "", today)
    if user.reach.cell_ids:
        through.append(Q(cell_links__cell__in=user.reach.cell_ids))
    return under(user, "committee__"), through


def cell_scope(user: User, cell: str = "") -> Ways:
    """Return the ways to the Party cells the person reaches, or to rows with such a `cell__`."""
    today = timezone.localdate()
    direct = under(user, f"{cell}committee__")
    if user.reach.cell_ids:
        direct.append(Q(**{f"{cell}pk__in": user.reach.cell_ids}))
    through = charged(user, f"{cell}committee__", today)
    through += assigned(user, f"{cell}area_links__area__", today)
    return direct, through


def belonging(user: User) -> list[Q]:
    """Return the ways to the cells that the person belongs to, who then does not judge them.

    By a grant on the cell, or as a cadre who lives in an area that the cell serves today.
    """
    home = User.objects.filter(pk=user.pk, cadre__home_area__isnull=False)
    serves = Q(area_links__area__in=home.values("cadre__home_area"))
    return [Q(pk__in=user.reach.cell_ids), serves & valid_on("area_links__", timezone.localdate())]
