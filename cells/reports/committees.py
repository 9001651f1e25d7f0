"""The tree of committees with what stands under each."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from cells.models import Committee, PartyCell, ResidentialArea
from cells.reports.areas import links_on
from cells.rules.units import LEVELS_FROM_TOP
from common.search import matching

__all__ = ["CommitteeFile", "committee_file", "committees_listed"]


def committees_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[Committee]:
    """Return the committees `user` reaches, each followed by those under it.

    Each carries `areas_then` and `cells_then`: how many areas and cells stand under it, at any
    depth, on the day.  `chosen`: q (name or code), ngay (the day, today without), tat_ca (ended
    ones too).
    """
    on: datetime.date = chosen.get("ngay") or timezone.localdate()
    rows: QuerySet[Committee] = Committee.objects.visible_to(user).select_related("parent")
    if not chosen.get("tat_ca"):
        rows = rows.on(on)  # type: ignore[attr-defined]
    rows = counted(rows, on).order_by(*_TREE_ORDER)
    text = chosen.get("q", "")
    by_code = rows.filter(code=text.strip()) if text.strip().isdigit() else None
    return matching(rows, text) if by_code is None else by_code


def counted(rows: QuerySet[Committee], on: datetime.date) -> QuerySet[Committee]:
    """Return `rows` with the numbers of areas and cells under each on the day `on`."""
    below = {"committee__path__startswith": OuterRef("path")}
    return rows.annotate(
        areas_then=_number_of(ResidentialArea.objects.on(on).filter(**below)),
        cells_then=_number_of(PartyCell.objects.on(on).filter(**below)),
    )


@dataclass(frozen=True)
class CommitteeFile:
    """What the page of one committee shows, within what the reader reaches."""

    areas: int
    cells: int
    households: int | None
    population: int | None
    children: list[Committee]
    areas_here: list[ResidentialArea]
    charges: list[Any]
    may_edit: bool
    may_end: bool


def committee_file(user: User, committee: Committee) -> CommitteeFile:
    """Return the figures of `committee` today, the units directly below it, and who is in charge."""
    today = timezone.localdate()
    below = {"committee__path__startswith": committee.path}
    areas = ResidentialArea.objects.visible_to(user).on(today).filter(**below)
    sums = areas.aggregate(n=Count("pk"), households=Sum("households"), people=Sum("population"))
    children = Committee.objects.visible_to(user).filter(parent=committee).on(today)
    return CommitteeFile(
        areas=sums["n"],
        cells=PartyCell.objects.visible_to(user).on(today).filter(**below).count(),
        households=sums["households"],
        population=sums["people"],
        children=list(counted(children, today).order_by("sort_key", "id")),
        areas_here=list(areas.filter(committee=committee).prefetch_related(links_on(today, user))),
        # The floor above knows who of the Standing Board is in charge of a commune.
        charges=list(committee.charges.on(today).select_related("member", "substitute")),
        may_edit=_acts_on(user, committee.pk),
        may_end=_acts_on(user, committee.parent_id),
    )


def _acts_on(user: User, pk: int | None) -> bool:
    rows = Committee.objects.acted_on_by(user, Ability.EDIT_UNITS)
    return pk is not None and rows.filter(pk=pk).exists()


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    """Return the number of `rows` (a query with an OuterRef), 0 for none."""
    counted_rows = rows.order_by().annotate(one=Value(1)).values("one")
    numbers = counted_rows.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def _tree_order() -> tuple[Any, ...]:
    """Return the order in which each committee is followed by those under it.

    A commune sorts under the name of its district; cities come first.
    """
    is_commune = Q(level=Committee.Level.COMMUNE)
    group = Case(
        When(is_commune, then=F("parent__sort_key")),
        default=F("sort_key"),
        output_field=CharField(),
    )
    depth = Case(
        *(When(level=level, then=Value(n)) for n, level in enumerate(LEVELS_FROM_TOP)),
        output_field=IntegerField(),
    )
    top = Case(When(level="city", then=Value(0)), default=Value(1), output_field=IntegerField())
    return top, group, depth, "sort_key", "pk"


_TREE_ORDER = _tree_order()
