"""Due days in working days, with the sum that shows how each was reckoned.

Pure: no database and no clock.  `common.days` loads the calendar.

* The start day does not count; the first working day after it is number 1, and the day that gets
  the last number is the due day.  A due day is therefore always a working day.
* A day is worked when it is Monday to Friday and not off, or when it is a weekend day worked
  instead of another.
* A pause is a range of days, both ends included.  Working days in it do not count; weekends and
  holidays in it did not count anyway and keep their own reason.  Where pauses overlap a day is
  left out once, for the reason of the pause that began first.
* A pause that has not ended is given as far as it has run (`last` is today): the due day is then
  the earliest one possible, and moves on with every working day the pause lasts.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.templatetags.portal import LONG_WEEKDAYS

__all__ = [
    "Calendar",
    "Pause",
    "Step",
    "Why",
    "due_on",
    "explain",
    "in_words",
    "late_since",
    "working_days_between",
]

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5
LAST_SPELLED = 10
Day = datetime.date
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are not what their weekday says.

    `off`: days off; `worked`: weekend days worked instead; `names`: what those days are called;
    `expected`: those of them that no law or announcement has settled yet.
    """

    off: frozenset[Day] = frozenset()
    worked: frozenset[Day] = frozenset()
    names: Mapping[Day, str] = field(default_factory=dict)
    expected: frozenset[Day] = frozenset()

    def is_working(self, day: Day) -> bool:
        """Say whether offices work on `day`."""
        if day in self.off:
            return False
        return day.weekday() < SATURDAY or day in self.worked


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, both ends included, and why: "chờ ông, bà bổ sung"."""

    first: Day
    last: Day
    reason: Text = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a pause ends before it begins: {self.first} to {self.last}")

    def __contains__(self, day: Day) -> bool:
        return self.first <= day <= self.last


class Why(Enum):
    """What became of a day in the count."""

    START = "start"
    COUNTED = "counted"
    WEEKEND = "weekend"
    OFF = "off"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a count: its number, or why it has none.

    `name`: of the day off, of the day worked instead, or the reason of the pause.
    """

    day: Day
    why: Why
    number: int = 0
    name: Text = ""
    is_due: bool = False
    is_expected: bool = False

    @property
    def is_worked_instead(self) -> bool:
        """Say whether this is a weekend day that counts because it is worked."""
        return self.why is Why.COUNTED and self.day.weekday() >= SATURDAY


def due_on(start: Day, days: int, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Day:
    """Return the day on which `days` whole working days after `start` have been counted.

    ValueError: fewer than one day.
    """
    _refuse_none(days)
    day = start
    while days:
        day += ONE_DAY
        if calendar.is_working(day) and not any(day in pause for pause in pauses):
            days -= 1
    return day


def working_days_between(after: Day, until: Day, calendar: Calendar) -> int:
    """Return how many working days lie after the one day up to the other, which counts."""
    days = (until - after).days
    return sum(calendar.is_working(after + n * ONE_DAY) for n in range(1, days + 1))


def late_since(today: Day, days: int, calendar: Calendar) -> Day:
    """Return the last due day that is at least `days` working days past on `today`.

    What was due on it or before is so late; what was due on the day after is not yet.
    """
    _refuse_none(days)
    day = today
    while days:
        days -= calendar.is_working(day)
        day -= ONE_DAY
    return day


def explain(
    start: Day, days: int, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> tuple[Step, ...]:
    """Return every day from `start` to the due day and what became of it in the count.

    ValueError: fewer than one day.
    """
    _refuse_none(days)
    ordered = sorted(pauses, key=lambda pause: pause.first)
    steps = [Step(start, Why.START)]
    number = 0
    while number < days:
        day = steps[-1].day + ONE_DAY
        step = _uncounted(day, calendar, ordered)
        if step is None:
            number += 1
            name = calendar.names.get(day, "")
            step = Step(day, Why.COUNTED, number, name, number == days, day in calendar.expected)
        steps.append(step)
    return tuple(steps)


def in_words(steps: Sequence[Step]) -> str:
    """Return the sum of a count in a few sentences.

    "3 ngày làm việc, tính từ ngày sau Thứ Ba 28/04. Không tính: Thứ Năm 30/04 (Ngày Chiến thắng),
    Thứ Sáu 01/05 (Ngày Quốc tế Lao động), hai ngày cuối tuần."
    """
    days = steps[-1].number
    count = ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", days) % {"n": days}
    words = {"count": count, "day": _weekday(steps[0].day)}
    sentences = [_("%(count)s, tính từ ngày sau %(day)s.") % words]
    if left_out := _left_out(steps):
        sentences.append(_("Không tính: %(days)s.") % {"days": ", ".join(left_out)})
    if worked := [_range([step]) for step in steps if step.is_worked_instead]:
        sentences.append(_("Có tính: %(days)s.") % {"days": ", ".join(worked)})
    if any(step.is_expected for step in steps):
        sentences.append(_("Ngày ghi “dự kiến” chưa có thông báo chính thức: hạn có thể đổi."))
    return " ".join(sentences)


def _refuse_none(days: int) -> None:
    if days < 1:
        raise ValueError(f"a due day is at least one working day away, not {days}")


def _uncounted(day: Day, calendar: Calendar, pauses: Iterable[Pause]) -> Step | None:
    """Return why `day` does not count; None when it does."""
    if day in calendar.off:
        return Step(
            day, Why.OFF, name=calendar.names.get(day, ""), is_expected=day in calendar.expected
        )
    if not calendar.is_working(day):
        return Step(day, Why.WEEKEND)
    reason = next((pause.reason for pause in pauses if day in pause), None)
    return None if reason is None else Step(day, Why.PAUSED, name=reason)


def _left_out(steps: Sequence[Step]) -> list[str]:
    """Return the days that did not count: days off and pauses in order, weekends by number.

    Days of one name are said as one range; a weekend between them does not break it.
    """
    weekends = sum(step.why is Why.WEEKEND for step in steps)
    rest = [step for step in steps if step.why is not Why.WEEKEND]
    said = []
    for (why, _name, _expected), group in groupby(
        rest, lambda step: (step.why, step.name, step.is_expected)
    ):
        if why in {Why.OFF, Why.PAUSED}:
            said.append(_range(list(group)))
    if weekends:
        words = ngettext("%(n)s ngày cuối tuần", "%(n)s ngày cuối tuần", weekends)
        said.append(words % {"n": _spelled(weekends)})
    return said


def _range(run: Sequence[Step]) -> str:
    """Return one day by its date, several by their first and last."""
    first, last = run[0], run[-1]
    name = _("%(name)s, dự kiến") % {"name": first.name} if first.is_expected else first.name
    if len(run) == 1:
        return _named(first.day, name)
    days = {"first": _weekday(first.day), "last": _weekday(last.day)}
    both = _("từ %(first)s đến %(last)s") % days
    return f"{both} ({name})" if name else both


def _named(day: Day, name: Text) -> str:
    return f"{_weekday(day)} ({name})" if name else _weekday(day)


def _weekday(day: Day) -> str:
    """Return "Thứ Sáu 03/01"."""
    return f"{LONG_WEEKDAYS[day.weekday()]} {day:%d/%m}"


def _spelled(number: int) -> str:
    """Return small numbers as words: "hai", and "12" as it is."""
    words = [
        _("một"),
        _("hai"),
        _("ba"),
        _("bốn"),
        pgettext("số", "năm"),
        _("sáu"),
        _("bảy"),
        _("tám"),
        _("chín"),
        _("mười"),
    ]
    return words[number - 1] if number <= LAST_SPELLED else str(number)
