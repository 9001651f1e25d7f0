"""When cadres are reminded.  All of it is LOCAL POLICY: the sources are silent."""

import datetime

from common.months import Month, Quarter

__all__ = [
    "MONTHLY_DUTY",
    "VISIT_DAYS_BEFORE",
    "month_to_remind_of",
    "quarter_to_remind_of",
    "visit_days",
]

VISIT_DAYS_BEFORE = (1, 3)
"""Days before a cell's usual meeting day on which its cadre is reminded."""
MISSING_FROM_DAY = 25
DAYS_AFTER_QUARTER = 7
MONTHLY_DUTY = 3
"""From so many visits a quarter on, each month asks for one; who goes less often is reminded at
the quarter's end only."""


def visit_days(today: datetime.date) -> list[datetime.date]:
    """Return the days of whose meetings cadres are reminded on `today`."""
    return [today + datetime.timedelta(days=days) for days in VISIT_DAYS_BEFORE]


def month_to_remind_of(today: datetime.date) -> Month | None:
    """Return the month of which to remind on `today`: from its 25th day on."""
    return Month.containing(today) if today.day >= MISSING_FROM_DAY else None


def quarter_to_remind_of(today: datetime.date) -> tuple[Quarter, bool] | None:
    """Return the quarter of which to remind on `today`, and whether it is over.

    That is its last day, and the week after, in case nothing ran on the first day of it.
    """
    quarter = Quarter.containing(today - datetime.timedelta(days=DAYS_AFTER_QUARTER))
    if quarter.last_day < today:
        return quarter, True
    return (quarter, False) if today == quarter.last_day else None
