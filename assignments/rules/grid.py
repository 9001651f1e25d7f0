"""The marks of the quarter grid: what was typed into a month, and which day it means."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from cells.rules import calendar
from common.errors import RuleBroken
from common.months import Month

__all__ = ["CLEAR", "Kind", "Typed", "read_mark", "visit_day"]

_DAY = re.compile(r"^(\d{1,2})(?:[/.\-](\d{1,2}))?$")
# Sheets of the offices write an x where the cadre attended; đ comes from Telex typing "dd".
_SAME_AS_D = {"D", "Đ", "X"}


class Kind(StrEnum):
    """What a mark says."""

    CLEAR = ""
    ATTENDED = "D"
    EXCUSED = "V"
    UNEXCUSED = "K"
    EXEMPT = "M"


@dataclass(frozen=True)
class Typed:
    """One mark as typed; `day` is the day of the month when a number was typed."""

    kind: Kind
    day: int | None = None


CLEAR = Typed(Kind.CLEAR)


def read_mark(text: str, month: Month) -> Typed:
    """Return what `text` means in `month`: D V K M, x for D, a day (12 or 12/10), or nothing.

    RuleBroken for anything else, with what would be right.
    """
    word = text.strip().upper()
    if not word:
        return CLEAR
    if word in _SAME_AS_D:
        return Typed(Kind.ATTENDED)
    if word in {"V", "K", "M"}:
        return Typed(Kind(word))
    found = _DAY.match(word)
    if not found:
        message = _("“%(typed)s” không phải dấu chấm. Ghi D, V, K, M hoặc ngày đã dự, ví dụ 12.")
        raise RuleBroken(message % {"typed": text.strip()[:20]})
    return Typed(Kind.ATTENDED, _existing_day(int(found[1]), found[2], month))


def _existing_day(day: int, typed_month: str | None, month: Month) -> int:
    """Return `day` if `month` has it."""
    if typed_month and int(typed_month) != month.month:
        message = _("Ngày %(day)s/%(typed)s không thuộc %(month)s.")
        raise RuleBroken(message % {"day": day, "typed": typed_month, "month": month})
    if not 1 <= day <= month.last_day.day:
        raise RuleBroken(_("Tháng này không có ngày %(day)s.") % {"day": day})
    return day


def visit_day(
    month: Month,
    typed: Typed,
    *,
    meetings: Sequence[datetime.date],
    usual_day: int | None,
) -> datetime.date:
    """Return the day that a D means: the day typed, else the month's recorded meeting, else the
    cell's usual meeting day, kept within the month.

    RuleBroken when the cell has neither.
    """
    if typed.day is not None:
        return month.first_day.replace(day=typed.day)
    recorded = sorted(day for day in meetings if day in month)
    if recorded:
        return recorded[0]
    if usual_day is None:
        raise RuleBroken(
            _("Chi bộ chưa có ngày sinh hoạt và chưa ghi kỳ họp %(month)s. Ghi số ngày, ví dụ 12.")
            % {"month": month}
        )
    return calendar.usual_day(month, usual_day)
