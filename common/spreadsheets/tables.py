"""Read the lines of the table in an office sheet, and what stands above, between and below them.

Between the lines stand group rows ("XÃ HÒA NHƠN"; "I | BAN TỔ CHỨC HUYỆN ỦY"), a row that numbers
the columns, blank rows, repeated headers; below them totals and signatures.  What is passed over
and is neither blank nor a group is noted, so that nothing is lost in silence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.utils.translation import gettext as _

from common.spreadsheets.columns import (
    HEADER_SEARCH_ROWS,
    Column,
    ColumnFamily,
    Header,
    Place,
    find_header,
)
from common.spreadsheets.reading import BookRefused, Sheet, SheetRow
from common.spreadsheets.values import ValueFault, legacy_message, parse_text
from common.vietnamese import accent_key, normalise, search_key

__all__ = ["Fault", "HeaderMissing", "Line", "Table", "read_table"]

MIN_FOUND: Final = 2  # a header has at least so many known columns, or all when there are fewer
SHOWN_VALUE: Final = 120

_OUTLINE: Final = re.compile(r"(?:[IVXLC]+|[A-ZĐ])[.)]?")
_OUTLINE_BEFORE: Final = re.compile(r"^(?:[IVXLC]+|[A-ZĐ]|\d+)[.)]\s+(?=\S)")
_TOTAL: Final = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng)(?: \d.*| xã .*| toàn .*)?|tổng (?:cộng|số) .*"
)
_SIGNATURE: Final = re.compile(
    r"(?:t m|tm|k t|kt|tl|thừa lệnh) .+|nơi nhận.*|người lập.*|xác nhận.*|ghi chú .+|lưu ý.*|"
    r"(?:.+ )?ngày \S+ tháng \S+ năm \S+"
)
_ERRORS: Final = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
_DITTO: Final = frozenset({"nt", "nhu tren"})
_DITTO_SIGNS: Final = frozenset({'"', "''", "//", "-nt-"})


class HeaderMissing(BookRefused):
    """The sheet has no row that looks like the header of the wanted table."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell (or, with `column` "", in one row), and what would be right."""

    sheet: str
    row: int
    column: str  # "D (Số ĐV)"
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table, read.

    `values` has every wanted column by name: None where the cell is blank or faulty, a dict for a
    `ColumnFamily`; columns that the sheet does not have are None (an empty dict) too.  `group` is
    the text of the group row above.
    """

    sheet: str
    row: int
    group: str
    values: dict[str, Any]
    faults: list[Fault]
    header: Header
    cells: tuple[Any, ...]

    def written(self, name: str, number: int | None = None) -> str:
        """Return what the cell of column `name` shows, "" for none; for faults and labels."""
        place = self._place(name, number)
        return shown(cell_at(self.cells, place.index)) if place else ""

    def fault(self, name: str, message: str, *, number: int | None = None) -> Fault:
        """Return a fault of this line's cell in column `name`, for what only the importer sees."""
        place = self._place(name, number)
        label = place.label if place else ""
        return Fault(self.sheet, self.row, label, self.written(name, number), message)

    def _place(self, name: str, number: int | None) -> Place | None:
        same = (place for place in self.header.places if place.column.name == name)
        return next((p for p in same if number is None or p.number == number), None)


@dataclass(slots=True)
class _Walk:
    """Where the reading of a table stands."""

    group: str = ""
    above: dict[str, Any] = field(default_factory=dict)  # last cells of columns that fill down
    header_rows_left: int = 0
    in_footer: bool = False
    footer_group: str = ""

    def enter(self, group: str) -> None:
        """Begin a group: nothing is filled down into it."""
        self.group, self.above, self.footer_group = group, {}, ""

    def leave_footer(self) -> None:
        """Go on after what seemed to be the end, in the group named there if there was one."""
        if self.in_footer and self.footer_group:
            self.enter(self.footer_group)
        self.in_footer = False

    def filled_down(self, name: str, cell: object) -> object:
        """Return the cell, or the one above for a blank one or a "nt"."""
        self.above[name] = self.above.get(name) if _is_ditto(cell) else cell
        return self.above[name]


