"""Before and after a help: the cell's figures quarter by quarter, beside cells that had no help."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Abs
from django.utils import timezone

from accounts.models import User
from assignments.models import HelpRegistration
from assignments.reports.help_figures import Series, befores_of, series_of
from assignments.rules import help as rules
from assignments.rules.help import Indicator
from assignments.rules.help_effect import (
    NO_TALLY,
    CellBefore,
    Likeness,
    Spread,
    Tally,
    most_alike,
    spread_of,
)
from cells.models import PartyCell
from common.months import Quarter

__all__ = ["HelpEffect", "IndicatorEffect", "QuarterLine", "SimilarCell", "effect_of"]

# So many cells of the nearest size are weighed; what lies further is no twin anyhow.
CANDIDATES: Final = 300

Sides = tuple[Tally, Tally]


@dataclass(frozen=True)
class SimilarCell:
    """A cell that was like the helped one and had no help; unnamed for who does not reach it."""

    key: int
    cell: PartyCell | None
    before: CellBefore
    likeness: Likeness
    change: float | None


@dataclass(frozen=True)
class IndicatorEffect:
    """One indicator before and after, of the helped cell and of the similar ones.

    Percents are out of 100.  `frozen` is the figure of the day of registration.
    """

    indicator: Indicator
    before: float | None
    after: float | None
    before_sample: int
    after_sample: int
    spread: Spread | None
    frozen: Decimal | None

    @property
    def change(self) -> float | None:
        """Return after minus before."""
        return _minus(self.after, self.before)

    @property
    def net(self) -> float | None:
        """Return by how much more the cell changed than the similar ones did on average."""
        return _minus(self.change, self.spread.mean if self.spread else None)

    @property
    def is_few_before(self) -> bool:
        """Say whether the time before rests on too few records."""
        return self._is_few(self.before_sample)

    @property
    def is_few_after(self) -> bool:
        """Say whether the time after rests on too few records."""
        return self._is_few(self.after_sample)

    @property
    def is_few(self) -> bool:
        """Say whether either side does."""
        return self.is_few_before or self.is_few_after

    def _is_few(self, sample: int) -> bool:
        return not self.indicator.is_yearly and Tally(sample=sample).is_few

    @property
    def verdict(self) -> str:
        """Return how the change stands to the similar cells: unknown, few, within, above, below."""
        if self.change is None or self.spread is None:
            return "unknown"
        if self.is_few:
            return "few"
        if self.spread.holds(self.change):
            return "within"
        return "above" if self.change > self.spread.most else "below"


@dataclass(frozen=True)
class QuarterLine:
    """One line of the table: a quarter, the helped cell's value, those of the similar cells."""

    quarter: Quarter
    own: float | None
    sample: int
    others: list[float | None]


@dataclass(frozen=True)
class HelpEffect:
    """What the page shows of a help's result: `shown` is the indicator that is drawn."""

    shown: IndicatorEffect
    effects: list[IndicatorEffect]
    similar: list[SimilarCell]
    before: CellBefore
    lines: list[QuarterLine]

    @property
    def indicator(self) -> Indicator:
        """Return the indicator that is drawn."""
        return self.shown.indicator

    @property
    def has_data(self) -> bool:
        """Say whether anything was recorded of the cell in that time."""
        return any(each.before_sample or each.after_sample for each in self.effects)


def effect_of(user: User, row: HelpRegistration, code: str) -> HelpEffect:
    """Return the before and after of `row`, drawn for the indicator `code`; ten queries."""
    first, last = rules.compared_span(
        row.starts_on, row.closed_on or row.ends_on, timezone.localdate()
    )
    own_before, alike = _alike(row, first, last)
    series = series_of([row.cell_id, *alike], first, last)
    frozen = {each.code: each.value for each in row.indicators.all()}
    effects = [
        _effect(row, series[each.code], each, alike=alike, frozen=frozen.get(each.code))
        for each in rules.INDICATORS
    ]
    shown = next(each for each in effects if each.indicator == rules.indicator(code))
    drawn = series[shown.indicator.code]
    return HelpEffect(
        shown=shown,
        effects=effects,
        similar=_named(user, row, shown.indicator, series=drawn, alike=alike),
        before=own_before,
        lines=[
            QuarterLine(
                quarter,
                _shown(shown.indicator, drawn[row.cell_id].get(quarter, NO_TALLY)),
                drawn[row.cell_id].get(quarter, NO_TALLY).sample,
                [_shown(shown.indicator, drawn[key].get(quarter, NO_TALLY)) for key in alike],
            )
            for quarter in rules.quarters_between(first, last)
        ],
    )


