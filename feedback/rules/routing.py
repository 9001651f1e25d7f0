"""Which of the stored routes a matter takes.  Pure: the rows are given."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

__all__ = ["RouteRow", "choose"]


class RouteRow(Protocol):
    """A stored route: for one commune or all (None), one kind or all, to an agency or None."""

    @property
    def committee_id(self) -> int | None: ...
    @property
    def category_id(self) -> int | None: ...
    @property
    def agency_id(self) -> int | None: ...


Row = TypeVar("Row", bound=RouteRow)


def choose(routes: Iterable[Row], *, committee_id: int, category_id: int) -> Row | None:
    """Return the route that says most about this commune and kind; None when none applies.

    Commune and kind, before commune alone, before kind alone, before neither.  No two rows of the
    database say the same much (`route_once…`).  A route without an agency leads to the commune
    itself, and so does having no route.
    """
    fitting = [
        route
        for route in routes
        if route.committee_id in {None, committee_id} and route.category_id in {None, category_id}
    ]
    return max(fitting, key=_says, default=None)


def _says(route: RouteRow) -> tuple[bool, bool]:
    return route.committee_id is not None, route.category_id is not None
