"""Objections to published ratings: their list, one with what was published, whom to tell."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import ABILITIES, Ability
from cells.models import PartyCell, Rating, RatingObjection, RatingRound, RoundResult

__all__ = [
    "Published",
    "objections_listed",
    "people_of_cell",
    "people_who_answer",
    "published_part",
    "years_with_objections",
]


def objections_listed(user: User, chosen: Mapping[str, Any]) -> QuerySet[RatingObjection]:
    """Return the objections `user` reaches, those that wait first, with the published level.

    `chosen`: nam (year), xa (committee), tinh_trang (outcome).
    """
    rows = _with_published(RatingObjection.objects.visible_to(user))
    if year := chosen.get("nam"):
        rows = rows.filter(rating__year=year)
    if commune := chosen.get("xa"):
        rows = rows.filter(rating__cell__committee=commune)
    if outcome := chosen.get("tinh_trang"):
        rows = rows.filter(outcome=outcome)
    return rows.order_by(F("answered_at").desc(nulls_first=True), "raised_at", "pk")


def _with_published(rows: QuerySet[RatingObjection]) -> QuerySet[RatingObjection]:
    line = RoundResult.objects.filter(rating=OuterRef("rating"))
    return rows.select_related(
        "rating__cell__committee", "rating__level", "rating__group__round", "raised_by"
    ).annotate(published_level=Subquery(line.values("level_name")[:1]))


def years_with_objections(user: User) -> list[int]:
    """Return the years of the objections `user` reaches, newest first."""
    rows = RatingObjection.objects.visible_to(user).order_by("-rating__year")
    return list(rows.values_list("rating__year", flat=True).distinct())


@dataclass(frozen=True)
class Published:
    """What was published of a rating, and what the cell objected.

    `object_until` is the last day on which the reader may object; None when they may not now.
    """

    round: RatingRound
    line: RoundResult | None
    objections: list[RatingObjection]
    object_until: datetime.date | None
    is_redone: bool


def published_part(user: User, rating: Rating | None) -> Published | None:
    """Return what was published of `rating` and what came after; None before its round is."""
    if rating is None or rating.group is None or rating.group.round.is_open:
        return None
    line = RoundResult.objects.filter(rating=rating).select_related("rating__level").first()
    objections = list(rating.objections.select_related("raised_by", "answered_by"))
    waits = any(each.outcome == RatingObjection.Outcome.OPEN for each in objections)
    return Published(
        round=rating.group.round,
        line=line,
        objections=objections,
        object_until=None if waits else _may_object_until(user, rating),
        is_redone=line is not None and line.is_redone,
    )


def _may_object_until(user: User, rating: Rating) -> datetime.date | None:
    until = rating.group.round.objections_until if rating.group else None
    if until is None or timezone.localdate() > until:
        return None
    mine = PartyCell.objects.acted_on_by(user, Ability.OBJECT_RATING).filter(pk=rating.cell_id)
    return until if mine.exists() else None


def people_who_answer(cell: PartyCell, *, but: User) -> list[User]:
    """Return who may answer objections of `cell` now, by a grant on a committee above it."""
    return _holders(Ability.ANSWER_OBJECTIONS, committees=_above(cell), cell=None, but=but)


def people_of_cell(objection: RatingObjection, *, but: User) -> list[User]:
    """Return who may object for the cell now, and who raised the objection."""
    cell = objection.rating.cell
    people = _holders(Ability.OBJECT_RATING, committees=[cell.committee_id], cell=cell.pk, but=but)
    raiser = objection.raised_by
    return people if raiser in {*people, but} else [*people, raiser]


def _above(cell: PartyCell) -> list[int]:
    return [int(key) for key in cell.committee.path.split("/") if key]


def _holders(ability: Ability, *, committees: list[int], cell: int | None, but: User) -> list[User]:
    """Return the active holders of `ability` by a grant on one of the units, each once."""
    grants = RoleGrant.objects.on(timezone.localdate()).filter(
        role__in=ABILITIES[ability], user__is_active=True
    )
    units = grants.filter(committee__in=committees)
    if cell is not None:
        units = units | grants.filter(cell=cell)
    users = User.objects.filter(pk__in=units.values("user")).exclude(pk=but.pk)
    return list(users.order_by("pk"))
