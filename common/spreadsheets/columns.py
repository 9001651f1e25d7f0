"""What a table of a workbook has: its columns, and where in a sheet they were found."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from openpyxl.utils import get_column_letter

from common.spreadsheets.reading import SheetRow
from common.spreadsheets.values import parse_text
from common.vietnamese import search_key

__all__ = ["Column", "ColumnFamily", "Header", "Place", "find_header"]

HEADER_SEARCH_ROWS: Final = 40

_ORDINAL_TITLES: Final = frozenset({"tt", "stt", "so tt", "so thu tu", "thu tu"})
_IN_PARENTHESES: Final = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    `title` and `synonyms` are how its header is written; case, tones and punctuation do not
    matter, and under a header of two rows "Năm sinh" over "Nữ" reads "Năm sinh Nữ" or "Nữ".
    `required`: no header without it, no line with it blank.  `fill_down`: a blank cell, or one
    with "nt" (như trên), takes the value of the line above in the same group.
    """

    name: str
    title: str
    synonyms: Sequence[str] = ()
    parse: Callable[[Any], Any] = parse_text
    required: bool = False
    fill_down: bool = False
    hint: str = ""

    def keys(self) -> set[str]:
        """Return the header texts it answers to, as search keys."""
        return {search_key(text) for text in (self.title, *self.synonyms)}


@dataclass(frozen=True, slots=True)
class ColumnFamily:
    """Columns alike but for a number in the header: "XL 2023", "XL 2024".

    `pattern` matches the whole header as a search key and has one group, the number.  The value
    of a line is a dict from that number to what its cell holds; blank cells are left out.
    """

    name: str
    title: str
    pattern: str
    parse: Callable[[Any], Any] = parse_text
    hint: str = ""

    def number(self, key: str) -> int | None:
        """Return the number in the header `key`, or None for another column's header."""
        found = re.fullmatch(self.pattern, key)
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: its index from 0, its letter, its header as written."""

    column: Column | ColumnFamily
    index: int
    written: str
    number: int | None = None

    @property
    def letter(self) -> str:
        """Return the column's letter in Excel."""
        return str(get_column_letter(self.index + 1))

    @property
    def label(self) -> str:
        """Return how a fault names the column: "D (Số ĐV)"."""
        return f"{self.letter} ({self.written})"


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a table stand in a sheet."""

    places: tuple[Place, ...]
    first_row: int
    last_row: int
    ordinal_index: int | None
    twice: tuple[Place, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        """Return how many columns were recognised."""
        return len(self.places)

    def lacks(self, columns: Sequence[Column | ColumnFamily]) -> list[str]:
        """Return the titles of required columns that were not found."""
        names = {place.column.name for place in self.places}
        return [
            c.title for c in columns if isinstance(c, Column) and c.required and c.name not in names
        ]

    def is_repeated_by(self, row: SheetRow) -> bool:
        """Return whether `row` is this header once more, as long sheets have on each page."""
        same = sum(
            _text(_cell(row, p.index)).casefold() == p.written.casefold() for p in self.places
        )
        return same >= 2 and same * 2 >= len(self.places)


def find_header(rows: Sequence[SheetRow], columns: Sequence[Column | ColumnFamily]) -> Header:
    """Return the best header among `rows`, of one row or of two; it may lack columns."""
    best = Header((), 0, 0, None)
    wanted = _Wanted.of(columns)
    for position, row in enumerate(rows):
        below = rows[position + 1] if position + 1 < len(rows) else SheetRow(row.number + 1, ())
        single = _header(_single_texts(row), row.number, row.number, wanted)
        double = _header(_double_texts(row, below), row.number, below.number, wanted)
        best = max(best, single, double, key=_fitness)
    return best


def _fitness(header: Header) -> tuple[int, int]:
    """Prefer more columns, then one row to two: a title row above is no part of the header."""
    return header.found, header.first_row - header.last_row


Texts = dict[int, list[str]]  # column index -> its header texts, the fullest first


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The columns by what their headers may say."""

    by_key: dict[str, Column]
    families: list[ColumnFamily]

    @classmethod
    def of(cls, columns: Sequence[Column | ColumnFamily]) -> Self:
        by_key = {key: c for c in columns if isinstance(c, Column) for key in c.keys()}  # noqa: SIM118
        return cls(by_key, [c for c in columns if isinstance(c, ColumnFamily)])

    def place(self, index: int, written: Sequence[str]) -> Place | None:
        """Return the column that the header texts name, the fullest text first."""
        for text in written:
            for key in (search_key(text), search_key(_IN_PARENTHESES.sub(" ", text))):
                if column := self.by_key.get(key):
                    return Place(column, index, written[0])
                for family in self.families:
                    if (number := family.number(key)) is not None:
                        return Place(family, index, written[0], number)
        return None


def _single_texts(row: SheetRow) -> Texts:
    return {i: [_text(cell)] for i, cell in enumerate(row.cells) if cell is not None}


def _double_texts(row: SheetRow, below: SheetRow) -> Texts:
    """Combine two rows: a title above spans the blank cells to its right that have a text below."""
    texts: Texts = {}
    above = ""
    for index in range(max(len(row.cells), len(below.cells))):
        own, sub = _text(_cell(row, index)), _text(_cell(below, index))
        above = own or (above if sub else "")
        if sub:
            texts[index] = [f"{above} {sub}".strip(), sub, *([own] if own else [])]
        elif own:
            texts[index] = [own]
    return texts


def _header(texts: Texts, first_row: int, last_row: int, wanted: _Wanted) -> Header:
    """Recognise the columns in `texts`; the first of two alike counts, the other is named."""
    places: list[Place] = []
    twice: list[Place] = []
    unknown: list[str] = []
    for index, written in texts.items():
        place = wanted.place(index, written)
        if place is None:
            unknown.append(written[0])
        elif any((p.column.name, p.number) == (place.column.name, place.number) for p in places):
            twice.append(place)
        else:
            places.append(place)
    ordinals = [i for i, written in texts.items() if search_key(written[-1]) in _ORDINAL_TITLES]
    ordinal = ordinals[0] if ordinals else None
    return Header(tuple(places), first_row, last_row, ordinal, tuple(twice), tuple(unknown))


def _cell(row: SheetRow, index: int) -> object:
    return row.cells[index] if index < len(row.cells) else None


def _text(cell: object) -> str:
    """Return the text of a header cell; a year typed as a number counts."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
