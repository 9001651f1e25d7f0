"""A rating round in figures: where each commune stands, which levels were decided, slots used."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from accounts.models import User
from cells.models import PartyCell, Rating, RatingGroup, RatingRound
from cells.rules import ceiling

__all__ = [
    "GroupFigures",
    "RoundFigures",
    "cells_of_year",
    "figures_of",
    "group_figures",
    "not_taken_in",
    "round_of",
]


def round_of(user: User, year: int) -> RatingRound | None:
    """Return the round of `year` that `user` reaches, if one was opened."""
    rounds = RatingRound.objects.visible_to(user).filter(year=year)
    return rounds.select_related("committee", "scheme").first()


def cells_of_year(round_: RatingRound) -> QuerySet[PartyCell]:
    """Return the cells under the round's committee that are rated in its year."""
    first, last = datetime.date(round_.year, 1, 1), datetime.date(round_.year, 12, 31)
    under = PartyCell.objects.filter(committee__path__startswith=round_.committee.path)
    return under.during(first, last)


def not_taken_in(round_: RatingRound) -> int:
    """Return how many cells came after the round was opened and are not in it yet."""
    taken = Rating.objects.filter(year=round_.year, group__isnull=False)
    return cells_of_year(round_).exclude(pk__in=taken.values("cell")).count()


@dataclass(frozen=True)
class GroupFigures:
    """One group in figures: ratings by stage, decided ones by rank, slots of the best level."""

    group: RatingGroup
    stages: Counter[str] = field(default_factory=Counter)
    ranks: Counter[int] = field(default_factory=Counter)

    @property
    def cells(self) -> int:
        """Return how many cells are rated in the group."""
        return self.stages.total()

    @property
    def waiting(self) -> int:
        """Return how many cells have not rated themselves."""
        return self.stages[Rating.Stage.NONE]

    @property
    def reviewed(self) -> int:
        """Return how many the commune has reviewed, the decided ones with them."""
        return self.stages[Rating.Stage.COMMUNE] + self.decided

    @property
    def decided(self) -> int:
        """Return how many are decided."""
        return self.stages[Rating.Stage.DECIDED]

    @property
    def allowed(self) -> int | None:
        """Return how many slots the good ones give now; None without a ceiling."""
        if self.group.percent is None:
            return None
        return ceiling.allowed(self.group.good, self.group.percent, self.group.slack)

    @property
    def sum_in_words(self) -> str:
        """Return how the slots are counted, in words; empty without a ceiling."""
        if self.group.percent is None:
            return ""
        return ceiling.sum_in_words(self.group.good, self.group.percent, self.group.slack)


def group_figures(groups: Iterable[RatingGroup]) -> list[GroupFigures]:
    """Return the figures of `groups`, in their order, by one grouped query."""
    figures = {group.pk: GroupFigures(group) for group in groups}
    rows = Rating.objects.filter(group__in=figures).order_by()
    for group, stage, rank, count in rows.values_list("group", "stage", "level__rank").annotate(
        count=Count("pk")
    ):
        figures[group].stages[stage] += count
        if rank is not None:
            figures[group].ranks[rank] += count
    return list(figures.values())


@dataclass(frozen=True)
class RoundFigures:
    """A whole round: its groups, and their sums."""

    round: RatingRound
    groups: list[GroupFigures]

    @property
    def stages(self) -> Counter[str]:
        """Return the ratings of all groups by stage."""
        return sum((group.stages for group in self.groups), Counter())

    @property
    def ranks(self) -> Counter[int]:
        """Return the decided ratings of all groups by rank."""
        return sum((group.ranks for group in self.groups), Counter())

    @property
    def cells(self) -> int:
        """Return how many cells are rated in the round."""
        return self.stages.total()


def figures_of(user: User, round_: RatingRound) -> RoundFigures:
    """Return the figures of the groups of `round_` that `user` reaches."""
    groups = RatingGroup.objects.visible_to(user).filter(round=round_)
    groups = groups.select_related("committee").order_by("committee__sort_key", "committee")
    return RoundFigures(round_, group_figures(groups))
