"""When a cell meets: its usual day, when a meeting may be called, and which months it owes.

Điều lệ Đảng, Điều 24: a cell meets once a month.  Chỉ thị 50-CT/TW 23/7/2025: a thematic meeting
at least once a quarter.  How often is data (`cells.models.MeetingNorm`).
"""

import datetime
from dataclasses import dataclass

from common.months import Month, Quarter

__all__ = [
    "MONTHS_AHEAD",
    "OwedMonth",
    "OwedQuarter",
    "is_regular",
    "is_thematic",
    "last_day_to_call",
    "owed_months",
    "owed_quarters",
    "usual_day",
]

# Local policy: a day further away than this is a slip of the pen.
MONTHS_AHEAD = 12


def usual_day(month: Month, meeting_day: int) -> datetime.date:
    """Return when a cell that meets on day `meeting_day` meets in `month`; 31 means the last day."""
    return month.first_day.replace(day=min(meeting_day, month.last_day.day))


def is_regular(kind: str) -> bool:
    """Say whether a meeting of `kind` (regular, thematic, both) is the one of its month."""
    return kind in {"regular", "both"}


def is_thematic(kind: str) -> bool:
    """Say whether a meeting of `kind` (regular, thematic, both) counts for its quarter."""
    return kind in {"thematic", "both"}


def last_day_to_call(today: datetime.date) -> datetime.date:
    """Return the last day on which a meeting may be called today."""
    return Month.containing(today).plus(MONTHS_AHEAD).last_day


# --- What is owed ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwedMonth:
    """A month that is over, and how many regular meetings it asked for."""

    month: Month
    norm: int

    def is_owed_by(self, valid_from: datetime.date | None, valid_to: datetime.date | None) -> bool:
        """Say whether a cell that lives from `valid_from` to `valid_to` owes this month."""
        return _is_whole(self.month.first_day, self.month.last_day, valid_from, valid_to)


@dataclass(frozen=True)
class OwedQuarter:
    """A quarter that is over, and how many thematic meetings it asked for."""

    quarter: Quarter
    norm: int

    def is_owed_by(self, valid_from: datetime.date | None, valid_to: datetime.date | None) -> bool:
        """Say whether a cell that lives from `valid_from` to `valid_to` owes this quarter."""
        return _is_whole(self.quarter.first_day, self.quarter.last_day, valid_from, valid_to)


def owed_months(
    first: Month, last: Month, today: datetime.date, norms: dict[Month, int]
) -> list[OwedMonth]:
    """Return the months from `first` to `last` that are over and ask for a regular meeting.

    `norms` says how many each month asks for; a month without a norm asks for none.
    """
    months = [first.plus(n) for n in range(_distance(first, last) + 1)]
    return [
        OwedMonth(month, norms[month])
        for month in months
        if month.last_day < today and norms.get(month)
    ]


def owed_quarters(
    quarters: list[Quarter], today: datetime.date, norms: dict[Quarter, int]
) -> list[OwedQuarter]:
    """Return those of `quarters` that are over and ask for a thematic meeting."""
    return [
        OwedQuarter(quarter, norms[quarter])
        for quarter in quarters
        if quarter.last_day < today and norms.get(quarter)
    ]


def _is_whole(
    first: datetime.date,
    last: datetime.date,
    valid_from: datetime.date | None,
    valid_to: datetime.date | None,
) -> bool:
    """Say whether the cell existed all the time: who began on the 20th owes no meeting yet.

    Local policy: the Charter does not speak of cells that begin or end within a month.
    """
    return (valid_from is None or valid_from <= first) and (valid_to is None or last <= valid_to)


def _distance(first: Month, last: Month) -> int:
    return 12 * (last.year - first.year) + last.month - first.month
