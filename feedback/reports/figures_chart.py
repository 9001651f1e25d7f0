"""The two shares over the months as curves; numbers are text, as SVG writes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from common.months import Month
from feedback.reports.figures import GroupRow
from feedback.rules.figures import Tally

__all__ = ["Curve", "SharesChart", "chart_of"]

LEFT, RIGHT, TOP, BOTTOM = 46, 566, 16, 276
LABEL_GAP: Final = 34
MOST_LABELS: Final = 12


@dataclass(frozen=True)
class Curve:
    """One share: its line where neighbours both have a value, its points, its words at the end."""

    lines: list[str]
    points: list[tuple[str, str]]
    name: str
    value: str
    label_y: str
    value_y: str


@dataclass(frozen=True)
class SharesChart:
    """Everything the template draws."""

    ticks: list[tuple[str, str]]
    months: list[tuple[str, str]]
    on_time: Curve | None
    solved: Curve | None


def chart_of(months: Sequence[GroupRow]) -> SharesChart | None:
    """Return the drawing; None when fewer than two months have something to show."""
    if sum(row.tally.judged > 0 or row.tally.answered > 0 for row in months) < 2:
        return None
    ends = [_last(months, share) for share in (_on_time, _solved)]
    heights = [_y(end) + 4 for end in ends if end is not None]
    if len(heights) == 2 and abs(heights[0] - heights[1]) < LABEL_GAP:
        heights = _apart(*heights)
    places = iter(heights)
    label_ys = [None if end is None else next(places) for end in ends]
    every = -(-len(months) // MOST_LABELS)
    return SharesChart(
        ticks=[(f"{_y(share):.1f}", f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)],
        months=[
            (f"{_x(n, len(months)):.1f}", _month_label(Month.parse(row.key), n))
            for n, row in enumerate(months)
            if n % every == 0
        ],
        on_time=_curve(months, _on_time, _("đúng hạn"), label_ys[0]),
        solved=_curve(months, _solved, _("đã xong"), label_ys[1]),
    )


Share = Callable[[Tally], float | None]


def _on_time(tally: Tally) -> float | None:
    return tally.on_time_share


def _solved(tally: Tally) -> float | None:
    return tally.solved_share


def _last(months: Sequence[GroupRow], share: Share) -> float | None:
    shares = (share(row.tally) for row in reversed(months))
    return next((value for value in shares if value is not None), None)


def _apart(one: float, other: float) -> list[float]:
    """Move two labels apart, and keep both within the drawing."""
    low, high = sorted((one, other))
    middle = min(max((low + high) / 2, TOP + LABEL_GAP / 2), BOTTOM - LABEL_GAP / 2)
    low, high = middle - LABEL_GAP / 2, middle + LABEL_GAP / 2
    return [low, high] if one <= other else [high, low]


def _curve(
    months: Sequence[GroupRow], share: Share, name: str, label_y: float | None
) -> Curve | None:
    if label_y is None:
        return None
    runs: list[list[tuple[str, str]]] = [[]]
    for number, row in enumerate(months):
        value = share(row.tally)
        if value is not None:
            runs[-1].append((f"{_x(number, len(months)):.1f}", f"{_y(value):.1f}"))
        elif runs[-1]:
            runs.append([])
    return Curve(
        lines=[" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1],
        points=[point for run in runs for point in run],
        name=name,
        value=f"{_last(months, share) or 0:.0%}",
        label_y=f"{label_y:.1f}",
        value_y=f"{label_y + 16:.1f}",
    )


def _x(number: int, months: int) -> float:
    return LEFT + (RIGHT - LEFT) * (number + 0.5) / months


def _y(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share


def _month_label(month: Month, number: int) -> str:
    """Return "9", or "1/2027": the year stands first and by January, where there is room."""
    with_year = number == 0 or (month.month == 1 and number > 1)
    return f"{month.month}/{month.year}" if with_year else f"{month.month}"
