"""Vietnamese text: one spelling for comparing, keys for searching and for sorting.

Sources: alphabet and tone order of Vũ Xuân Lương, Vietnam Lexicography Centre ("Quy tắc ABC");
people by given name, then middle names, then family name, as office lists have it.
"""

import re
import unicodedata
from typing import Final, NamedTuple

from common.legacy_text import looks_legacy

__all__ = [
    "accent_key",
    "looks_legacy",
    "normalise",
    "person_sort_key",
    "place_sort_key",
    "search_key",
]

ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES: Final = [
    "",
    "\u0300",
    "\u0309",
    "\u0303",
    "\u0301",
    "\u0323",
]  # ngang huyền hỏi ngã sắc nặng

# Sort keys use 0-9 and a-z only, which every collation orders alike.  0 ends, 1 starts a number,
# 2 stands for a letter outside the alphabet, and the 33 letters have the 33 signs that remain.
_END: Final = "0"
_NUMBER: Final = "1"
_SIGNS: Final = dict(zip(ALPHABET, "3456789abcdefghijklmnopqrstuvwxyz", strict=True))
_LENGTH_SIGNS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"

_SPACES: Final = re.compile(r"[\s\u200b\u2060\ufeff]+")
_WORD: Final = re.compile(r"[^\W_]+")
_PIECE: Final = re.compile(r"[0-9]+|[^0-9]+")
_SOFT_HYPHEN: Final = "\u00ad"
# The Icelandic and African letters that look like Đ come out of old converters.
_D_LOOKALIKES: Final = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_TONE_SET: Final = frozenset(TONES[1:])
_QUALITY_MARKS: Final = frozenset("\u0302\u0306\u031b")  # circumflex, breve, horn
_VOWELS: Final = frozenset("aăâeêioôơuưy")


class _Syllable(NamedTuple):
    """A word without its tone, and the place of its tone in `TONES`."""

    letters: str
    tone: int


def normalise(text: str) -> str:
    """Return `text` in NFC, trimmed, each run of spaces (no-break ones too) as one space.

    Letters that only look like Đ become Đ; soft hyphens are dropped.
    """
    composed = unicodedata.normalize("NFC", text).translate(_D_LOOKALIKES)
    return _SPACES.sub(" ", composed.replace(_SOFT_HYPHEN, "")).strip()


def search_key(text: str) -> str:
    """Return what a search compares: lower case without marks, đ as d, words of [0-9a-z] only."""
    plain = accent_key(text).replace("đ", "d")
    decomposed = unicodedata.normalize("NFKD", plain)
    return " ".join(re.findall(r"[0-9a-z]+", "".join(c for c in decomposed if not _is_mark(c))))


def accent_key(text: str) -> str:
    """Return lower-case words with their marks, the tone where the old spelling has it.

    So hoà = hòa, uỷ = ủy, khoẻ = khỏe; punctuation counts as a space.
    """
    return " ".join(_respelled(word) for word in _words(text))


def place_sort_key(text: str) -> str:
    """Return the key that sorts names of places, units and things; [0-9a-z] only.

    The letters of the whole name decide, then its tones; numbers count as numbers, so that
    Phú Sơn 2 comes before Phú Sơn 10.  Without numbers the order is that of ICU's `vi`.
    """
    syllables = [_syllable(word) for word in _words(text)]
    if not syllables:
        return ""
    letters = _END.join(_signs(syllable.letters) for syllable in syllables)
    tones = "".join(str(syllable.tone) for syllable in syllables)
    return f"{letters}{_END}{_END}{tones}"


def person_sort_key(text: str) -> str:
    """Return the key that sorts people: given name, then middle names, then family name.

    Syllable by syllable, in each the letters before the tone: every Anh comes before every Ánh,
    whatever their other names.  [0-9a-z] only.
    """
    words = [_signs(s.letters) + _END + str(s.tone) for s in map(_syllable, _words(text))]
    if not words:
        return ""
    given, middle, family = words[-1], words[1:-1], words[:1] if len(words) > 1 else []
    return "".join([given, *middle, _END, *family])


# --- Words and their tones ------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    """Return the lower-case words of `text` in NFC."""
    return _WORD.findall(unicodedata.normalize("NFC", normalise(text).casefold()))


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0


def _syllable(word: str) -> _Syllable:
    """Split the lower-case `word` into its toneless letters and its (first) tone."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = [character for character in decomposed if character in _TONE_SET]
    bare = "".join(character for character in decomposed if character not in _TONE_SET)
    return _Syllable(unicodedata.normalize("NFC", bare), TONES.index(tones[0]) if tones else 0)


def _signs(letters: str) -> str:
    """Return the sort signs of a toneless word; a run of digits becomes its length and itself."""
    return "".join(
        _number_signs(piece) if piece[0].isascii() and piece[0].isdigit() else _letter_signs(piece)
        for piece in _PIECE.findall(letters)
    )


def _letter_signs(letters: str) -> str:
    return "".join(_SIGNS.get(letter) or _SIGNS.get(_folded(letter), "2") for letter in letters)


def _folded(letter: str) -> str:
    """Return the first letter under the marks of a letter outside the alphabet (ç: c)."""
    return unicodedata.normalize("NFKD", letter)[0]


def _number_signs(digits: str) -> str:
    number = (digits.lstrip("0") or "0")[: len(_LENGTH_SIGNS) - 1]
    return f"{_NUMBER}{_LENGTH_SIGNS[len(number)]}{number}"


def _respelled(word: str) -> str:
    """Return `word` with its tone on the vowel that carries it in the old spelling.

    Words without exactly one tone, or without a vowel to carry it, are returned unchanged.
    """
    decomposed = unicodedata.normalize("NFD", word)
    if sum(character in _TONE_SET for character in decomposed) != 1:
        return word
    letters, tone = _syllable(word)
    place = _tone_place(letters)
    if place is None:
        return word
    toned = letters[: place + 1] + TONES[tone] + letters[place + 1 :]
    return unicodedata.normalize("NFC", toned)


def _tone_place(letters: str) -> int | None:
    """Return the index of the vowel that carries the tone of the syllable `letters`."""
    start = _rhyme_start(letters)
    vowels = [i for i in range(start, len(letters)) if letters[i] in _VOWELS]
    if not vowels:
        return None
    shaped = [i for i in vowels if _QUALITY_MARKS & set(unicodedata.normalize("NFD", letters[i]))]
    if shaped:
        return shaped[-1]
    closed = vowels[-1] < len(letters) - 1
    if len(vowels) == 1 or (len(vowels) == 2 and not closed):
        return vowels[0]
    return vowels[1]


def _rhyme_start(letters: str) -> int:
    """Return where the rhyme begins: the u of `qu` and the i of `gi` belong to the consonant."""
    if letters[:2] in {"qu", "gi"} and len(letters) > 2 and letters[2] in _VOWELS:
        return 2
    return 0