@dataclass(slots=True)
class Table:
    """The table of a sheet; iterate `lines()` once, then `notes` tells what was passed over."""

    sheet: Sheet
    columns: Sequence[Column | ColumnFamily]
    header: Header
    preamble: str  # the texts above the header, a line for each row
    notes: list[Fault] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Yield the lines in order, one at a time."""
        self.notes = self._header_notes()
        walk = _Walk()
        for row in islice(self.sheet.rows(), self.header.last_row, None):
            if walk.header_rows_left:
                walk.header_rows_left -= 1
            elif row.is_blank or self._numbers_columns(row):
                continue
            elif self.header.is_repeated_by(row):
                walk.header_rows_left = self.header.last_row - self.header.first_row
                walk.in_footer = False
                self._note(row, _("Dòng tiêu đề lặp lại, bỏ qua"))
            elif self._is_complete(row):
                walk.leave_footer()
                yield self._line(row, walk)
            elif walk.in_footer or self._is_total_or_signature(row):
                self._pass_over(row, walk)
            elif (group := self._group(row)) is not None:
                walk.enter(group)
            else:
                yield self._line(row, walk)

    def _pass_over(self, row: SheetRow, walk: _Walk) -> None:
        """Note a row of the footer; it may name the group of full lines that come after all."""
        walk.footer_group = self._group(row) or walk.footer_group
        walk.in_footer = walk.in_footer or not _is_total(_first_text(row))
        self._note(row, _("Dòng tổng cộng hoặc chữ ký, bỏ qua"))

    # --- What kind of row -------------------------------------------------------------------------

    def _required(self) -> list[Place]:
        return [p for p in self.header.places if isinstance(p.column, Column) and p.column.required]

    def _is_complete(self, row: SheetRow) -> bool:
        """Return whether every required cell is filled: a line, unless it is a total or a group."""
        needed = [cell_at(row.cells, place.index) for place in self._required()]
        if None in needed or self._is_outlined_title(row):
            return False
        return len(needed) > 1 or not (self._is_total_or_signature(row) or _is_capital_title(row))

    def _is_outlined_title(self, row: SheetRow) -> bool:
        """Return whether the row is a group with sums: "II | XÃ HÒA NINH | | 8"."""
        index = self.header.ordinal_index
        ordinal = cell_at(row.cells, index) if index is not None else None
        return (
            isinstance(ordinal, str)
            and _OUTLINE.fullmatch(ordinal.strip()) is not None
            and normalise(str(cell_at(row.cells, (index or 0) + 1) or "")).isupper()
        )

    def _is_total_or_signature(self, row: SheetRow) -> bool:
        text = _first_text(row)
        return _is_total(text) or _is_signature(text)

    def _numbers_columns(self, row: SheetRow) -> bool:
        """Return whether the row under the header only numbers the columns: (1) (2) (3)."""
        if row.number != self.header.last_row + 1:
            return False
        keys = [search_key(shown(cell)) for cell in row.cells if cell is not None]
        numbers = [key for key in keys if re.fullmatch(r"\d{1,2}|[a-d]", key)]
        return len(keys) >= 3 and keys == numbers and len(set(keys)) == len(keys)

    def _group(self, row: SheetRow) -> str | None:
        """Return the text of a group row, or None for a line of the table."""
        filled = [(i, normalise(str(cell))) for i, cell in enumerate(row.cells) if cell is not None]
        first, text = filled[0]
        if len(filled) > 1 and _OUTLINE.fullmatch(text) and self._is_beside(first):
            return filled[1][1]
        if len(filled) > 1 or not isinstance(row.cells[first], str):
            return None
        in_required = any(place.index == first for place in self._required())
        if in_required and not text.isupper() and not _OUTLINE_BEFORE.match(text):
            return None
        return _OUTLINE_BEFORE.sub("", text)

    def _is_beside(self, index: int) -> bool:
        """Return whether the column holds ordinals, or nothing that is read."""
        return index == self.header.ordinal_index or index not in {
            place.index for place in self.header.places
        }

    # --- Lines ------------------------------------------------------------------------------------

    def _line(self, row: SheetRow, walk: _Walk) -> Line:
        """Read the cells of a line."""
        values: dict[str, Any] = {
            c.name: {} if isinstance(c, ColumnFamily) else None for c in self.columns
        }
        faults: list[Fault] = []
        for place in self.header.places:
            cell = cell_at(row.cells, place.index)
            column = place.column
            if isinstance(column, Column) and column.fill_down:
                cell = walk.filled_down(column.name, cell)
            try:
                value = _read(column, cell)
            except ValueFault as error:
                faults.append(self._fault(row, place, cell, error.message))
                continue
            if isinstance(column, Column):
                values[column.name] = value
            elif value is not None:
                values[column.name][place.number] = value
        return Line(self.sheet.name, row.number, walk.group, values, faults, self.header, row.cells)

    def _fault(self, row: SheetRow, place: Place, cell: object, message: str) -> Fault:
        return Fault(self.sheet.name, row.number, place.label, shown(cell), message)

    def _note(self, row: SheetRow, message: str) -> None:
        text = " | ".join(shown(cell) for cell in row.cells if cell is not None)[:SHOWN_VALUE]
        self.notes.append(Fault(self.sheet.name, row.number, "", text, message))

    def _header_notes(self) -> list[Fault]:
        """Name the columns that stand twice; only the first of them is read."""
        message = _("Cột này có hai lần trong bảng, chỉ đọc cột đứng trước")
        return [
            Fault(self.sheet.name, self.header.first_row, place.label, place.written, message)
            for place in self.header.twice
        ]


def read_table(sheet: Sheet, columns: Sequence[Column | ColumnFamily]) -> Table | None:
    """Find the table with `columns` in `sheet`; None for an empty sheet.

    HeaderMissing names what is lacking, or tells that the sheet is in an old encoding.
    """
    rows = list(islice(sheet.rows(), HEADER_SEARCH_ROWS + 1))
    if all(row.is_blank for row in rows):
        return None
    header = find_header(rows, columns)
    lacking = header.lacks(columns)
    if header.found < min(MIN_FOUND, len(columns)) or lacking:
        raise HeaderMissing(_missing_message(sheet, rows, header, lacking))
    above = (row for row in rows if row.number < header.first_row and not row.is_blank)
    preamble = "\n".join(" ".join(shown(c) for c in row.cells if c is not None) for row in above)
    return Table(sheet, columns, header, preamble)


def _missing_message(
    sheet: Sheet, rows: Sequence[SheetRow], header: Header, lacking: Sequence[str]
) -> str:
    texts = (cell for row in rows for cell in row.cells if isinstance(cell, str))
    if legacy := next(filter(None, map(legacy_message, texts)), ""):
        return _("Trang “%(sheet)s”: %(message)s") % {"sheet": sheet.name, "message": legacy}
    if header.found >= MIN_FOUND:
        return _("Trang “%(sheet)s”, dòng tiêu đề %(row)s: thiếu cột %(columns)s.") % {
            "sheet": sheet.name,
            "row": header.first_row,
            "columns": ", ".join(f"“{title}”" for title in lacking),
        }
    return _("Trang “%(sheet)s”: không thấy dòng tiêu đề có cột %(columns)s.") % {
        "sheet": sheet.name,
        "columns": ", ".join(f"“{title}”" for title in lacking),
    }


# --- Cells ----------------------------------------------------------------------------------------


def cell_at(cells: Sequence[Any], index: int) -> Any:
    """Return the cell, or None beyond the row's end."""
    return cells[index] if index < len(cells) else None


