"""How alike two texts about matters are, tones and small words left aside.  Pure."""

from itertools import pairwise
from typing import Final

from common.vietnamese import search_key

__all__ = ["LIKELY", "likeness"]

LIKELY: Final = 0.3
"""From here on two matters of one place and kind are shown as perhaps the same.

Chosen on pairs of texts as people write them (tests/feedback/test_rules_alike.py); it only decides
what a person is asked to look at.
"""

FEWEST: Final = 6
"""Texts with fewer pieces than this are not called alike for the little they have."""

_TEXT_OF_SMALL_WORDS: Final = """
a ai bi boi cac cai can chi cho chua co con cu cua da dang de den di do duoc em gi hay hon
khi khong la lai lam len lien luc ma may minh moi mong mot nao nay nen neu ngay nhieu nhu
nhung nua o ong ba qua quy ra rat rang roi sao sau se su ta tai that the thi theo thuong toi
tren trong tu tung thon to xa xom va van vao vay ve vi viec voi vua xin
"""
_SMALL_WORDS: Final = frozenset(_TEXT_OF_SMALL_WORDS.split())


def likeness(text_a: str, text_b: str, *, place: str = "") -> float:
    """Return 0 (nothing in common) to 1 (the same words) for two texts or their search keys.

    `place` is the name of the area both are about: its words tell nothing.  Compared are syllables and pairs of neighbouring ones ("den duong"), which carry the sense in
    Vietnamese; the shorter text is asked how much of it the longer one says too.
    """
    key_a, key_b = search_key(text_a), search_key(text_b)
    if key_a == key_b:
        return 1.0 if key_a else 0.0
    pieces_a, pieces_b = _pieces(key_a, place), _pieces(key_b, place)
    shorter = max(min(len(pieces_a), len(pieces_b)), FEWEST)
    return min(1.0, len(pieces_a & pieces_b) / shorter)


def _pieces(key: str, place: str) -> set[str]:
    """Return the telling syllables of a search key, and each pair of neighbours."""
    left_aside = _SMALL_WORDS | set(search_key(place).split())
    words = [word for word in key.split() if word not in left_aside]
    pairs = {f"{first} {second}" for first, second in pairwise(words)}
    return {*words, *pairs}
