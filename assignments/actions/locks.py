"""Locks, always in the same order: cadres, then areas, then assignments, each by key."""

from collections.abc import Iterable

from assignments.models import Assignment, Cadre
from cells.models import Committee, ResidentialArea

__all__ = ["lock_areas", "lock_assignments", "lock_cadres", "lock_committee"]


def lock_cadres(cadres: Iterable[Cadre]) -> dict[int, Cadre]:
    """Lock the cadres and return them as stored now, by key."""
    keys = {cadre.pk for cadre in cadres}
    rows = Cadre.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def lock_areas(areas: Iterable[ResidentialArea]) -> dict[int, ResidentialArea]:
    """Lock the areas and return them as stored now, with their committee, by key."""
    keys = {area.pk for area in areas}
    rows = ResidentialArea.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return {row.pk: row for row in rows.select_related("committee").order_by("pk")}


def lock_assignments(keys: Iterable[int]) -> list[Assignment]:
    """Lock the assignments and return them as stored now, with cadre and area."""
    rows = Assignment.objects.select_for_update(of=("self",)).filter(pk__in=list(keys))
    return list(rows.select_related("cadre", "area__committee", "substitute").order_by("pk"))


def lock_committee(committee: Committee) -> Committee:
    """Lock the committee and return it as stored now."""
    row: Committee = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    return row
