"""Which areas have a cadre and which cadres an area, today."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from assignments.models import Assignment, Cadre
from cells.models import ResidentialArea

__all__ = ["Coverage", "areas_in_force", "cadres_in_service", "coverage"]


@dataclass(frozen=True)
class Coverage:
    """How far the assignments of today reach, within what a person sees."""

    areas: int
    areas_with_cadre: int
    cadres: int
    cadres_with_area: int

    @property
    def areas_without_cadre(self) -> int:
        """Return how many areas have nobody."""
        return self.areas - self.areas_with_cadre

    @property
    def cadres_without_area(self) -> int:
        """Return how many cadres in service have no area."""
        return self.cadres - self.cadres_with_area


def areas_in_force(user: User) -> QuerySet[Any]:
    """Return the areas of today that `user` reaches, each with `has_cadre`."""
    today = timezone.localdate()
    assigned = Assignment.objects.on(today).filter(area=OuterRef("pk"))
    standing = Q(committee__valid_to__isnull=True) | Q(committee__valid_to__gte=today)
    areas: QuerySet[ResidentialArea] = ResidentialArea.objects.visible_to(user).on(today)
    return areas.filter(standing).annotate(has_cadre=Exists(assigned))


def cadres_in_service(user: User) -> QuerySet[Any]:
    """Return the cadres in service today that `user` reaches, each with `has_area`."""
    today = timezone.localdate()
    assigned = Assignment.objects.on(today).filter(cadre=OuterRef("pk"))
    cadres: QuerySet[Cadre] = Cadre.objects.visible_to(user).on(today)
    return cadres.annotate(has_area=Exists(assigned))


def coverage(user: User) -> Coverage:
    """Return the figures of today for `user`: two queries."""
    areas = areas_in_force(user).aggregate(
        total=Count("pk"), reached=Count("pk", filter=Q(has_cadre=True))
    )
    cadres = cadres_in_service(user).aggregate(
        total=Count("pk"), reached=Count("pk", filter=Q(has_area=True))
    )
    return Coverage(
        areas=areas["total"],
        areas_with_cadre=areas["reached"],
        cadres=cadres["total"],
        cadres_with_area=cadres["reached"],
    )
