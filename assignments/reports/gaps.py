"""Areas without a cadre and cadres without an area, to be matched."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from assignments.models import Cadre
from assignments.reports.coverage import areas_in_force, cadres_in_service
from cells.models import ResidentialArea
from common.search import matching

__all__ = ["areas_wanting", "cadres_free"]


def areas_wanting(user: User, chosen: Mapping[str, Any]) -> QuerySet[ResidentialArea]:
    """Return the areas of today without a cadre, by commune and name.

    `chosen`: q (name), xa (commune), tat_ca (also those that have one).
    """
    rows = areas_in_force(user).select_related("committee")
    if not chosen.get("tat_ca"):
        rows = rows.filter(has_cadre=False)
    if commune := chosen.get("xa"):
        rows = rows.filter(committee=commune)
    return matching(rows.order_by("committee__sort_key", "sort_key", "pk"), chosen.get("q", ""))


def cadres_free(user: User) -> QuerySet[Cadre]:
    """Return the cadres in service today without an area, by name."""
    return cadres_in_service(user).filter(has_area=False).select_related("agency")
