"""The calendar of working days as the database has it."""

import datetime

from common.models import SpecialDay
from common.working_days import Calendar

__all__ = ["calendar"]


def calendar() -> Calendar:
    """Return the calendar of all years on record, with one query.

    It is not kept between calls, so that an edit holds at once: a page or a task loads it one time
    and passes it on to whatever reckons with it.
    """
    names: dict[datetime.date, str] = {}
    off: set[datetime.date] = set()
    worked: set[datetime.date] = set()
    expected: set[datetime.date] = set()
    rows = SpecialDay.objects.order_by().values_list("day", "kind", "name", "is_official")
    for day, kind, name, is_official in rows:
        (off if kind == SpecialDay.Kind.OFF else worked).add(day)
        names[day] = name
        if not is_official:
            expected.add(day)
    return Calendar(frozenset(off), frozenset(worked), names, frozenset(expected))
