"""Resolutions and their tasks: what was done on time, what is overdue."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q

from cells.models import ResolutionTask

__all__ = ["Share", "done_on_time_of"]


@dataclass(frozen=True)
class Share:
    """Of so many tasks due, so many were done on or before the day first set."""

    due: int = 0
    on_time: int = 0


def done_on_time_of(
    cell_ids: Collection[int], first: datetime.date, last: datetime.date
) -> dict[int, Share]:
    """Return the share of the tasks first due from `first` to `last`, for every cell asked about."""
    tasks = ResolutionTask.objects.filter(
        resolution__cell__in=cell_ids, due_on__range=(first, last)
    ).order_by()
    rows = tasks.values("resolution__cell").annotate(
        due=Count("pk"), on_time=Count("pk", filter=Q(done_on__lte=F("due_on")))
    )
    found = {row["resolution__cell"]: Share(row["due"], row["on_time"]) for row in rows}
    return {pk: found.get(pk, Share()) for pk in cell_ids}
