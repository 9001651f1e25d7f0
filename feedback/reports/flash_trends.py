"""Flash reports by kind and by place over the months: what is emerging where."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import Committee, ResidentialArea
from common.months import Month
from feedback.models import FlashReport

__all__ = ["MONTHS_SHOWN", "FlashTrends", "TrendRow", "trends_of"]

MONTHS_SHOWN: Final = 12
BAR_HEIGHT: Final = 28
TREND_MONTHS: Final = 3


@dataclass(frozen=True)
class Bar:
    """One month of a row: how high its bar stands on the ground, and its number."""

    y: int
    height: int
    count: int


@dataclass(frozen=True)
class TrendRow:
    """One kind or place with its count of each month, the oldest first."""

    name: str
    counts: list[int]
    months: list[Month]
    most: int
    key: Any = None

    @property
    def total(self) -> int:
        """Return the reports of all months."""
        return sum(self.counts)

    @property
    def rise(self) -> int:
        """Return how many more came in the last three months than in the three before."""
        late, before = self.counts[-TREND_MONTHS:], self.counts[-2 * TREND_MONTHS : -TREND_MONTHS]
        return sum(late) - sum(before)

    @property
    def bars(self) -> list[Bar]:
        """Return the drawing; all rows of a table share one scale."""
        heights = [round(BAR_HEIGHT * n / self.most) if self.most else 0 for n in self.counts]
        pairs = zip(heights, self.counts, strict=True)
        return [Bar(BAR_HEIGHT - height, height, count) for height, count in pairs]


@dataclass(frozen=True)
class FlashTrends:
    """The rows by kind and by place, over the same months."""

    months: list[Month]
    by_kind: list[TrendRow]
    by_place: list[TrendRow]
    total: int
    places_are_areas: bool


def trends_of(user: User, chosen: Mapping[str, Any]) -> FlashTrends:
    """Return the reports of the last twelve months that `user` reaches; four queries at most.

    `chosen`: loai (kind), xa (commune): the places are then its areas, else the communes.
    """
    months = [Month.current().plus(-back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    start = timezone.make_aware(datetime.datetime.combine(months[0].first_day, datetime.time.min))
    rows: QuerySet[FlashReport] = FlashReport.objects.visible_to(user).filter(
        received_at__gte=start
    )
    commune = chosen.get("xa")
    if commune:
        rows = rows.filter(committee=commune)
    if kind := chosen.get("loai"):
        rows = rows.filter(kind=kind)
    kinds = _counted(rows, "kind", months)
    places = _counted(rows, "area" if commune else "committee", months)
    names: dict[Any, str] = {value: str(label) for value, label in FlashReport.Kind.choices}
    by_kind = _rows(kinds, names, months)
    by_place = _rows(places, _place_names(places, is_area=bool(commune)), months)
    total = sum(row.total for row in by_kind)
    return FlashTrends(months, by_kind, by_place, total, bool(commune))


def _counted(
    rows: QuerySet[FlashReport], name: str, months: list[Month]
) -> dict[Any, dict[Month, int]]:
    """Return the reports by value of the field `name` and by month."""
    grouped = (
        rows.order_by()
        .annotate(in_month=TruncMonth("received_at"))
        .values_list(name, "in_month")
        .annotate(count=Count("pk"))
    )
    found: dict[Any, dict[Month, int]] = {}
    for value, first, count in grouped:
        # The database cut the months by the clock of the portal.
        found.setdefault(value, dict.fromkeys(months, 0))[Month.containing(first.date())] = count
    return found


def _rows(
    counted: dict[Any, dict[Month, int]], names: Mapping[Any, str], months: list[Month]
) -> list[TrendRow]:
    """Return a row for each value, the most reported first."""
    most = max((count for each in counted.values() for count in each.values()), default=0)
    rows = [
        TrendRow(names[value], [each[month] for month in months], months, most, value)
        for value, each in counted.items()
    ]
    return sorted(rows, key=lambda row: (-row.total, row.name))


def _place_names(counted: Mapping[Any, Any], *, is_area: bool) -> dict[Any, str]:
    keys = [key for key in counted if key]
    model: Any = ResidentialArea if is_area else Committee
    names = dict(model.objects.filter(pk__in=keys).values_list("pk", "name"))
    return {**names, None: _("không nêu khu dân cư")}