# --- Similar cells --------------------------------------------------------------------------------

Alike = dict[int, tuple[CellBefore, Likeness]]


def _alike(row: HelpRegistration, first: Quarter, last: Quarter) -> tuple[CellBefore, Alike]:
    """Return what the helped cell was like before, and the cells that were most like it."""
    cell = row.cell
    members: dict[int, int | None] = {cell.pk: cell.members}
    members |= dict(_candidates(row, first, last).values_list("pk", "members"))
    befores = befores_of(members, *rules.baseline_period(row.starts_on))
    own = befores.pop(cell.pk)
    return own, {key: (befores[key], like) for key, like in most_alike(own, befores)}


def _candidates(row: HelpRegistration, first: Quarter, last: Quarter) -> QuerySet[PartyCell]:
    """Return cells of the same kind and district that nobody helped in the time compared."""
    cell = row.cell
    helped = HelpRegistration.objects.exclude(status=HelpRegistration.Status.WITHDRAWN).filter(
        starts_on__lte=last.last_day, ends_on__gte=first.first_day
    )
    district = cell.committee.path.removesuffix(f"{cell.committee_id}/") or cell.committee.path
    rows: QuerySet[PartyCell] = PartyCell.objects.on(row.starts_on)
    return (
        rows.filter(kind=cell.kind, committee__path__startswith=district)
        .exclude(pk=cell.pk)
        .exclude(pk__in=helped.values("cell"))
        .annotate(
            apart=Case(
                When(members__isnull=True, then=Value(10_000)),
                default=Abs(F("members") - Value(cell.members or 0)),
                output_field=IntegerField(),
            )
        )
        .order_by("apart", "pk")[:CANDIDATES]
    )


def _named(
    user: User,
    row: HelpRegistration,
    shown: Indicator,
    *,
    series: Mapping[int, Series],
    alike: Alike,
) -> list[SimilarCell]:
    reached = PartyCell.objects.visible_to(user).filter(Q(pk__in=alike))
    cells = {cell.pk: cell for cell in reached.select_related("committee")}
    changes = {key: _change(shown, _sides(series[key], row.starts_on)) for key in alike}
    return [
        SimilarCell(key, cells.get(key), before, like, changes[key])
        for key, (before, like) in alike.items()
    ]


# --- Before and after -----------------------------------------------------------------------------


def _effect(
    row: HelpRegistration,
    series: Mapping[int, Series],
    shown: Indicator,
    *,
    alike: Iterable[int],
    frozen: Decimal | None,
) -> IndicatorEffect:
    before, after = _sides(series[row.cell_id], row.starts_on)
    return IndicatorEffect(
        indicator=shown,
        before=_shown(shown, before),
        after=_shown(shown, after),
        before_sample=before.sample,
        after_sample=after.sample,
        spread=spread_of(_change(shown, _sides(series[key], row.starts_on)) for key in alike),
        frozen=frozen,
    )


def _sides(series: Series, starts_on: datetime.date) -> Sides:
    """Return the tallies of the quarters before the help began and of those after."""
    before = after = NO_TALLY
    for quarter, tally in series.items():
        if rules.is_before(quarter, starts_on):
            before += tally
        elif rules.is_after(quarter, starts_on):
            after += tally
    return before, after


def _change(shown: Indicator, sides: Sides) -> float | None:
    return _minus(_shown(shown, sides[1]), _shown(shown, sides[0]))


def _shown(shown: Indicator, tally: Tally) -> float | None:
    """Return the mean as it is shown: percents out of 100."""
    mean = tally.mean
    return mean * 100 if mean is not None and shown.is_percent else mean


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
