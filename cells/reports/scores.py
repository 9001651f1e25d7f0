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
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Cast, Coalesce

from accounts.models import User
from accounts.rules import Ability
from cells.models import Meeting, MeetingScore, PartyCell
from cells.models.scope import acting_under, any_of, own_cells
from cells.models.scores import was_there

__all__ = [
    "Averages",
    "average_of",
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
    meetings = Meeting.objects.filter(cell__in=cell_ids, held_on__range=(first, last)).order_by()
    rows = (
        with_scores(meetings, reader)
        .values("cell")
        .annotate(
            own_mean=Avg("own"),
            cadres_mean=Avg("cadres"),
            gap=Avg(F("own") - F("cadres")),
            count=Count(Coalesce("own", "cadres")),
        )
    )
    found = {
        row["cell"]: Averages(row["own_mean"], row["cadres_mean"], row["gap"], row["count"])
        for row in rows
    }
    return {pk: found.get(pk, Averages()) for pk in cell_ids}
