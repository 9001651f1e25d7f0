"""What the open form says and offers: places to choose from, and how soon answers come."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cells.models import Committee, ResidentialArea
from feedback.models import UrgencyClass

__all__ = ["answer_times", "areas_to_choose", "communes_to_choose", "ended_area", "whole_district"]


def communes_to_choose() -> "QuerySet[Committee]":
    """Return the communes and wards of today, by name."""
    rows: Any = Committee.objects.communes().on(timezone.localdate())
    return rows.order_by("sort_key", "id")


def areas_to_choose() -> "QuerySet[ResidentialArea]":
    """Return the residential areas of today with their communes, by name."""
    rows: Any = ResidentialArea.objects.on(timezone.localdate()).select_related("committee")
    return rows.order_by("sort_key", "id")


def ended_area(name_key: str) -> ResidentialArea | None:
    """Return the area of that name (a search key) which ended last, if it is no longer there."""
    rows: Any = ResidentialArea.objects.filter(
        search_key=name_key, valid_to__lt=timezone.localdate()
    )
    found: ResidentialArea | None = rows.select_related("committee").order_by("-valid_to").first()
    return found


def whole_district() -> Committee | None:
    """Return the committee that takes matters of unknown place: the highest of today."""
    rows: Any = Committee.objects.on(timezone.localdate()).filter(level=Committee.Level.DISTRICT)
    found: Committee | None = rows.order_by("id").first()
    return found


def answer_times() -> "QuerySet[UrgencyClass]":
    """Return the classes of urgency, the soonest first."""
    return UrgencyClass.objects.order_by("days", "id")
