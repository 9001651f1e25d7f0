"""What people raised in some areas, as the pages of an area and of a cell show it.

Matters lie on a floor above; they are reached by the reverse side of their keys, as in
`cells.reports.cell_life`, and say themselves what the reader sees and what counts as solved.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from cells.models import ResidentialArea

__all__ = ["Heard", "heard_in"]

DAYS, NEWEST = 365, 5


@dataclass(frozen=True)
class Heard:
    """The tally of a year's matters (`feedback.rules.figures`), and the newest of them."""

    tally: Any
    rows: list[Any]


def heard_in(user: User, areas: Sequence[ResidentialArea], today: datetime.date) -> Heard | None:
    """Return what `user` may read of what people of `areas` raised, in one query; else None."""
    if not areas or not user.can(Ability.READ_FEEDBACK):
        return None
    matters: Any = areas[0].feedback
    rows = (
        matters.model.objects.visible_to(user)
        .counted()
        .filter(area__in=areas, received_at__gte=timezone.now() - datetime.timedelta(days=DAYS))
    )
    newest, tally = rows.select_related("category").newest(NEWEST, today)
    return Heard(tally=tally, rows=newest)