def shown(cell: object) -> str:
    """Return a cell as people see it, shortened; text in an old encoding as it is."""
    if cell is None:
        return ""
    try:
        return parse_text(cell)[:SHOWN_VALUE]
    except ValueFault:
        return str(cell)[:SHOWN_VALUE]


def _read(column: Column | ColumnFamily, cell: object) -> object:
    """Return the value of a cell, None for a blank one; ValueFault says what would be right."""
    if cell is None:
        if isinstance(column, Column) and column.required:
            raise ValueFault(_("Thiếu “%(title)s”") % {"title": column.title})
        return None
    if isinstance(cell, str):
        if cell in _ERRORS:
            raise ValueFault(_("Công thức trong ô bị lỗi; hãy sửa công thức hoặc ghi giá trị"))
        if message := legacy_message(cell):
            raise ValueFault(message)
    return column.parse(cell)


def _is_ditto(cell: object) -> bool:
    if cell is None:
        return True
    text = str(cell).strip()
    return text in _DITTO_SIGNS or search_key(text) in _DITTO


def _first_text(row: SheetRow) -> str:
    """Return the first text of the row as words with their marks."""
    return next((accent_key(cell) for cell in row.cells if isinstance(cell, str)), "")


def _is_capital_title(row: SheetRow) -> bool:
    """Return whether all the row says is one text in capitals: "XÃ HÒA NHƠN"."""
    filled = [cell for cell in row.cells if cell is not None]
    return len(filled) == 1 and isinstance(filled[0], str) and filled[0].strip().isupper()


def _is_total(text: str) -> bool:
    return _TOTAL.fullmatch(text) is not None


def _is_signature(text: str) -> bool:
    return _SIGNATURE.fullmatch(text) is not None
