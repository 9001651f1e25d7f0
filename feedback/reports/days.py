"""The calendar of days off as its page shows it."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from accounts.models import RoleGrant, User
from accounts.rules import ABILITIES, Ability
from common.models import AuditEntry, SpecialDay
from common.working_days import Calendar, due_on, explain, in_words
from feedback.rules.clock import DayBox, boxes

__all__ = [
    "Tried",
    "YearFacts",
    "keepers",
    "open_year",
    "removed_lately",
    "tried",
    "year_facts",
    "years",
]

REMOVED_SHOWN = 10
FIRST_MONTH_OF_NOTICES = 10


@dataclass(frozen=True)
class YearFacts:
    """How many days of a year are off, worked instead, and not settled yet."""

    year: int
    off: int
    worked: int
    expected: int

    @property
    def is_empty(self) -> bool:
        """Say whether nobody has entered the year."""
        return not self.off


@dataclass(frozen=True)
class Tried:
    """A due day that somebody tried out."""

    due_on: datetime.date
    days: int
    sentence: str
    boxes: list[DayBox]


def years(today: datetime.date) -> list[int]:
    """Return the years on record and the two to come, the latest first."""
    known = SpecialDay.objects.annotate(year=ExtractYear("day")).order_by().values_list("year")
    return sorted({year for (year,) in known.distinct()} | {today.year, today.year + 1})[::-1]


def year_facts(year: int) -> YearFacts:
    """Return the sums of a year; a holiday on a weekend is no day off more."""
    rows: QuerySet[SpecialDay] = SpecialDay.objects.in_year(year)
    on_weekday = Q(kind=SpecialDay.Kind.OFF, day__iso_week_day__lte=5)
    sums = rows.aggregate(
        off=Count("pk", filter=on_weekday),
        worked=Count("pk", filter=Q(kind=SpecialDay.Kind.WORKED)),
        expected=Count("pk", filter=Q(is_official=False)),
    )
    return YearFacts(year, **sums)


def open_year(today: datetime.date) -> YearFacts | None:
    """Return the coming year, from October on, or this one while its calendar is not settled.

    Notices of Tết and National Day come in the last months of the year before.
    """
    coming = today.year + (today.month >= FIRST_MONTH_OF_NOTICES)
    facts = year_facts(coming)
    return facts if facts.is_empty or facts.expected else None


def keepers(today: datetime.date) -> list[User]:
    """Return who keeps the calendar."""
    grants = RoleGrant.objects.on(today).filter(
        role__in=ABILITIES[Ability.MANAGE_DESK], user__is_active=True
    )
    return list({grant.user_id: grant.user for grant in grants.select_related("user")}.values())


def removed_lately() -> QuerySet[AuditEntry]:
    """Return the days last taken out: their own trail went with them."""
    label = SpecialDay._meta.label_lower
    return AuditEntry.objects.filter(thing_type=label, act="remove_day")[:REMOVED_SHOWN]


def tried(start: datetime.date, days: int, calendar: Calendar, today: datetime.date) -> Tried:
    """Return when `days` working days after `start` are over, with the sum."""
    steps = explain(start, days, calendar)
    return Tried(due_on(start, days, calendar), days, in_words(steps), boxes(steps, today))
