"""The first page of each role: what to do now, four figures, the cells to worry about, and how far
the quarter has come, commune by commune."""

import datetime

from accounts.models import User
from common.months import Quarter
from hoavang_portal.home.figures import communes_of, figures_of
from hoavang_portal.home.shapes import Home
from hoavang_portal.home.todos import todos_of
from hoavang_portal.home.worries import worries_of

__all__ = ["home_of"]


def home_of(user: User, today: datetime.date) -> Home:
    """Return the first page of `user` on `today`, in a constant number of queries."""
    quarter = Quarter.containing(today)
    communes = communes_of(user, quarter)
    return Home(
        todos=todos_of(user, today),
        figures=figures_of(user, today, communes),
        worries=worries_of(user, today),
        communes=communes,
        quarter=quarter,
    )
