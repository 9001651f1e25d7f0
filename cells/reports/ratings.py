"""Ratings side by side: what the cell said, what the commune said, what was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from accounts.rules import Ability
from cells.models import PartyCell, Rating, RatingLevel, RatingRound, RatingScheme, RatingStep
from cells.reports.gates import gates_of
from cells.reports.objections import Published, published_part
from cells.rules import ratings as rules
from cells.rules.gates import Gate
from common.search import matching

__all__ = [
    "CellRating",
    "RatingPage",
    "decisions_before",
    "rating_page",
    "rating_row",
    "ratings_listed",
    "returning_ability",
    "scheme_of",
]


@dataclass(frozen=True)
class CellRating:
    """One cell in the list of a year."""

    cell: PartyCell
    rating: Rating | None
    own: RatingLevel | None
    commune: RatingLevel | None
    decided: RatingLevel | None
    redone_from: list[RatingStep]

    @property
    def stage(self) -> str:
        """Return where the rating stands, in words."""
        stage = Rating.Stage(self.rating.stage) if self.rating else Rating.Stage.NONE
        return str(stage.label)


@dataclass(frozen=True)
class RatingPage:
    """One cell's rating of one year with all its steps, and the acts open to the reader."""

    cell: PartyCell
    year: int
    scheme: RatingScheme | None
    rating: Rating | None
    steps: list[RatingStep]
    open_acts: list[str]
    gates: list[Gate]
    round: RatingRound | None
    belongs: bool
    published: Published | None


def scheme_of(year: int) -> RatingScheme | None:
    """Return the scheme by which `year` is rated, if any is known."""
    return RatingScheme.objects.for_year(year)


def ratings_listed(user: User, year: int, chosen: Mapping[str, Any]) -> QuerySet[PartyCell]:
    """Return the cells of `user` that are rated in `year`, filtered, with that year's rating.

    `chosen`: q, xa (commune), buoc (stage), muc (decided level).  Each cell carries
    `ratings_of_year`, a list of none or one rating with its steps.
    """
    cells = PartyCell.objects.visible_to(user).filter(
        Q(valid_from__isnull=True) | Q(valid_from__year__lte=year),
        Q(valid_to__isnull=True) | Q(valid_to__year__gte=year),
    )
    of_year = Rating.objects.filter(cell=OuterRef("pk"), year=year)
    if commune := chosen.get("xa"):
        cells = cells.filter(committee=commune)
    if stage := chosen.get("buoc"):
        begun = Exists(of_year.exclude(stage=Rating.Stage.NONE))
        is_none = stage == Rating.Stage.NONE
        cells = cells.filter(~begun if is_none else Exists(of_year.filter(stage=stage)))
    if level := chosen.get("muc"):
        cells = cells.filter(Exists(of_year.filter(level=level)))
    steps = RatingStep.objects.select_related("level").order_by("number")
    ratings = (
        Rating.objects.filter(year=year)
        .select_related("level")
        .prefetch_related(Prefetch("steps", queryset=steps))
    )
    cells = cells.select_related("committee").order_by("committee__sort_key", "sort_key", "id")
    found = matching(cells, chosen.get("q") or "")
    return found.prefetch_related(Prefetch("ratings", queryset=ratings, to_attr="ratings_of_year"))


def rating_row(cell: PartyCell) -> CellRating:
    """Return the list row of a cell that `ratings_listed` gave."""
    found: list[Rating] = cell.ratings_of_year  # type: ignore[attr-defined]
    rating = found[0] if found else None
    steps = list(rating.steps.all()) if rating else []
    newest = {step.stage: step.level for step in steps}
    return CellRating(
        cell=cell,
        rating=rating,
        own=newest.get(RatingStep.Stage.SELF),
        commune=newest.get(RatingStep.Stage.COMMUNE),
        decided=rating.level if rating else None,
        redone_from=decisions_before(steps),
    )


def decisions_before(steps: Iterable[RatingStep]) -> list[RatingStep]:
    """Return the decisions that a further decision has replaced, the oldest first."""
    return [step for step in steps if step.stage == RatingStep.Stage.DECISION][:-1]


def rating_page(user: User, cell: PartyCell, year: int) -> RatingPage:
    """Return everything about the rating of `cell` in `year`; the gates for those who judge it."""
    rating = (
        Rating.objects.filter(cell=cell, year=year)
        .select_related("level", "group__round__committee")
        .first()
    )
    steps = list(rating.steps.select_related("level", "by")) if rating else []
    judges = user.can(Ability.RATE_COMMUNE) or user.can(Ability.RATE_DECIDE)
    belongs = PartyCell.objects.filter(pk=cell.pk).belonging_to(user).exists()
    return RatingPage(
        cell=cell,
        year=year,
        scheme=scheme_of(year),
        rating=rating,
        steps=steps,
        open_acts=_open_acts(user, cell, rating, belongs=belongs),
        gates=gates_of([cell.pk], year)[cell.pk] if judges else [],
        round=rating.group.round if rating and rating.group else None,
        belongs=belongs and judges,
        published=published_part(user, rating),
    )


def returning_ability(cell: PartyCell, stage: str) -> Ability:
    """Return the ability to return a rating at `stage`: it is that of the step that would follow."""
    is_for_commune = stage == Rating.Stage.SELF and cell.has_commune
    return Ability.RATE_COMMUNE if is_for_commune else Ability.RATE_DECIDE


def _open_acts(user: User, cell: PartyCell, rating: Rating | None, *, belongs: bool) -> list[str]:
    """Return the URL names of the steps that `user` may take now."""
    stage = rating.stage if rating else Rating.Stage.NONE
    is_open = not (rating and rating.group) or rating.group.round.is_open
    acts = [
        (rules.SELF, Ability.RATE_SELF, "cells:rating_self"),
        (rules.REVIEW, Ability.RATE_COMMUNE, "cells:rating_review"),
        (rules.DECIDE, Ability.RATE_DECIDE, "cells:rating_decide"),
    ]
    fitting = [
        (ability, name)
        for step, ability, name in acts
        if not rules.refused_step(step, stage, has_commune=cell.has_commune)
        and (step is rules.SELF or not belongs)
        and (is_open or stage == Rating.Stage.DECIDED)
    ]
    if rules.stage_returned_to(stage) and is_open and not belongs:
        fitting.insert(0, (returning_ability(cell, stage), "cells:rating_return"))
    return [
        name
        for ability, name in fitting
        if PartyCell.objects.acted_on_by(user, ability).filter(pk=cell.pk).exists()
    ]
