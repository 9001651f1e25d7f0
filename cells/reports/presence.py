"""What the meetings of cells show of their life: who came, of which kind, with which minutes."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from cells.models import Meeting

__all__ = ["Presence", "presence_of"]

_Kind = Meeting.Kind


@dataclass(frozen=True)
class Presence:
    """The meetings of one cell between two days; heads are summed over them.

    A meeting that is both regular and thematic counts in `regular` and in `thematic`;
    `missing_minutes` counts the meetings without a file of minutes.
    """

    due: int
    present: int
    meetings: int
    regular: int
    thematic: int
    missing_minutes: int

    @property
    def percent(self) -> float | None:
        """Return the share of heads present, 0 to 100; None when nobody was due."""
        return 100 * self.present / self.due if self.due else None


def presence_of(
    cell_ids: Sequence[int], first: datetime.date, last: datetime.date
) -> dict[int, Presence]:
    """Return, by cell, the meetings held from `first` to `last`: one query.

    A cell without a meeting in that time is left out.
    """
    held = Meeting.objects.filter(cell__in=cell_ids, held_on__range=(first, last))
    rows = (
        held.order_by()
        .values("cell")
        .annotate(
            heads_due=Sum("due"),
            heads_present=Sum("present"),
            meetings=Count("pk"),
            regular=Count("pk", filter=Q(kind__in=(_Kind.REGULAR, _Kind.BOTH))),
            thematic=Count("pk", filter=Q(kind__in=(_Kind.THEMATIC, _Kind.BOTH))),
            missing_minutes=Count("pk", filter=Q(minutes__isnull=True)),
        )
    )
    return {
        row["cell"]: Presence(
            due=row["heads_due"],
            present=row["heads_present"],
            meetings=row["meetings"],
            regular=row["regular"],
            thematic=row["thematic"],
            missing_minutes=row["missing_minutes"],
        )
        for row in rows
    }
