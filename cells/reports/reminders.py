"""Which cells lack a step of the year's rating, and who is asked for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import Role
from cells.models import Committee, PartyCell, Rating, RatingRound
from cells.rules.deadlines import DueStep, RoundDeadlines

__all__ = ["WaitingUnit", "cells_waiting", "open_deadlines", "people_for", "units_waiting"]

# A step is missing while the rating stands at one of these.
_BEFORE = {
    "self": (Rating.Stage.NONE,),
    "commune": (Rating.Stage.NONE, Rating.Stage.SELF),
    "decision": (Rating.Stage.NONE, Rating.Stage.SELF, Rating.Stage.COMMUNE),
}


@dataclass(frozen=True)
class WaitingUnit:
    """Cells under one committee that lack a step; `earlier` of them lack the step before too."""

    committee: Committee
    count: int
    earlier: int


def open_deadlines() -> list[RoundDeadlines]:
    """Return the deadlines of the rounds that are open."""
    rounds = RatingRound.objects.filter(status=RatingRound.Status.OPEN).order_by("pk")
    return [
        RoundDeadlines(
            round_.pk,
            round_.year,
            {
                "self": round_.self_due_on,
                "commune": round_.review_due_on,
                "decision": round_.decide_due_on,
            },
        )
        for round_ in rounds
    ]


def cells_waiting(step: DueStep) -> list[PartyCell]:
    """Return the cells that have not taken the step: of its round, or outside all rounds."""
    cells = _outside_rounds(step) if step.round is None else _in_round(step)
    waiting = cells.filter(rating_stage__in=_BEFORE[step.stage])
    return list(waiting.select_related("committee").order_by("sort_key", "pk"))


def _in_round(step: DueStep) -> QuerySet[Any]:
    """Return the cells rated in the round of the step, with the stage of their rating."""
    cells = PartyCell.objects.filter(ratings__year=step.year, ratings__group__round=step.round)
    return cells.annotate(rating_stage=F("ratings__stage"))


def _outside_rounds(step: DueStep) -> QuerySet[Any]:
    """Return the cells valid on the day the step is due that no round of the year is for."""
    rating = Rating.objects.filter(cell=OuterRef("pk"), year=step.year)
    cells = PartyCell.objects.on(step.due_on)
    rounds = RatingRound.objects.filter(year=step.year)
    for path in rounds.values_list("committee__path", flat=True):
        cells = cells.exclude(committee__path__startswith=path)
    return cells.annotate(
        rating_stage=Coalesce(Subquery(rating.values("stage")[:1]), Value(Rating.Stage.NONE.value))
    )


def units_waiting(
    step: DueStep, cells: Iterable[PartyCell], committee_ids: Iterable[int]
) -> list[WaitingUnit]:
    """Return those of the committees under which some of `cells` lie."""
    earlier = _BEFORE["self" if step.stage == "commune" else "commune"]
    stages = [(cell.committee.path, getattr(cell, "rating_stage", "")) for cell in cells]
    units = []
    for committee in Committee.objects.filter(pk__in=list(committee_ids)):
        under = [stage for path, stage in stages if path.startswith(committee.path)]
        if under:
            before = sum(stage in earlier for stage in under)
            units.append(WaitingUnit(committee, len(under), before))
    return units


def people_for(role: Role) -> dict[int, list[User]]:
    """Return who holds `role` now, by the key of the cell or committee that their grant names."""
    found: dict[int, list[User]] = {}
    grants = RoleGrant.objects.on(timezone.localdate()).filter(role=role, user__is_active=True)
    for grant in grants.select_related("user"):
        unit = grant.cell_id or grant.committee_id
        if unit:
            found.setdefault(unit, []).append(grant.user)
    return found
