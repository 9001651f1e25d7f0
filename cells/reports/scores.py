"""Scores of meetings: what cells and cadres gave on average, and how far apart they are."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Avg, Count, F, FloatField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from cells.models import Meeting, MeetingScore

__all__ = ["Averages", "average_of", "with_scores"]


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


def with_scores(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Return the meetings each with `own` and `cadres`: points given, as floats, or None."""
    scores = MeetingScore.objects.filter(meeting=OuterRef("pk")).order_by()
    own = scores.filter(scorer=MeetingScore.Scorer.CELL).values("total")
    cadres = scores.filter(scorer=MeetingScore.Scorer.CADRE).values("meeting")
    mean = cadres.annotate(mean=Avg("total")).values("mean")
    return meetings.annotate(
        own=Cast(Subquery(own[:1]), FloatField()), cadres=Cast(Subquery(mean), FloatField())
    )


def average_of(
    cell_ids: Collection[int], first: datetime.date, last: datetime.date
) -> dict[int, Averages]:
    """Return the averages of the meetings held from `first` to `last`, for every cell asked about."""
    meetings = Meeting.objects.filter(cell__in=cell_ids, held_on__range=(first, last)).order_by()
    rows = (
        with_scores(meetings)
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
