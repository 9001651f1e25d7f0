"""How many cells of a group may be rated excellent: a share of those rated good.

"Hoàn thành xuất sắc" at most 20% of the number rated "Hoàn thành tốt" among those of the same kind,
25% where the competent level so decides (QĐ 366-QĐ/TW Điều 11; HD 21-HD/BTCTW 2019).  The base is
the good ones alone, without the excellent ones.  No source says how to round: local policy.
"""

from django.utils.formats import get_format
from django.utils.translation import gettext as _

__all__ = ["SLACK", "allowed", "is_within", "missing_good", "sum_in_words"]

# Hundredths of a cell that are forgiven, by the rounding of the round.
SLACK = {"down": 0, "nearest": 50, "up": 99}


def allowed(good: int, percent: int, slack: int) -> int:
    """Return how many may be excellent where `good` are good."""
    return (percent * good + slack) // 100


def is_within(excellent: int, good: int, percent: int | None, slack: int) -> bool:
    """Say whether the ceiling holds; `percent` None: the scheme knows none."""
    return percent is None or 100 * excellent <= percent * good + slack


def missing_good(excellent: int, good: int, percent: int, slack: int) -> int:
    """Return how many more good ones the ceiling would need to hold."""
    lacking = 100 * excellent - slack - percent * good
    return max(0, -(-lacking // percent))


def sum_in_words(good: int, percent: int, slack: int) -> str:
    """Return the sum as it is read: 20% × 10 chi bộ Hoàn thành tốt = 2,0, tối đa 2."""
    return _("%(percent)d%% × %(good)d chi bộ Hoàn thành tốt = %(product)s, tối đa %(allowed)d") % {
        "percent": percent,
        "good": good,
        "product": _hundredths(percent * good),
        "allowed": allowed(good, percent, slack),
    }


def _hundredths(value: int) -> str:
    """Return hundredths as a number with one decimal, or two where the second is not naught."""
    whole, rest = divmod(value, 100)
    digits = f"{rest:02}"
    return f"{whole}{get_format('DECIMAL_SEPARATOR')}{digits[0] if digits[1] == '0' else digits}"
