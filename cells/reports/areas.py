"""Residential areas as lists and pages show them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from cells.models import CellArea, PartyCell, ResidentialArea, VillageBody
from cells.models.scope import valid_on
from common.search import matching

__all__ = ["AreaFile", "area_file", "areas_listed", "links_on"]


def areas_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[ResidentialArea]:
    """Return the areas `user` reaches, each with `links_now` and the assignments of all times.

    `chosen`: q (name), xa (commune), loai (kind), thieu: "chi_bo" without a cell today, "can_bo"
    without a cadre today; tat_ca (ended ones too).
    """
    today = timezone.localdate()
    rows: QuerySet[ResidentialArea] = (
        ResidentialArea.objects.visible_to(user)
        .select_related("committee")
        .prefetch_related(links_on(today, user), "assignments__cadre")
    )
    if not chosen.get("tat_ca"):
        rows = rows.exclude(valid_to__lt=today)
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    if kind := chosen.get("loai"):
        rows = rows.filter(kind=kind)
    if relation := _LACKING.get(chosen.get("thieu", "")):
        having = ResidentialArea.objects.filter(
            valid_on(f"{relation}__", today), **{f"{relation}__isnull": False}
        )
        rows = rows.on(today).exclude(pk__in=having.values("pk"))  # type: ignore[attr-defined]
    return matching(rows, chosen.get("q", ""))


def links_on(day: datetime.date, user: User) -> "Prefetch[Any, Any, Any]":
    """Return what to fetch with areas so that each has `links_now`: its cells on `day`.

    Each link says with `is_open` whether `user` reaches the cell's own page.
    """
    links = _opened(CellArea.objects.on(day), user)
    return Prefetch("cell_links", links.order_by("cell__sort_key", "cell_id"), to_attr="links_now")


def _opened(links: QuerySet[CellArea], user: User) -> QuerySet[CellArea]:
    """Return the links with their cells; the secretary of one cell does not reach the other."""
    seen = PartyCell.objects.visible_to(user).filter(pk=OuterRef("cell"))
    return links.select_related("cell").annotate(is_open=Exists(seen))


# What an area may lack, and the relation by which it would have it; the floor above assigns.
_LACKING = {"chi_bo": "cell_links", "can_bo": "assignments"}


@dataclass(frozen=True)
class AreaFile:
    """What the page of one area shows, within what the reader reaches."""

    links: list[CellArea]
    bodies: list[VillageBody]
    bodies_before: list[VillageBody]
    assigned: list[Any]
    assigned_before: list[Any]
    may_edit: bool
    may_record: bool


def area_file(user: User, area: ResidentialArea) -> AreaFile:
    """Return the cells of `area` over time, its bodies, and who is and was assigned to it."""
    today = timezone.localdate()
    bodies = list(area.bodies.order_by("kind", "name", "id").prefetch_related("strengths"))
    # Assignments belong to the floor above.  Who reaches an area reads who is responsible for it.
    rows = area.assignments.select_related("cadre__agency", "substitute")
    assigned = list(rows.order_by("-valid_from", "cadre__sort_key"))
    editable = ResidentialArea.objects.acted_on_by(user, Ability.EDIT_UNITS)
    recorded = ResidentialArea.objects.acted_on_by(user, Ability.RECORD_MEETINGS)
    return AreaFile(
        links=list(_opened(area.cell_links.order_by("-valid_from", "-id"), user)),
        bodies=[body for body in bodies if not _is_over(body, today)],
        bodies_before=[body for body in bodies if _is_over(body, today)],
        assigned=[row for row in assigned if not _is_over(row, today)],
        assigned_before=[row for row in assigned if _is_over(row, today)],
        may_edit=editable.filter(pk=area.pk).exists(),
        may_record=recorded.filter(pk=area.pk).exists(),
    )


def _is_over(row: Any, today: datetime.date) -> bool:
    return row.valid_to is not None and row.valid_to < today
