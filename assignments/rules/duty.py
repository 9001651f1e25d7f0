"""How many attendances a quarter asks of one assignment.

No regulation says how to count a quarter in part.  This is LOCAL POLICY, in one place:

* a month counts when the assignment holds on its 15th day and the month is not marked exempt (M);
* the duty of the quarter is the yearly-agreed number for a quarter times the months that count,
  divided by three, rounded half up.

So 3 a quarter with two months that count make 2; 1 a quarter makes 1 with two months, 0 with one.
`reports/duty.py` states the same in SQL; a test compares the two.
"""

import datetime
from collections.abc import Collection

from common.months import Month, Quarter

__all__ = ["MIDDLE_DAY", "due", "middle_of", "months_that_count"]

MIDDLE_DAY = 15


def middle_of(month: Month) -> datetime.date:
    """Return the day that decides whether an assignment covers `month`."""
    return month.first_day.replace(day=MIDDLE_DAY)


def months_that_count(
    quarter: Quarter,
    valid_from: datetime.date,
    valid_to: datetime.date | None,
    exempt: Collection[datetime.date] = (),
) -> list[Month]:
    """Return the months of `quarter` in duty; `exempt` holds the first days of exempt months."""
    return [
        month
        for month in quarter.months
        if valid_from <= middle_of(month)
        and (valid_to is None or middle_of(month) <= valid_to)
        and month.first_day not in exempt
    ]


def due(visits_per_quarter: int, months: int) -> int:
    """Return the attendances due in a quarter of which `months` (0-3) count."""
    return (2 * visits_per_quarter * months + 3) // 6
