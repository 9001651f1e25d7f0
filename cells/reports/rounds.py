"""A rating round in figures: where each commune stands, which levels were decided, slots used."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import PartyCell, Rating, RatingGroup, RatingRound
from cells.rules import ceiling
from common.vietnamese import search_key

__all__ = [
    "GroupFigures",
    "RoundFigures",
    "cells_of_year",
    "figures_of",
    "group_figures",
    "groups_chosen",
    "not_taken_in",
    "round_of",
    "rounds_listed",
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
    def rated(self) -> int:
        """Return how many cells have rated themselves, those further on with them."""
        return self.cells - self.waiting

    @property
    def best(self) -> int:
        """Return how many are decided at the best level."""
        return self.ranks[4]

    @property
    def good(self) -> int:
        """Return how many are decided at the second level."""
        return self.ranks[3]

    @property
    def plain(self) -> int:
        """Return how many are decided at the third level."""
        return self.ranks[2]

    @property
    def lowest(self) -> int:
        """Return how many are decided at the lowest level."""
        return self.ranks[1]

    @property
    def by_level(self) -> list[tuple[int, int]]:
        """Return each rank with how many are decided at it, the best first."""
        return [(rank, self.ranks[rank]) for rank in (4, 3, 2, 1)]

    @property
    def can_be_raised(self) -> bool:
        """Say whether the ceiling may still be raised."""
        scheme = self.group.round.scheme
        return not self.group.is_raised and scheme.ceiling_raised_percent is not None

    @property
    def is_done(self) -> bool:
        """Say whether all are decided."""
        return self.decided == self.cells

    @property
    def late(self) -> list[str]:
        """Return what is overdue today, as words: 3 chi bộ chưa tự xếp."""
        today, round_ = timezone.localdate(), self.group.round
        missing = [
            (round_.self_due_on, self.waiting, _("%(n)d chi bộ chưa tự xếp")),
            (round_.review_due_on, self.cells - self.reviewed, _("%(n)d chi bộ xã chưa xét")),
            (round_.decide_due_on, self.cells - self.decided, _("%(n)d chi bộ chưa quyết định")),
        ]
        return [words % {"n": n} for due_on, n, words in missing if n and due_on < today]

    @property
    def state_in_words(self) -> str:
        """Return where the group stands."""
        if self.is_done:
            return _("đã xong")
        return "; ".join(self.late) or _("đang làm")

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
class StepProgress:
    """One of the three steps: until when it is due, how many cells have taken it."""

    name: str
    due_on: datetime.date
    done: int
    is_late: bool


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

    @property
    def steps(self) -> list[StepProgress]:
        """Return how far each step has come."""
        stages, today = self.stages, timezone.localdate()
        decided = stages[Rating.Stage.DECIDED]
        rows = [
            (_("Chi bộ tự xếp loại"), self.round.self_due_on, self.cells - stages["none"]),
            (_("Xã xét"), self.round.review_due_on, stages[Rating.Stage.COMMUNE] + decided),
            (_("Quyết định"), self.round.decide_due_on, decided),
        ]
        return [
            StepProgress(name, due_on, done, is_late=done < self.cells and due_on < today)
            for name, due_on, done in rows
        ]


def figures_of(user: User, round_: RatingRound) -> RoundFigures:
    """Return the figures of the groups of `round_` that `user` reaches."""
    groups = list(
        RatingGroup.objects.visible_to(user)
        .filter(round=round_)
        .select_related("committee")
        .order_by("committee__sort_key", "committee")
    )
    for group in groups:
        group.round = round_
    return RoundFigures(round_, group_figures(groups))


def groups_chosen(figures: RoundFigures, chosen: Mapping[str, Any]) -> list[GroupFigures]:
    """Return the groups that the filter asks for: q (name), tinh_trang (cham, chua, xong)."""
    sought = search_key(chosen.get("q") or "")
    wanted = chosen.get("tinh_trang") or ""
    return [
        row
        for row in figures.groups
        if sought in row.group.committee.search_key and _is_wanted(row, wanted)
    ]


def _is_wanted(row: GroupFigures, state: str) -> bool:
    if state == "cham":
        return bool(row.late)
    return state == "" or row.is_done == (state == "xong")


def rounds_listed(user: User) -> QuerySet[RatingRound]:
    """Return the rounds that `user` reaches, each with its `cells` and how many are `decided`."""
    ratings = Rating.objects.filter(group__round=OuterRef("pk")).order_by()
    counted = ratings.values("group__round").annotate(n=Count("pk")).values("n")
    decided = ratings.filter(stage=Rating.Stage.DECIDED).values("group__round")
    return (
        RatingRound.objects.visible_to(user)
        .select_related("committee", "scheme")
        .annotate(
            cells=Coalesce(Subquery(counted), 0),
            decided=Coalesce(Subquery(decided.annotate(n=Count("pk")).values("n")), 0),
        )
        .order_by("-year", "committee__sort_key", "pk")
    )
