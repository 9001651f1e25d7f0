"""Rules of helping a cell: its indicators, its time, what is late, how it comes out."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.months import Quarter

__all__ = [
    "BOARD_AFTER_DAYS",
    "INDICATORS",
    "LONGEST_YEARS",
    "SOON_DAYS",
    "Indicator",
    "RatingSeen",
    "baseline_period",
    "compared_span",
    "days_late",
    "has_plan_agreed",
    "indicator",
    "is_after",
    "is_before",
    "is_plausible_length",
    "quarters_between",
    "quarters_to_review",
    "suggested_outcome",
]

# Local policy: the source plan gives no numbers.
LONGEST_YEARS: Final = 5
SOON_DAYS: Final = 7
BOARD_AFTER_DAYS: Final = 7
QUARTERS_BEFORE: Final = 4
QUARTERS_AFTER: Final = 4


@dataclass(frozen=True)
class Indicator:
    """One figure by which a helped cell is measured.

    `counted` says what one record behind it is, for "few data"; `good` is the line to reach where
    a document draws one.
    """

    code: str
    name: Promise
    short: Promise
    unit: Promise | str
    counted: Promise
    places: int
    is_higher_better: bool = True
    is_percent: bool = False
    is_yearly: bool = False
    good: float | None = None


INDICATORS: Final = (
    # HD 12-HD/BTCTW 2018, II.3: more than 85 % present.
    Indicator(
        "presence", _("Tỷ lệ dự họp"), _("Dự họp"), "%", _("kỳ họp"), 1, is_percent=True, good=85
    ),
    Indicator(
        "thematic",
        _("Sinh hoạt chuyên đề"),
        pgettext_lazy("tên", "Chuyên đề"),
        _("kỳ mỗi quý"),
        _("kỳ họp"),
        1,
    ),
    Indicator(
        "on_time",
        _("Việc nghị quyết đúng hạn"),
        _("Việc đúng hạn"),
        "%",
        _("việc"),
        1,
        is_percent=True,
    ),
    Indicator("score", _("Điểm kỳ sinh hoạt"), _("Điểm họp"), _("điểm"), _("kỳ được chấm"), 1),
    Indicator("rating", _("Xếp loại năm"), _("Xếp loại"), _("bậc"), _("năm"), 1, is_yearly=True),
)


def indicator(code: str) -> Indicator:
    """Return the indicator `code`; the first one for a code that is not known."""
    return next((each for each in INDICATORS if each.code == code), INDICATORS[0])


# --- Time -----------------------------------------------------------------------------------------


def baseline_period(starts_on: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of the twelve months before the help begins."""
    return _a_year_before(starts_on), starts_on - datetime.timedelta(days=1)


def _a_year_before(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def is_plausible_length(starts_on: datetime.date, ends_on: datetime.date) -> bool:
    """Say whether the help ends after its first day and within five years."""
    return starts_on < ends_on and _a_year_before(ends_on).year < starts_on.year + LONGEST_YEARS


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Return the quarters from `first` to `last`, both included."""
    quarters = []
    while first <= last:
        quarters.append(first)
        first = first.next()
    return quarters


def quarters_to_review(
    starts_on: datetime.date, ends_on: datetime.date, today: datetime.date
) -> list[Quarter]:
    """Return the quarters of the help that have begun, each of which asks for a review."""
    last = min(ends_on, today)
    return quarters_between(Quarter.containing(starts_on), Quarter.containing(last))


def compared_span(
    starts_on: datetime.date, ends_on: datetime.date, today: datetime.date
) -> tuple[Quarter, Quarter]:
    """Return the first and last quarter of a before-and-after: four before the help, four after.

    The last is never one to come.
    """
    last = min(Quarter.containing(ends_on).plus(QUARTERS_AFTER), Quarter.containing(today))
    first = Quarter.containing(starts_on).plus(-QUARTERS_BEFORE)
    return first, max(last, Quarter.containing(starts_on))


def is_before(quarter: Quarter, starts_on: datetime.date) -> bool:
    """Say whether a quarter was over when the help began."""
    return quarter.last_day < starts_on


def is_after(quarter: Quarter, starts_on: datetime.date) -> bool:
    """Say whether a quarter lies wholly in or after the help; the one it began in does not count."""
    return quarter.first_day >= starts_on


def days_late(due_on: datetime.date, done_on: datetime.date | None, today: datetime.date) -> int:
    """Return how many days an action that is not done is late; 0 when it is done or not yet due."""
    return 0 if done_on else max((today - due_on).days, 0)


# --- Agreement and outcome ------------------------------------------------------------------------


def has_plan_agreed(parties: Collection[str]) -> bool:
    """Say whether those have agreed without whom no help begins: committee and cell."""
    return {"committee", "cell"} <= set(parties)


@dataclass(frozen=True)
class RatingSeen:
    """A decided rating as the rules need it: rank 4 is the best of four."""

    year: int
    rank: int
    is_clean_strong: bool


def suggested_outcome(before_rank: int | None, after: RatingSeen | None) -> str:
    """Return which outcome a later rating speaks for: reached, better, same; "none" without one."""
    if after is None:
        return "none"
    if after.is_clean_strong:
        return "reached"
    return "better" if before_rank is not None and after.rank > before_rank else "same"
