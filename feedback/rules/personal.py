"""Hints at personal data in a text that others are to read: a person still decides.

A number, an address or a name that is meant to stay stays; one that is overlooked is what the
hints are for.  They are drawn from how people write here: `0905 123 456`, `ông Nguyễn Văn A`,
`số CCCD 048…`, `nhà số 12`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

__all__ = ["Finding", "Kind", "findings", "has_contact", "masked"]


class Kind(Enum):
    """What a piece of text looks like."""

    PHONE = "phone"
    EMAIL = "email"
    NUMBER = "number"
    NAME = "name"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of a text, from `start` to `end`, that may be about one person."""

    kind: Kind
    start: int
    end: int
    text: str


_EMAIL: Final = re.compile(r"[\w.+%-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+")
# 0 or +84 and nine or ten digits, however they are grouped.
_PHONE: Final = re.compile(r"(?<![\d/])(?:\+?84|0)(?:[\s.\-–()]{0,2}\d){8,10}(?!\d|/\d)")
# Papers of a person: 9 or 12 digits, or what stands after their name.
_NUMBER: Final = re.compile(
    r"(?<!\d)(?:\d{12}|\d{9})(?!\d)"
    r"|\b(?:cccd|cmnd|căn\s+cước|chứng\s+minh|số\s+tài\s+khoản|stk|bhyt)\b[^\d\n]{0,20}\d[\d\s.]{3,}\d",
    re.IGNORECASE,
)
_HOUSE: Final = re.compile(
    r"\b(?:số\s+nhà|nhà\s+số|địa\s+chỉ)\s*:?\s*\d[\w/.\-]*|\bthửa\s+(?:đất\s+)?(?:số\s+)?\d+",
    re.IGNORECASE,
)

TITLES: Final = (
    "ông",
    "bà",
    "anh",
    "chị",
    "cô",
    "chú",
    "bác",
    "cụ",
    "em",
    "cháu",
    "thầy",
    "mẹ",
    "vợ",
    "chồng",
    "hộ",
    "đồng chí",
    "đ/c",
    "tên",
    "họ tên",
    "họ và tên",
)
_TITLE: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(t.replace(" ", r"\s+") for t in TITLES) + r")(?!\w)[\s:]*",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_PLACES: Final = frozenset({"thôn", "tổ", "xã", "huyện", "phường", "quận", "nà"})
"""Capital words that follow a title and name no person: Bà Nà, tên Thôn …"""


def findings(text: str) -> list[Finding]:
    """Return what looks like personal data, in the order of the text, without overlaps."""
    text = unicodedata.normalize("NFC", text)
    found = sorted(_all(text), key=lambda each: (each.start, -each.end))
    kept: list[Finding] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def has_contact(text: str) -> bool:
    """Say whether `text` holds something like a telephone number or an e-mail address."""
    text = unicodedata.normalize("NFC", text)
    return bool(_EMAIL.search(text) or _PHONE.search(text))


def _all(text: str) -> Iterator[Finding]:
    patterns = (
        (Kind.EMAIL, _EMAIL),
        (Kind.PHONE, _PHONE),
        (Kind.NUMBER, _NUMBER),
        (Kind.HOUSE, _HOUSE),
    )
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            yield Finding(kind, match.start(), match.end(), match.group())
    yield from _names(text)


def _names(text: str) -> Iterator[Finding]:
    """Yield a title and the capital words after it: `bà Lê Thị Sáu`, `hộ ông Tám`."""
    for title in _TITLE.finditer(text):
        end = _end_of_name(text, title.end())
        if end > title.end():
            yield Finding(Kind.NAME, title.start(), end, text[title.start() : end])


def _end_of_name(text: str, start: int) -> int:
    """Return where the run of at most five capital words that begins at `start` ends."""
    end, place = start, start
    for _each in range(5):
        word = _WORD.match(text, place)
        if word is None or not word.group()[0].isupper() or word.group().lower() in _PLACES:
            break
        end = word.end()
        place = end + 1 if text[end : end + 1] == " " else len(text)
    return end


def masked(text: str) -> str:
    """Return enough of a name, number or address for its owner to know it: `…456`, `L… T… S…`."""
    plain = text.strip()
    if "@" in plain:
        name, _at, host = plain.partition("@")
        return f"{name[:1]}…@{host}"
    if any(sign.isdigit() for sign in plain):
        return f"…{plain[-3:]}"
    return " ".join(f"{word[:1]}…" for word in plain.split())
