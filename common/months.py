"""Months and quarters as values, in the time zone of the portal."""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Final, Self

from django.utils import timezone
from django.utils.translation import gettext as _

__all__ = ["Month", "Quarter"]

ROMAN: Final = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of a year; ordered in time."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (datetime.MINYEAR <= self.year <= datetime.MAXYEAR and 1 <= self.month <= 12):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def containing(cls, day: datetime.date) -> Self:
        """Return the month of `day`."""
        return cls(day.year, day.month)

    @classmethod
    def current(cls) -> Self:
        """Return the month of today."""
        return cls.containing(timezone.localdate())

    @classmethod
    def parse(cls, slug: str) -> Self:
        """Return the month written as in an address, "2026-04"; ValueError for other text."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", slug)
        if not found:
            raise ValueError(f"not a month: {slug}")
        return cls(int(found[1]), int(found[2]))

    @property
    def slug(self) -> str:
        """Return "2026-04", as addresses write it."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> datetime.date:
        """Return the first day."""
        return datetime.date(self.year, self.month, 1)

    @property
    def last_day(self) -> datetime.date:
        """Return the last day."""
        return self.first_day.replace(day=calendar.monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> Self:
        """Return the month so many months later (earlier when negative)."""
        years, month = divmod(self.month - 1 + months, 12)
        return type(self)(self.year + years, month + 1)

    def next(self) -> Self:
        """Return the month after."""
        return self.plus(1)

    def previous(self) -> Self:
        """Return the month before."""
        return self.plus(-1)

    def __contains__(self, day: datetime.date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return _("tháng %(month)s/%(year)s") % {"month": f"{self.month:02}", "year": self.year}


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of a year; ordered in time."""

    year: int
    quarter: int

    def __post_init__(self) -> None:
        if not (datetime.MINYEAR <= self.year <= datetime.MAXYEAR and 1 <= self.quarter <= 4):
            raise ValueError(f"no such quarter: {self.year}-{self.quarter}")

    @classmethod
    def containing(cls, day: datetime.date) -> Self:
        """Return the quarter of `day`."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def current(cls) -> Self:
        """Return the quarter of today."""
        return cls.containing(timezone.localdate())

    @classmethod
    def parse(cls, slug: str) -> Self:
        """Return the quarter written as in an address, "2026-4"; ValueError for other text."""
        found = re.fullmatch(r"([0-9]{4})-([1-4])", slug)
        if not found:
            raise ValueError(f"not a quarter: {slug}")
        return cls(int(found[1]), int(found[2]))

    @property
    def slug(self) -> str:
        """Return "2026-4", as addresses write it."""
        return f"{self.year:04}-{self.quarter}"

    @property
    def roman(self) -> str:
        """Return its number as offices write it, "III"."""
        return ROMAN[self.quarter]

    @property
    def months(self) -> tuple[Month, Month, Month]:
        """Return its three months in order."""
        first = Month(self.year, self.quarter * 3 - 2)
        return first, first.next(), first.plus(2)

    @property
    def first_day(self) -> datetime.date:
        """Return the first day."""
        return self.months[0].first_day

    @property
    def last_day(self) -> datetime.date:
        """Return the last day."""
        return self.months[2].last_day

    def plus(self, quarters: int) -> Self:
        """Return the quarter so many quarters later (earlier when negative)."""
        years, quarter = divmod(self.quarter - 1 + quarters, 4)
        return type(self)(self.year + years, quarter + 1)

    def next(self) -> Self:
        """Return the quarter after."""
        return self.plus(1)

    def previous(self) -> Self:
        """Return the quarter before."""
        return self.plus(-1)

    def __contains__(self, day: datetime.date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return _("quý %(quarter)s/%(year)s") % {
            "quarter": ROMAN[self.quarter],
            "year": self.year,
        }
