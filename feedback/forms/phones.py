"""A telephone number that can be called, as people write it."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

__all__ = ["check_phone"]

FEWEST_DIGITS: Final = 8


def check_phone(text: str) -> None:
    """Refuse what cannot be called; spaces, dots and a word beside the number are left alone."""
    if sum(sign.isdigit() for sign in text) < FEWEST_DIGITS:
        raise ValidationError(_("Ghi đủ số điện thoại, thí dụ 0905 123 456; hoặc để trống."))
