"""Whose turn it is to look at a flash report, and how long it has waited, in words.

The source has cadres report in good time to the member of the Standing Board in charge; who is asked
when nobody looks, and after how many hours, is local policy (`DeskNorm.flash_unseen_hours`).
"""

import datetime
from collections.abc import Collection, Sequence
from typing import Final

from django.utils.translation import gettext as _

__all__ = ["LONGEST_TEXT", "REMIND_AGAIN_HOURS", "SENT_AGAIN_WITHIN", "next_turn", "spell"]

LONGEST_TEXT: Final = 4000
SENT_AGAIN_WITHIN: Final = datetime.timedelta(hours=1)
"""The same words from the same page so soon after are one report, sent again."""

REMIND_AGAIN_HOURS: Final = 24
"""Once the whole chain was told and still nobody looked, everybody is told again so often."""


def next_turn(chain: Sequence[int], told: Collection[int]) -> int | None:
    """Return who of `chain`, in charge first, was not `told` yet; None when it is the staff's turn."""
    return next((each for each in chain if each not in told), None)


def spell(span: datetime.timedelta) -> str:
    """Return a length of time as people say it: 5 phút, 3 giờ 05 phút, 2 ngày 4 giờ."""
    minutes = max(int(span.total_seconds()) // 60, 0)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        words = _("%(days)s ngày %(hours)s giờ") if hours else _("%(days)s ngày")
        return words % {"days": days, "hours": hours}
    if hours:
        words = _("%(hours)s giờ %(minutes)s phút") if minutes else _("%(hours)s giờ")
        return words % {"hours": hours, "minutes": f"{minutes:02}"}
    return _("%(minutes)s phút") % {"minutes": minutes} if minutes else _("dưới 1 phút")
