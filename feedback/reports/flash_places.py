"""The places that somebody may send a flash report about."""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from assignments.models import Assignment
from cells.models import CellArea, Committee, PartyCell, ResidentialArea
from cells.models.scope import acting_under, any_of

__all__ = ["FlashPlace", "places_of"]


@dataclass(frozen=True)
class FlashPlace:
    """A cell with its area, an area without a cell, a cell without an area, or a whole commune."""

    committee: Committee
    area: ResidentialArea | None = None
    cell: PartyCell | None = None

    @property
    def value(self) -> str:
        """Return the place as forms and phones name it: commune-area-cell, 0 for none."""
        keys = (self.committee.pk, *(each.pk if each else 0 for each in (self.area, self.cell)))
        return "-".join(map(str, keys))

    @property
    def label(self) -> str:
        """Return the place as a reader knows it."""
        if self.cell and self.area and self.area.name not in self.cell.name:
            return f"{self.cell.name} ({self.area.name}), {self.committee.name}"
        if place := self.cell or self.area:
            return f"{place.name}, {self.committee.name}"
        return _("Cả %(commune)s") % {"commune": self.committee.name}


def places_of(user: User, day: datetime.date) -> list[FlashPlace]:
    """Return the places of `user`: the areas one is assigned to or stands in for, one's communes.

    Six queries at most, however many areas.
    """
    communes = list(_communes(user, day))
    areas = list(_areas(user, communes, day))
    pairs = _cells_by_area(areas, day)
    none: list[PartyCell | None] = [None]
    places = [
        FlashPlace(area.committee, area, cell)
        for area in areas
        for cell in pairs.get(area.pk) or none
    ]
    shown = {place.cell.pk for place in places if place.cell}
    cells = PartyCell.objects.on(day).filter(committee__in=communes).exclude(pk__in=shown)
    ordered = cells.select_related("committee").order_by("committee__sort_key", "sort_key")
    places += [FlashPlace(cell.committee, None, cell) for cell in ordered]
    return places + [FlashPlace(commune) for commune in communes]


def _communes(user: User, day: datetime.date) -> list[Committee]:
    """Return the communes for which `user` reports as their officer."""
    ways = acting_under(user, "", Ability.REPORT_FLASH)
    if not ways:
        return []
    rows = Committee.objects.on(day).filter(any_of(ways), level=Committee.Level.COMMUNE)
    return list(rows.order_by("sort_key"))


def _areas(user: User, communes: list[Committee], day: datetime.date) -> list[ResidentialArea]:
    ways = [Q(committee__in=communes)] if communes else []
    if user.reach.is_cadre:
        held = Assignment.objects.on(day)
        own = held.filter(Q(cadre__user=user) | Q(substitute__user=user))
        ways.append(Q(pk__in=own.values("area")))
    rows = ResidentialArea.objects.on(day).filter(any_of(ways)).select_related("committee")
    return list(rows.order_by("committee__sort_key", "sort_key"))


def _cells_by_area(areas: list[ResidentialArea], day: datetime.date) -> dict[int, list[PartyCell]]:
    links = CellArea.objects.on(day).filter(area__in=areas).select_related("cell")
    found: dict[int, list[PartyCell]] = {}
    for link in links.order_by("cell__sort_key"):
        if link.cell.is_valid_on(day):
            found.setdefault(link.area_id, []).append(link.cell)
    return found
