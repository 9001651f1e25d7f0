"""The overview: everything on the first page but what to do now."""

import datetime

from accounts.models import User
from accounts.rules import Ability
from common.months import Quarter
from hoavang_portal.home.figures import communes_of, figures_of
from hoavang_portal.home.shapes import Overview
from hoavang_portal.home.worries import worries_of

__all__ = ["overview_of"]


def overview_of(user: User, today: datetime.date) -> Overview:
    """Return the overview of `user` on `today`, in a constant number of queries."""
    quarter = Quarter.containing(today)
    communes = communes_of(user, quarter)
    worries, worrying = worries_of(user, today)
    return Overview(
        figures=figures_of(user, today, communes),
        worries=worries,
        worrying=worrying,
        may_list_worries=user.can(Ability.READ_WORRIES),
        communes=communes,
        quarter=quarter,
    )
