"""Names of communes, areas and cells as offices write them."""

from dataclasses import dataclass
from functools import lru_cache

from cells.models import PartyCell, ResidentialArea
from common.vietnamese import accent_key, normalise, search_key

__all__ = [
    "AREA_WORDS",
    "CELL_WORDS",
    "CellName",
    "bare_area",
    "bare_cell",
    "bare_commune",
    "decent",
    "folded",
    "is_commune_title",
    "key_with_marks",
    "read_cell_name",
]

COMMUNE_WORDS = ("xa", "phuong", "thi tran")
AREA_WORDS = ("thon", "to dan pho", "tdp", "khu dan cu", "kdc", "khu pho")
CELL_WORDS = ("chi bo",)
_URBAN_WORDS = {"to dan pho", "tdp", "khu pho"}
_KINDS = (
    (PartyCell.Kind.SCHOOL, ("truong", "mam non", "tieu hoc", "thcs", "thpt")),
    (PartyCell.Kind.HEALTH, ("tram y te", "y te")),
    (PartyCell.Kind.OFFICE, ("co quan", "cong an", "quan su", "khoi", "van phong", "ubnd")),
)

# Long tables name the same units again and again; the caches are bounded.
folded = lru_cache(maxsize=20_000)(search_key)
key_with_marks = lru_cache(maxsize=20_000)(accent_key)


@lru_cache(maxsize=20_000)
def _split(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    """Return (the word of `words` that `text` begins with, the rest); ("", text) without one."""
    parts = normalise(text).split(" ")
    for word in words:
        length = word.count(" ") + 1
        if len(parts) > length and folded(" ".join(parts[:length])) == word:
            return word, " ".join(parts[length:]).strip(" .:-–")
    return "", " ".join(parts)


def bare_commune(text: str) -> str:
    """Return the name without "xã", "phường", "thị trấn"."""
    return _split(text, COMMUNE_WORDS)[1]


def is_commune_title(text: str) -> bool:
    """Say whether the text of a group row begins as the name of a commune."""
    return bool(_split(text, COMMUNE_WORDS)[0])


def bare_area(text: str) -> str:
    """Return the name without "chi bộ" and without one "thôn": "Chi bộ thôn Thôn 5" is "Thôn 5"."""
    return _split(_split(text, CELL_WORDS)[1], AREA_WORDS)[1]


bare_cell = bare_area


def decent(name: str) -> str:
    """Return a name that is all capitals with capital initials; others as they are."""
    text = normalise(name)
    return " ".join(word.capitalize() for word in text.split(" ")) if text.isupper() else text


@dataclass(frozen=True)
class CellName:
    """What the name of a cell says: how to store it, its kind, and the area it serves ("")."""

    full: str
    kind: str
    area: str = ""
    area_kind: str = ResidentialArea.Kind.VILLAGE


def read_cell_name(text: str) -> CellName:
    """Read "Chi bộ thôn Phú Hòa 1", "thôn Phú Hòa 1", "Chi bộ Trạm Y tế", "CHI BỘ TDP SỐ 3"."""
    _cell_word, named = _split(text, CELL_WORDS)
    area_word, area = _split(named, AREA_WORDS)
    named = decent(named)
    if not area_word:
        return CellName(f"Chi bộ {named}", _kind_of(named))
    is_urban = area_word in _URBAN_WORDS
    kind = ResidentialArea.Kind.URBAN_GROUP if is_urban else ResidentialArea.Kind.VILLAGE
    word = named[: len(named) - len(area)].strip().lower()
    area = decent(area)
    return CellName(f"Chi bộ {word} {area}", PartyCell.Kind.VILLAGE, area, kind)


def _kind_of(named: str) -> str:
    key = f"{folded(named)} "
    for kind, words in _KINDS:
        if any(f" {word} " in f" {key}" for word in words):
            return kind
    return PartyCell.Kind.OTHER
