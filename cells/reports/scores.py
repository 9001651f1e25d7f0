"""Scores of meetings: what cells and cadres gave on average, and how far apart they are.

Neither side sees the other's points before having given its own: `with_scores` and `average_of`
leave them out for a `reader` who is still to score.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Avg,
    Case,
    CharField,
    Exists,
    FloatField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Cast

from accounts.models import User
from accounts.rules import Ability
from cells.models import Meeting, MeetingScore, PartyCell
from cells.models.scope import acting_under, any_of, own_cells
from cells.models.scores import was_there
from cells.rules.scores import BIG_GAP

__all__ = [
    "Averages",
    "average_of",
    "cells_far_apart",
    "to_score_as_cadre",
    "to_score_own",
    "visited_by",
    "with_scores",
]

_OWN = MeetingScore.Scorer.CELL
_CADRE = MeetingScore.Scorer.CADRE


@dataclass(frozen=True)
class Averages:
    """The scores of a cell's meetings in some time, each meeting counting once.

    `own` is the mean of what the cell gave, `cadres` of what the attending cadres gave (a meeting
    scored by two counts by their mean); None when nobody scored.  `gap` is own - cadres over the
    meetings that have both.  `count` is how many meetings were scored at all.
    """

    own: float | None = None
    cadres: float | None = None
    gap: float | None = None
    count: int = 0


def to_score_own(user: User) -> Q:
    """Return the condition on meetings that `user` gives the cell's own score there.

    It asks nothing of whether that was done already.
    """
    ways = acting_under(user, "cell__committee__", Ability.RECORD_MEETINGS)
    return any_of([*ways, Q(cell__in=own_cells(user, Ability.RECORD_MEETINGS))])


def visited_by(user: User) -> Q:
    """Return the condition on meetings that `user` was there, by a counted attendance."""
    visits = PartyCell.objects.filter(
        was_there(user, "attendances__"),
        attendances__attended_on=OuterRef("held_on"),
        pk=OuterRef("cell"),
    )
    return Q(Exists(visits))


def to_score_as_cadre(user: User) -> Q:
    """Return the condition on meetings that `user` attended and has not scored."""
    given = MeetingScore.objects.filter(meeting=OuterRef("pk"), scorer=_CADRE, by=user)
    return visited_by(user) & ~Q(Exists(given))


def with_scores(meetings: QuerySet[Meeting], reader: User | None = None) -> QuerySet[Any]:
    """Return the meetings each with `own`, `own_grade` and `cadres`: given, or None.

    `own` and `cadres` are floats, `own_grade` is the grade's name.
    """
    scores = MeetingScore.objects.filter(meeting=OuterRef("pk")).order_by()
    own = scores.filter(scorer=_OWN)
    cadres = scores.filter(scorer=_CADRE).values("meeting").annotate(mean=Avg("total"))
    given: dict[str, Any] = {
        "own": Cast(Subquery(own.values("total")[:1]), FloatField()),
        "own_grade": Subquery(own.values("grade__name")[:1], output_field=CharField()),
        "cadres": Cast(Subquery(cadres.values("mean")), FloatField()),
    }
    if reader is None:
        return meetings.annotate(**given)
    hidden = _hidden_from(reader, own)
    return meetings.annotate(
        **{
            name: Case(When(hidden[name], then=None), default=value) if name in hidden else value
            for name, value in given.items()
        }
    )


def _hidden_from(reader: User, own: QuerySet[MeetingScore]) -> dict[str, Q]:
    """Return by side the condition that `reader` must not see it: they are still to score."""
    hidden: dict[str, Q] = {}
    if reader.reach.is_cadre:
        hidden["own"] = hidden["own_grade"] = to_score_as_cadre(reader)
    if Ability.RECORD_MEETINGS in reader.abilities:
        hidden["cadres"] = to_score_own(reader) & ~Q(Exists(own))
    return hidden


def average_of(
    cell_ids: Collection[int],
    first: datetime.date,
    last: datetime.date,
    reader: User | None = None,
) -> dict[int, Averages]:
    """Return the averages of the meetings held from `first` to `last`, for every cell asked about.

    With a `reader`, without what they may not see yet.
    """
    given = _given(cell_ids, first, last, reader)
    return {pk: _averages(given.get(pk, [])) for pk in cell_ids}


def cells_far_apart(
    cells: QuerySet[PartyCell], first: datetime.date, last: datetime.date, reader: User
) -> list[int]:
    """Return the keys of those `cells` whose two sides are far apart, as `reader` may see them."""
    given = _given(cells.order_by().values("pk"), first, last, reader, only_both=True)
    gaps = {pk: _averages(pairs).gap for pk, pairs in given.items()}
    return [pk for pk, gap in gaps.items() if gap is not None and abs(gap) >= BIG_GAP]


Pair = tuple[float | None, float | None]
"""What the cell gave one meeting, and the mean of what cadres gave it."""


def _given(
    cells: Any,
    first: datetime.date,
    last: datetime.date,
    reader: User | None,
    *,
    only_both: bool = False,
) -> dict[int, list[Pair]]:
    """Return by cell what each meeting was given: one grouped query, two more for a reader.

    The database groups by meeting; the few meetings of each cell are averaged here.  That is
    several times faster over a province than averages of averages in the database.
    """
    scores = MeetingScore.objects.filter(
        meeting__cell__in=cells, meeting__held_on__range=(first, last)
    )
    rows = (
        scores.order_by()
        .values("meeting__cell", "meeting")
        .annotate(
            own=Max("total", filter=Q(scorer=_OWN)), cadres=Avg("total", filter=Q(scorer=_CADRE))
        )
    )
    if only_both:
        rows = rows.filter(own__isnull=False, cadres__isnull=False)
    blind = _blind(reader, cells, first, last) if reader else (frozenset(), frozenset())
    found: dict[int, list[Pair]] = {}
    for cell, meeting, own, cadres in rows.values_list("meeting__cell", "meeting", "own", "cadres"):
        shown = None if meeting in blind[0] else own
        hides_cadres = own is None and cell in blind[1]
        found.setdefault(cell, []).append((shown, None if hides_cadres else cadres))
    return found


def _blind(
    reader: User, cells: Any, first: datetime.date, last: datetime.date
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the meetings of which `reader` must not see the cell's score, and the cells of whose
    meetings they see what cadres gave only beside the cell's own score."""
    held = Meeting.objects.filter(cell__in=cells, held_on__range=(first, last)).order_by()
    to_score = held.filter(to_score_as_cadre(reader)) if reader.reach.is_cadre else held.none()
    kept = PartyCell.objects.acted_on_by(reader, Ability.RECORD_MEETINGS).filter(pk__in=cells)
    return (
        frozenset(to_score.values_list("pk", flat=True)),
        frozenset(kept.order_by().values_list("pk", flat=True)),
    )


def _averages(pairs: list[Pair]) -> Averages:
    """Return the averages over the meetings of one cell."""
    owns = [own for own, _cadres in pairs if own is not None]
    cadres = [given for _own, given in pairs if given is not None]
    gaps = [own - given for own, given in pairs if own is not None and given is not None]
    scored = sum(own is not None or given is not None for own, given in pairs)
    return Averages(_mean(owns), _mean(cadres), _mean(gaps), scored)


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
