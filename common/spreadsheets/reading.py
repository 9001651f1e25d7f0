"""Open the workbooks people send: XLSX and CSV, row by row, with flat memory.

What is not such a workbook is refused with a sentence.  openpyxl reads XML through defusedxml,
which refuses entity bombs; the caps below refuse zip bombs.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, Final, Self
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from common.errors import RuleBroken
from common.vietnamese import normalise, search_key

__all__ = ["Book", "BookRefused", "Sheet", "SheetRow", "open_book"]

MAX_FILE_BYTES: Final = 20 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 150 * 1024 * 1024
MAX_TEXTS_BYTES: Final = 50 * 1024 * 1024  # the part with all texts, which is held in memory
MAX_UNPACKED_RATIO: Final = 200  # office sheets of repeated rows reach about 30 …
RATIO_FREE_BYTES: Final = 10 * 1024 * 1024  # … and small files may reach anything
MAX_PARTS: Final = 2000
MAX_ROWS: Final = 100_000  # filled rows of one sheet
MAX_COLUMNS: Final = 200
CSV_SAMPLE_BYTES: Final = 16 * 1024
DELIMITERS: Final = (",", ";", "\t")
# Sheets of our own templates that explain and hold no data.
GUIDE_SHEETS: Final = frozenset({"huong dan", "vi du"})

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART: Final = "EncryptedPackage".encode("utf-16-le")
_TEXT_ENDINGS: Final = (".csv", ".tsv", ".txt")
_ESCAPED: Final = re.compile(r"'[=+\-@\t\r]")
_BROKEN: Final = (
    zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, AttributeError, EOFError,
    OSError, ParseError, NotImplementedError,
)  # fmt: skip


class BookRefused(RuleBroken):
    """The file cannot be read as a workbook; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as stored: its number as Excel shows it, and its cells from column A on.

    Blank cells and texts of spaces are None; other values are str, int, float, bool, datetime.
    """

    number: int
    cells: tuple[Any, ...]

    @property
    def is_blank(self) -> bool:
        """Return whether no cell has a value."""
        return all(cell is None for cell in self.cells)


class Sheet:
    """One sheet; `rows()` may be called several times, each reads the sheet from its start."""

    def __init__(
        self, name: str, source: "_XlsxSource | _CsvSource", rows_hint: int | None
    ) -> None:
        self.name = name
        self.rows_hint = rows_hint  # about how many rows, for showing progress; None if unknown
        self._source = source

    def rows(self) -> Iterator[SheetRow]:
        """Yield every row, blank ones too; BookRefused for a broken or too long sheet."""
        filled = 0
        with _refusing_broken_files():
            for number, raw in enumerate(self._source.records(), start=1):
                row = SheetRow(number, tuple(_clean(cell) for cell in raw[:MAX_COLUMNS]))
                filled += not row.is_blank
                if filled > MAX_ROWS:
                    raise BookRefused(
                        _("Trang “%(sheet)s” có hơn %(rows)s dòng; hãy tách thành nhiều tệp.")
                        % {"sheet": self.name, "rows": MAX_ROWS}
                    )
                yield row


class Book:
    """An open workbook: its visible sheets in order.  Use as a context manager."""

    def __init__(self, name: str, sheets: list[Sheet], *, hidden: list[str], workbook: Any) -> None:
        self.name = name
        self.sheets = sheets
        self.hidden = hidden  # names of sheets not read because they are hidden
        self._workbook = workbook

    def close(self) -> None:
        """Let go of the file's parts; the file itself stays open."""
        if self._workbook is not None:
            self._workbook.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_book(file: IO[bytes], name: str) -> Book:
    """Open the workbook in the seekable binary `file`, called `name` by who sent it.

    XLSX, or CSV in UTF-8 with comma, semicolon or tab.  BookRefused for anything else.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > MAX_FILE_BYTES:
        raise BookRefused(
            _("Tệp lớn hơn %(size)s MB; hãy tách thành nhiều tệp.")
            % {"size": MAX_FILE_BYTES // 1024 // 1024}
        )
    if size == 0:
        raise BookRefused(_("Tệp rỗng."))
    start = file.read(8)
    file.seek(0)
    if start.startswith(_ZIP):
        return _open_xlsx(file, name)
    if start == _OLE:
        raise BookRefused(_ole_message(file))
    return _open_csv(file, name)


def _clean(value: object) -> object:
    """Return the cell value, blank text as None, and without the sign our CSV guards it with."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    return value[1:] if _ESCAPED.match(value) else value


@contextmanager
def _refusing_broken_files() -> Iterator[None]:
    """Turn what openpyxl and zipfile raise on broken or hostile files into BookRefused."""
    try:
        yield
    except BookRefused:
        raise
    except _BROKEN as error:
        raise BookRefused(
            _("Tệp bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại rồi nhập lại.")
        ) from error


# --- XLSX -----------------------------------------------------------------------------------------


