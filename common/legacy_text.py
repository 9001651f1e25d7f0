"""Recognise Vietnamese typed for the fonts of the days before Unicode.

TCVN3 (.VnTime) and VNI-Windows keep Vietnamese letters under the codes of Western European ones:
"Nguyễn" is stored as "NguyÔn" or "Nguyeãn".  A word is evidence when it is no Vietnamese syllable
as it stands and becomes one when decoded; real Vietnamese and other Latin names rarely do both.
"""

import re
import unicodedata
from typing import Final, Literal

__all__ = ["Legacy", "looks_legacy"]

Legacy = Literal["TCVN3", "VNI"]

# TCVN 5712:1993, third table; the rows are the vowels, the order is: plain, huyền hỏi ngã sắc nặng.
_TCVN3_CODES: Final = {
    "àảãáạ": "µ¶·¸¹",  # noqa: RUF001 -- codes, not letters
    "ăằẳẵắặ": "¨»¼½¾Æ",
    "âầẩẫấậ": "©ÇÈÉÊË",
    "èẻẽéẹ": "ÌÎÏÐÑ",
    "êềểễếệ": "ªÒÓÔÕÖ",
    "ìỉĩíị": "×ØÜÝÞ",
    "òỏõóọ": "ßáâãä",
    "ôồổỗốộ": "«åæçèé",
    "ơờởỡớợ": "¬êëìíî",
    "ùủũúụ": "ïñòóô",
    "ưừửữứự": "\u00adõö÷øù",
    "ỳỷỹýỵ": "úûüýþ",
    "đĂÂÊÔƠƯĐ": "®¡¢£¤¥¦§",
}
_TCVN3: Final = {
    ord(code): letter
    for letters, codes in _TCVN3_CODES.items()
    for letter, code in zip(letters, codes, strict=True)
}

# VNI-Windows writes a mark as a letter of its own after the vowel.
_VNI_TONES: Final = "øûõùï"
_VNI_SHAPED: Final = {"âàåãáä": "\u0302", "êèúüéë": "\u0306"}
_VNI_PLAIN: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"


def _vni_marks() -> dict[tuple[str, str], str]:
    """Return (vowel, mark letter) -> the combining marks that the letter stands for."""
    plain = {(v, m): t for v in "aeouyôö" for m, t in zip(_VNI_TONES, _TONES, strict=True)}
    shaped = {
        (vowel, mark): shape + tone
        for marks, shape in _VNI_SHAPED.items()
        for vowel in ("aeo" if shape == "\u0302" else "a")
        for mark, tone in zip(marks, ["", *_TONES], strict=True)
    }
    return plain | shaped


_VNI_MARKS: Final = _vni_marks()

_ONSETS_WRITTEN: Final = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES_WRITTEN: Final = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in
    inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen
    oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât
    uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh
    uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
    ynh yt
"""
_ONSETS: Final = ["", *_ONSETS_WRITTEN.split()]
_RHYMES: Final = frozenset(_RHYMES_WRITTEN.split())
_STOPS: Final = ("c", "ch", "p", "t")
_STOP_TONES: Final = frozenset("\u0301\u0323")

_SUSPECT: Final = re.compile("[\u00a1-\u00ff]")
# Letters that only Unicode Vietnamese has: where one stands, the text is not of the old kind.
_UNICODE_ONLY: Final = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169ƠơƯư\u1ea0-\u1ef9]"
)
_WORD: Final = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_ASCII_LETTER: Final = re.compile(r"[A-Za-z]")
_UNITS: Final = frozenset({"µm"})


def looks_legacy(text: str) -> Legacy | None:
    """Return the old encoding `text` seems to be typed in, or None for ordinary Unicode text.

    Ask before `normalise`, which drops soft hyphens: TCVN3 keeps ư under that code.
    """
    if text.isascii():
        return None
    composed = unicodedata.normalize("NFC", text)
    if not _SUSPECT.search(composed) or _UNICODE_ONLY.search(composed):
        return None
    words = [w for w in _WORD.findall(composed) if _is_suspect(w)]
    tcvn3 = sum(_is_syllable(_from_tcvn3(word)) for word in words)
    vni = sum(_is_syllable(_from_vni(word)) for word in words)
    if not tcvn3 and not vni:
        return None
    return "TCVN3" if tcvn3 > vni else "VNI"


def _is_suspect(word: str) -> bool:
    """Return whether `word` has Western letters and is no Vietnamese syllable as it stands."""
    return (
        word not in _UNITS
        and _SUSPECT.search(word) is not None
        and _ASCII_LETTER.search(word) is not None
        and not _is_syllable(word.lower())
    )


def _from_tcvn3(word: str) -> str:
    return word.translate(_TCVN3).lower()


def _from_vni(word: str) -> str:
    """Return `word` with each vowel and the mark letter after it as one letter."""
    letters: list[str] = []
    previous = ""
    for letter in word.lower():
        marks = _VNI_MARKS.get((previous, letter))
        letters.append(marks or _VNI_PLAIN.get(letter, letter))
        previous = "" if marks else letter
    return unicodedata.normalize("NFC", "".join(letters))


def _is_syllable(word: str) -> bool:
    """Return whether the lower-case `word` is spelled as a Vietnamese syllable can be."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = [c for c in decomposed if c in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if len(tones) > 1 or (bare.endswith(_STOPS) and not _STOP_TONES.issuperset(tones or "-")):
        return False
    return any(bare.startswith(onset) and bare[len(onset) :] in _RHYMES for onset in _ONSETS)
