"""Lists of assignments, decisions and charges; who was responsible for a place on a day."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from assignments.models import AreaCharge, Assignment, Decision
from cells.models import CellArea, PartyCell, ResidentialArea
from common.search import matching
from common.vietnamese import search_key

__all__ = [
    "Responsibility",
    "assignments_listed",
    "charges_listed",
    "decisions_listed",
    "responsibilities",
]

PLACES_SHOWN = 20


def assignments_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[Assignment]:
    """Return the assignments that `user` reaches, by cadre and area.

    `chosen`: q (cadre or area), co_quan (agency), xa (commune), quyet_dinh (decision), ngay (the
    day they hold; today without), moi_ky (of any time).  They come with what the list prints and
    exports, and nothing else.
    """
    reached = Assignment.objects.visible_to(user)
    if not chosen.get("moi_ky"):
        reached = reached.on(chosen.get("ngay") or timezone.localdate())
    exact = {
        "cadre__agency": chosen.get("co_quan"),
        "area__committee": chosen.get("xa"),
        "decision": chosen.get("quyet_dinh"),
    }
    rows: QuerySet[Assignment] = reached.filter(**{k: v for k, v in exact.items() if v})
    for word in search_key(chosen.get("q", "")).split():
        in_name = Q(cadre__search_key__contains=word) | Q(area__search_key__contains=word)
        rows = rows.filter(in_name)
    named = rows.select_related("cadre__agency", "area__committee", "decision", "substitute")
    return named.only(*_PRINTED)


_PRINTED = (
    "cadre__full_name",
    "cadre__agency__name",
    "area__name",
    "area__committee__name",
    "decision__number",
    "substitute__full_name",
    "valid_from",
    "valid_to",
    "visits_per_quarter",
    "end_reason",
    "note",
)


def decisions_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[Any]:
    """Return the decisions that `user` reaches, newest first, each with `assignments_count`.

    `chosen`: q (number).
    """
    counted = (
        Assignment.objects.visible_to(user)
        .filter(decision=OuterRef("pk"))
        .order_by()
        .values("decision")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows: QuerySet[Decision] = Decision.objects.visible_to(user).select_related("committee")
    for word in search_key(chosen.get("q", "")).split():
        rows = rows.filter(search_key__contains=word)
    number = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    return rows.annotate(assignments_count=number)


def charges_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[AreaCharge]:
    """Return the charges over communes that `user` reaches, by commune, newest first.

    `chosen`: moi_ky (ended ones too).
    """
    rows: QuerySet[AreaCharge] = AreaCharge.objects.visible_to(user)
    if not chosen.get("moi_ky"):
        today = timezone.localdate()
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    return rows.select_related("committee", "member", "substitute")


@dataclass(frozen=True)
class Responsibility:
    """Who was responsible for one area (or one cell without an area) on a day."""

    area: ResidentialArea | None
    cells: list[PartyCell]
    assignments: list[Assignment]
    charge: AreaCharge | None

    @property
    def name(self) -> str:
        """Return the name of the place."""
        return self.area.name if self.area else self.cells[0].name


def responsibilities(user: User, text: str, on: datetime.date) -> list[Responsibility]:
    """Answer "who is responsible for `text` on the day `on`?" for areas and cells of that name.

    At most twenty places, best match first, in seven queries; tones do not matter.
    """
    areas = matching(ResidentialArea.objects.visible_to(user).on(on), text)[:PLACES_SHOWN]
    cells = matching(PartyCell.objects.visible_to(user).on(on), text)[:PLACES_SHOWN]
    wanted = [area.pk for area in areas]
    found_cells = list(cells.select_related("committee"))
    links = _links(Q(cell__in=[cell.pk for cell in found_cells]), on)
    wanted += [link.area_id for link in links]
    with_area = {link.cell_id for link in links}
    alone = [cell for cell in found_cells if cell.pk not in with_area]
    return [*_of_areas(user, wanted, on), *_of_cells(user, alone, on)][:PLACES_SHOWN]


def _links(which: Q, on: datetime.date) -> list[CellArea]:
    return list(CellArea.objects.on(on).filter(which).select_related("cell"))


def _of_areas(user: User, wanted: list[int], on: datetime.date) -> list[Responsibility]:
    """Return the answers of the areas, in the order of `wanted`."""
    areas = ResidentialArea.objects.visible_to(user).filter(pk__in=wanted)
    by_key = {area.pk: area for area in areas.select_related("committee")}
    cells: dict[int, list[PartyCell]] = defaultdict(list)
    for link in _links(Q(area__in=by_key), on):
        cells[link.area_id].append(link.cell)
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.visible_to(user).on(on).filter(area__in=by_key)
    for row in rows.select_related("cadre__agency", "substitute__agency", "decision"):
        assignments[row.area_id].append(row)
    charges = _charges(user, {area.committee_id for area in by_key.values()}, on)
    return [
        Responsibility(
            area=by_key[key],
            cells=cells[key],
            assignments=assignments[key],
            charge=charges.get(by_key[key].committee_id),
        )
        for key in dict.fromkeys(wanted)
        if key in by_key
    ]


def _of_cells(user: User, cells: list[PartyCell], on: datetime.date) -> list[Responsibility]:
    """Return the answers of cells that serve no area: nobody is assigned, but one is in charge."""
    charges = _charges(user, {cell.committee_id for cell in cells}, on) if cells else {}
    return [
        Responsibility(
            area=None, cells=[cell], assignments=[], charge=charges.get(cell.committee_id)
        )
        for cell in cells
    ]


def _charges(user: User, communes: set[int], on: datetime.date) -> dict[int, AreaCharge]:
    rows = AreaCharge.objects.visible_to(user).on(on).filter(committee__in=communes)
    return {row.committee_id: row for row in rows.select_related("member", "substitute")}
