"""The geometry of the before-and-after drawing; numbers are text, as SVG writes them."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from django.utils.translation import gettext as _

from assignments.models import HelpAction, HelpRegistration
from assignments.reports.help_effect import HelpEffect, QuarterLine
from assignments.rules.help import Indicator
from common.months import Quarter
from common.templatetags.portal import day, decimal

__all__ = ["ActionMark", "Chart", "chart_of"]

WIDTH, LEFT, RIGHT = 680, 46, 566
TOP, BOTTOM = 26, 216
YEARS_AT, ACTIONS_AT, HEIGHT = 238, 262, 282
LABEL_GAP: Final = 34
HALF: Final = (LEFT + RIGHT) / 2
# A letter of the drawing's 13 px is about so wide.
LETTER: Final = 7.0

Values = Sequence[float | None]


@dataclass(frozen=True)
class Tick:
    """A horizontal line of the grid and its label."""

    y: str
    label_y: str
    label: str


@dataclass(frozen=True)
class YearMark:
    """A year under the axis; `tick` is empty at the left edge."""

    x: str
    tick: str
    label: str


@dataclass(frozen=True)
class Event:
    """A dashed vertical line with words beside it."""

    x: str
    text_x: str
    anchor: str
    label: str


@dataclass(frozen=True)
class ActionMark:
    """One action on the time line: its number, where it stands, how it stands."""

    number: int
    x: str
    state: str
    action: HelpAction


@dataclass(frozen=True)
class EndLabel:
    """Two lines of words at the right end of a curve."""

    y: str
    second_y: str
    name: str
    value: str


@dataclass(frozen=True)
class Chart:
    """Everything the template draws."""

    ticks: list[Tick]
    limit: Tick | None
    years: list[YearMark]
    after_x: str
    after_width: str
    start: Event
    own_lines: list[str]
    own_points: list[tuple[str, str]]
    other_lines: list[str]
    own_label: EndLabel | None
    others_label: EndLabel | None
    actions: list[ActionMark]
    height: int = HEIGHT
    width: int = WIDTH


def chart_of(
    row: HelpRegistration, effect: HelpEffect, actions: Iterable[HelpAction], today: datetime.date
) -> Chart:
    """Return the drawing of `effect`: curves above, the actions on a time line below."""
    lines = effect.lines
    across = _Across(lines[0].quarter.first_day, lines[-1].quarter.last_day)
    others = [[line.others[n] for line in lines] for n in range(len(effect.similar))]
    own = [line.own for line in lines]
    scale = _scale(effect.indicator, [value for values in (own, *others) for value in values])
    start = across.x(row.starts_on)
    end = across.x(row.closed_on or row.ends_on)
    own_label, others_label = _end_labels(effect.indicator, own, others, scale)
    return Chart(
        ticks=[_tick(scale, value, effect.indicator) for value in scale.ticks],
        limit=_tick(scale, effect.indicator.good, effect.indicator)
        if effect.indicator.good is not None and scale.low <= effect.indicator.good <= scale.high
        else None,
        years=_years(lines, across),
        after_x=_text(start),
        after_width=_text(max(end - start, 1)),
        start=_start(row, start),
        own_lines=_polylines(lines, own, across, scale),
        own_points=[
            (_text(across.middle(line.quarter)), _text(scale.y(value)))
            for line, value in zip(lines, own, strict=True)
            if value is not None
        ],
        other_lines=[
            points for values in others for points in _polylines(lines, values, across, scale)
        ],
        own_label=own_label,
        others_label=others_label,
        actions=_marks(actions, across, today),
    )


# --- Scales ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Across:
    """From days to x."""

    first: datetime.date
    last: datetime.date

    def x(self, on: datetime.date) -> float:
        """Return where a day stands, kept within the drawing."""
        share = (on - self.first).days / max((self.last - self.first).days, 1)
        return LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)

    def middle(self, quarter: Quarter) -> float:
        """Return where the middle of a quarter stands."""
        return (self.x(quarter.first_day) + self.x(quarter.last_day)) / 2


@dataclass(frozen=True)
class _Scale:
    """From values to y."""

    low: float
    high: float
    ticks: list[float]
    joins_gaps: bool = False

    def y(self, value: float) -> float:
        """Return where a value stands."""
        return BOTTOM - (BOTTOM - TOP) * (value - self.low) / (self.high - self.low)


def _scale(indicator: Indicator, values: Iterable[float | None]) -> _Scale:
    """Return a scale with three to six round ticks that holds every value."""
    known = [value for value in values if value is not None]
    if indicator.is_yearly:
        return _Scale(0.5, 4.5, [1, 2, 3, 4], joins_gaps=True)
    is_of_100 = indicator.is_percent or indicator.code == "score"
    if not is_of_100:
        high = max(3, ceil(max(known, default=0)))
        return _Scale(0, high, list(range(high + 1)))
    marked = [*known, *([indicator.good] if indicator.good is not None else [])]
    low = min(max(10 * floor(min(marked, default=60) / 10), 0), 80)
    step = 10 if low >= 50 else 20
    low -= low % step
    return _Scale(low, 100, [float(tick) for tick in range(low, 101, step)])


def _tick(scale: _Scale, value: float, indicator: Indicator) -> Tick:
    y = scale.y(value)
    label = f"{value:.0f}%" if indicator.is_percent else f"{value:.0f}"
    return Tick(_text(y), _text(y + 4), label)


# --- Marks ----------------------------------------------------------------------------------------


def _years(lines: Sequence[QuarterLine], across: _Across) -> list[YearMark]:
    marks = []
    for year in sorted({line.quarter.year for line in lines}):
        quarters = [line.quarter for line in lines if line.quarter.year == year]
        left, right = across.x(quarters[0].first_day), across.x(quarters[-1].last_day)
        tick = _text(left) if left > LEFT else ""
        marks.append(YearMark(_text((left + right) / 2), tick, str(year)))
    return marks


def _start(row: HelpRegistration, x: float) -> Event:
    """Return the line of the first day; its words stand on the side where there is room."""
    words = {"day": day(row.starts_on), "agency": row.agency.short_name or row.agency.name}
    label = _("%(day)s %(agency)s bắt đầu giúp") % words
    is_left = x > HALF
    room = (x - 4) if is_left else (WIDTH - x - 12)
    if len(label) * LETTER > room:
        label = _("%(day)s bắt đầu giúp") % words
    return Event(_text(x), _text(x - 6 if is_left else x + 6), "end" if is_left else "start", label)


def _polylines(
    lines: Sequence[QuarterLine], values: Values, across: _Across, scale: _Scale
) -> list[str]:
    """Return the points of each run of quarters with a value; yearly values are joined."""
    runs: list[list[str]] = [[]]
    for line, value in zip(lines, values, strict=True):
        if value is not None:
            runs[-1].append(f"{_text(across.middle(line.quarter))},{_text(scale.y(value))}")
        elif runs[-1] and not scale.joins_gaps:
            runs.append([])
    return [" ".join(run) for run in runs if len(run) > 1]


def _end_labels(
    indicator: Indicator, own: Values, others: Sequence[Values], scale: _Scale
) -> tuple[EndLabel | None, EndLabel | None]:
    """Return the words at the ends of the curves, moved apart where they would touch."""
    last = _last(own)
    ends = [end for end in map(_last, others) if end is not None]
    mean = sum(ends) / len(ends) if ends else None
    own_y = scale.y(last) if last is not None else None
    mean_y = scale.y(mean) if mean is not None else None
    if own_y is not None and mean_y is not None and abs(own_y - mean_y) < LABEL_GAP:
        is_above = own_y <= mean_y
        mean_y = own_y + (LABEL_GAP if is_above else -LABEL_GAP)
        if not TOP <= mean_y <= BOTTOM:
            own_y, mean_y = own_y - (mean_y - own_y), own_y
    count = {"n": len(ends)}
    return (
        _end(own_y, _("chi bộ này"), "", _shown(last, indicator)),
        _end(mean_y, _("%(n)s chi bộ") % count, _("tương tự "), _shown(mean, indicator)),
    )


def _end(y: float | None, name: str, before: str, shown: str) -> EndLabel | None:
    return None if y is None else EndLabel(_text(y + 1), _text(y + 17), name, before + shown)


def _shown(value: float | None, indicator: Indicator) -> str:
    return decimal(value, indicator.places) + ("%" if indicator.is_percent else "")


def _last(values: Values) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def _marks(
    actions: Iterable[HelpAction], across: _Across, today: datetime.date
) -> list[ActionMark]:
    """Return each action on the day it was done, or is due."""
    return [
        ActionMark(number, _text(across.x(each.done_on or each.due_on)), _state(each, today), each)
        for number, each in enumerate(actions, start=1)
    ]


def _state(action: HelpAction, today: datetime.date) -> str:
    if action.done_on:
        return "done"
    return "late" if action.due_on < today else "open"


def _text(value: float) -> str:
    """Return a length as SVG writes it, whatever the language."""
    return f"{value:.1f}"