class _XlsxSource:
    def __init__(self, worksheet: Any) -> None:
        self._worksheet = worksheet

    def records(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._worksheet.iter_rows(values_only=True))


def _open_xlsx(file: IO[bytes], name: str) -> Book:
    with _refusing_broken_files():
        _check_parts(file)
        # Links to other workbooks are left alone; formulas give the values Excel last computed.
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        visible = [s for s in workbook.worksheets if s.sheet_state == "visible"]
        hidden = [s.title for s in workbook.worksheets if s.sheet_state != "visible"]
        sheets = [_xlsx_sheet(s) for s in visible if search_key(s.title) not in GUIDE_SHEETS]
    return Book(name, sheets, hidden=hidden, workbook=workbook)


def _xlsx_sheet(worksheet: Any) -> Sheet:
    """Return the sheet, read to its true end: some programs write a wrong extent into the file."""
    hint = worksheet.max_row
    worksheet.reset_dimensions()
    return Sheet(normalise(worksheet.title), _XlsxSource(worksheet), hint)


def _check_parts(file: IO[bytes]) -> None:
    """Refuse zip bombs and other zip files before anything of them is unpacked."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise BookRefused(
            _("Tệp này không phải bảng tính Excel (.xlsx). Hãy lưu lại thành .xlsx hoặc CSV UTF-8.")
        )
    if len(parts) > MAX_PARTS or _unpacks_too_large(parts):
        raise BookRefused(_("Tệp nén bất thường (quá lớn khi mở ra) nên không được nhận."))
    if any(part.flag_bits & 1 for part in parts):
        raise BookRefused(_password_message())
    file.seek(0)


def _unpacks_too_large(parts: list[zipfile.ZipInfo]) -> bool:
    """Return whether the parts pass a cap; zipfile never unpacks more than a part declares."""
    unpacked = sum(part.file_size for part in parts)
    allowed = MAX_UNPACKED_RATIO * sum(part.compress_size for part in parts)
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    return (
        unpacked > MAX_UNPACKED_BYTES
        or texts > MAX_TEXTS_BYTES
        or unpacked > max(allowed, RATIO_FREE_BYTES)
    )


def _ole_message(file: IO[bytes]) -> str:
    """Return why an OLE file is refused: XLSX under a password, or a workbook before 2007."""
    if _ENCRYPTED_PART in file.read():
        return _password_message()
    return _(
        "Tệp kiểu cũ (.xls). Trong Excel, chọn Lưu thành → Excel Workbook (.xlsx) rồi nhập lại."
    )


def _password_message() -> str:
    return _("Tệp có mật khẩu. Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi nhập lại.")


# --- CSV ------------------------------------------------------------------------------------------


class _CsvSource:
    def __init__(self, file: IO[bytes], delimiter: str) -> None:
        self._file = file
        self._delimiter = delimiter

    def records(self) -> Iterator[list[str]]:
        self._file.seek(0)
        try:
            yield from csv.reader(_decoded_lines(self._file), delimiter=self._delimiter)
        except csv.Error as error:
            raise BookRefused(
                _("Tệp CSV sai dạng. Hãy mở bằng Excel và lưu thành “CSV UTF-8”.")
            ) from error


def _open_csv(file: IO[bytes], name: str) -> Book:
    sample = file.read(CSV_SAMPLE_BYTES)
    if b"\0" in sample and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BookRefused(_("Tệp này không phải bảng tính. Hãy gửi tệp .xlsx hoặc CSV UTF-8."))
    if not name.lower().endswith(_TEXT_ENDINGS):
        raise BookRefused(_("Tệp này không phải bảng tính. Hãy gửi tệp .xlsx hoặc CSV UTF-8."))
    file.seek(0)
    lines = sum(1 for _line in _decoded_lines(file))
    source = _CsvSource(file, _delimiter(sample))
    return Book(name, [Sheet("CSV", source, lines)], hidden=[], workbook=None)


def _decoded_lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the lines of a UTF-8 file without its byte-order mark; BookRefused for others."""
    for number, line in enumerate(file, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise BookRefused(
                _(
                    "Dòng %(line)s không phải UTF-8. Trong Excel, chọn Lưu thành → "
                    "“CSV UTF-8 (phân tách bằng dấu phẩy)” rồi nhập lại."
                )
                % {"line": number}
            ) from error


def _delimiter(sample: bytes) -> str:
    """Return the delimiter that cuts the first lines into the most, and most even, cells."""
    lines = sample.decode("utf-8-sig", errors="ignore").splitlines()[:50]
    return max(DELIMITERS, key=lambda sign: _evenness(csv.reader(lines, delimiter=sign)))


def _evenness(records: Iterable[list[str]]) -> int:
    """Return how many cells beyond the first the most common row length gives in all."""
    try:
        lengths = Counter(len(record) for record in records if len(record) > 1)
    except csv.Error:
        return 0
    return max(((length - 1) * count for length, count in lengths.items()), default=0)
