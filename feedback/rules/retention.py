"""Times of keeping in words."""

from typing import Final

from django.utils.translation import ngettext

__all__ = ["kept_words"]

DAYS_A_YEAR: Final = 365


def kept_words(days: int) -> str:
    """Return a time of keeping as people say it: 2 năm, 400 ngày."""
    years, rest = divmod(days, DAYS_A_YEAR)
    if years and not rest:
        return ngettext("%(n)d năm", "%(n)d năm", years) % {"n": years}
    return ngettext("%(n)d ngày", "%(n)d ngày", days) % {"n": days}
