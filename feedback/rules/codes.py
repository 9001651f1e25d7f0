"""The code by which a sender follows a matter without an account.

16 signs of 5 bits (80 bits) and 2 check signs, in fours: `7K3M-Q2XP-9RTD-W4HN-5C`.  The alphabet
is Crockford's base 32: no I, L, O, U, so that a code can be read aloud and copied by hand; typed
small letters, O for 0, I and L for 1, spaces and hyphens are understood.

A code is derived from the secret key of the form that was sent, so that the same form sent again
answers with the same code, and the portal stores nothing but hashes.
"""

import hashlib
import hmac
import re
from typing import Final

__all__ = ["code_for", "hash_of", "parse_code", "shown"]

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS: Final = 16
CHECK_SIGNS: Final = 2
_CHECK_PRIME: Final = 1021
"""The largest prime below 32²: any one wrong sign and any two neighbours swapped are noticed."""

_HEARD: Final = str.maketrans("OIL", "011")
_SEPARATORS: Final = re.compile(r"[\s\-–—.·]+")


def code_for(sent_key: str, *, secret: str) -> str:
    """Return the 18 signs of the code that belongs to the form with key `sent_key`."""
    made = hmac.new(secret.encode(), f"code:{sent_key}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(made[:10], "big")
    return _signs(number, SIGNS) + _signs(number % _CHECK_PRIME, CHECK_SIGNS)


def parse_code(text: str) -> str | None:
    """Return the 18 signs of a typed code; None when it is none or its check signs differ."""
    signs = _SEPARATORS.sub("", text).upper().translate(_HEARD)
    if len(signs) != SIGNS + CHECK_SIGNS or any(sign not in ALPHABET for sign in signs):
        return None
    body, check = signs[:SIGNS], signs[SIGNS:]
    return signs if _signs(_number(body) % _CHECK_PRIME, CHECK_SIGNS) == check else None


def shown(code: str) -> str:
    """Return the code in fours, as it is printed and read aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def hash_of(secret_text: str) -> str:
    """Return what the database keeps of a code or of a form's key: 64 hexadecimal digits.

    Both have at least 80 random bits, so that one round of a plain hash cannot be undone.
    """
    return hashlib.sha256(f"hoavang:{secret_text}".encode()).hexdigest()


def _signs(number: int, width: int) -> str:
    signs = ""
    for _place in range(width):
        number, sign = divmod(number, 32)
        signs = ALPHABET[sign] + signs
    return signs


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * 32 + ALPHABET.index(sign)
    return number
