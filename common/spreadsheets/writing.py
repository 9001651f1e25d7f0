"""Lists as XLSX and CSV downloads, and templates to fill in.

CSV is UTF-8 with a byte-order mark and commas: RFC 4180, which other programs read without a
question, and which Excel opens with its letters right.  Excel under Vietnamese regional settings
may want semicolons; its users take XLSX, the default, and our own reader takes either.
"""

import csv
import datetime
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import chain
from typing import Any, Final, Literal

from django.db.models import Manager, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from common.spreadsheets.columns import Column, ColumnFamily
from common.vietnamese import normalise

__all__ = ["ExportColumn", "Kind", "download", "template_download", "template_workbook", "wants"]

Kind = Literal["auto", "text", "number", "decimal", "percent", "day", "instant"]

FORMAT_PARAMETER: Final = "xuat"
FORMATS: Final = ("xlsx", "csv")
CHUNK_ROWS: Final = 2000
CHUNK_BYTES: Final = 64 * 1024
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GUIDE_SHEET: Final = "Hướng dẫn"  # reading skips it

_NUMBER_FORMATS: Final[dict[str, str]] = {
    "text": "@",
    "number": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0%",
    "day": "dd/mm/yyyy",
    "instant": "dd/mm/yyyy hh:mm",
}
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_MAX_TEXT: Final = 32_767  # of an Excel cell
_TITLE_LENGTH: Final = 31  # of an Excel sheet
_BOLD: Final = Font(bold=True)
_HEADER_ALIGNMENT: Final = Alignment(wrap_text=True, vertical="center")


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column of a download.

    `value` is a function of the row, or a dotted path of attributes ("cadre.full_name"); methods
    without arguments are called, None gives a blank cell.  `width` is in characters.  `kind` says
    how numbers and dates look; "auto" goes by the type of the value.
    """

    title: str | Promise
    value: str | Callable[[Any], object]
    width: int = 16
    kind: Kind = "auto"

    def of(self, row: Any) -> object:
        """Return the plain value of `row`: text, number, date, local date and time, or None."""
        found = self.value(row) if callable(self.value) else _follow(row, self.value)
        return _plain(found)


def wants(request: HttpRequest) -> str:
    """Return "xlsx" or "csv" when the address asks for a download (`?xuat=`), else ""."""
    asked = request.GET.get(FORMAT_PARAMETER, "")
    return asked if asked in FORMATS else ""


def download(
    request: HttpRequest, rows: Iterable[Any], columns: Sequence[ExportColumn], filename: str
) -> StreamingHttpResponse:
    """Answer with `rows` as the file that `?xuat=` asks for (XLSX unless it says csv).

    `filename` is a name without ending ("Danh sách cán bộ"); today's date is added.  A queryset is
    read in chunks, so that memory does not grow with its length.
    """
    name = f"{filename}-{timezone.localdate():%Y-%m-%d}"
    found = _in_chunks(rows)
    if wants(request) == "csv":
        return _csv_response(found, columns, f"{name}.csv")
    return _xlsx_response(_chunks(_workbook(found, columns, filename)), f"{name}.xlsx")


def template_workbook(
    columns: Sequence[Column | ColumnFamily],
    examples: Sequence[Mapping[str, object]] = (),
    notes: Sequence[str] = (),
) -> bytes:
    """Return an XLSX file to fill in: a sheet with the header alone, and a sheet that explains.

    `examples` map column names to values; they stand on the sheet that explains, which reading
    skips, so that they are never taken for data.
    """
    workbook = Workbook(write_only=True)
    sheet = _add_sheet(workbook, _("Dữ liệu"), [_width(c.title) for c in columns])
    sheet.append([_header_cell(sheet, column.title) for column in columns])
    guide = _add_sheet(workbook, GUIDE_SHEET, [28, 12, 60, *(24 for _example in examples)])
    guide.append([_header_cell(guide, title) for title in _guide_titles(len(examples))])
    for column in columns:
        shown = [_plain(example.get(column.name)) for example in examples]
        row = [column.title, _need(column), column.hint, *shown]
        guide.append([_cell(guide, value, "auto") for value in row])
    for note in ("", *notes):
        guide.append([_cell(guide, note, "auto")])
    return b"".join(_chunks(workbook))


def template_download(
    columns: Sequence[Column | ColumnFamily],
    filename: str,
    *,
    examples: Sequence[Mapping[str, object]] = (),
    notes: Sequence[str] = (),
) -> StreamingHttpResponse:
    """Answer with `template_workbook` as the file `filename`.xlsx."""
    return _xlsx_response(iter([template_workbook(columns, examples, notes)]), f"{filename}.xlsx")


# --- Values ---------------------------------------------------------------------------------------


def _follow(row: Any, path: str) -> object:
    """Return what the dotted path leads to; None as soon as a step is None."""

    def step(thing: Any, name: str) -> Any:
        found = getattr(thing, name, None) if thing is not None else None
        return found() if callable(found) and not isinstance(found, Manager) else found

    if isinstance(row, Mapping):
        return row[path]
    return reduce(step, path.split("."), row)


def _plain(value: object) -> object:
    """Return the value as cells carry it; yes and no in words, instants in local time."""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, int | float | Decimal | datetime.date):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", force_str(value))[:_MAX_TEXT]


def _in_chunks(rows: Iterable[Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=CHUNK_ROWS) if isinstance(rows, QuerySet) else iter(rows)


# --- CSV ------------------------------------------------------------------------------------------


class _Echo:
    """A file for csv.writer that hands back what is written instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def _csv_response(
    rows: Iterable[Any], columns: Sequence[ExportColumn], name: str
) -> StreamingHttpResponse:
    """Stream the rows; the titles are taken now, in the language of the request."""
    writer = csv.writer(_Echo())
    header = writer.writerow([_csv_text(str(column.title)) for column in columns])
    lines = (writer.writerow([_csv_text(column.of(row)) for column in columns]) for row in rows)
    return _attachment(chain(["\ufeff" + header], lines), "text/csv; charset=utf-8", name)


def _csv_text(value: object) -> str:
    """Return the cell as Vietnamese office text; a text that Excel would compute gets a quote."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


# --- XLSX -----------------------------------------------------------------------------------------


def _workbook(rows: Iterable[Any], columns: Sequence[ExportColumn], title: str) -> Workbook:
    workbook = Workbook(write_only=True)
    sheet = _add_sheet(workbook, title, [column.width for column in columns])
    sheet.append([_header_cell(sheet, str(column.title)) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column.of(row), column.kind) for column in columns])
    return workbook


def _add_sheet(workbook: Workbook, title: str, widths: Sequence[int]) -> Any:
    """Add a sheet with a frozen first row and the columns' widths."""
    kept = "".join(" " if sign in r"[]:*?/\'" else sign for sign in title)
    sheet = workbook.create_sheet(normalise(kept)[:_TITLE_LENGTH] or None)
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    return sheet


def _header_cell(sheet: Any, title: str) -> Any:
    cell = _text_cell(sheet, title)
    cell.font = _BOLD
    cell.alignment = _HEADER_ALIGNMENT
    return cell


def _cell(sheet: Any, value: object, kind: Kind) -> object:
    """Return what `append` takes: plain values as they are, styled cells where they matter."""
    if isinstance(value, str):
        return _text_cell(sheet, value) if value.startswith(("=", "#")) else value
    wanted = _number_format(value, kind)
    if wanted is None:
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = wanted
    return cell


def _number_format(value: object, kind: Kind) -> str | None:
    """Return the number format of a value; None where Excel's own will do."""
    if value is None or (kind == "auto" and isinstance(value, int | float | Decimal)):
        return None
    if kind != "auto":
        return _NUMBER_FORMATS[kind]
    is_instant = isinstance(value, datetime.datetime)
    return _NUMBER_FORMATS["instant" if is_instant else "day"]


def _text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that is text, where openpyxl would see a formula ("=…") or an error ("#N/A")."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _chunks(workbook: Workbook) -> Iterator[bytes]:
    """Write the workbook to the disk and yield it in pieces; nothing stays when it is let go."""
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _xlsx_response(chunks: Iterator[bytes], name: str) -> StreamingHttpResponse:
    """Send the workbook; its first piece is taken now, so that a fault shows before the answer."""
    return _attachment(chain([next(chunks)], chunks), XLSX_TYPE, name)


def _attachment(
    content: Iterable[bytes] | Iterable[str], content_type: str, name: str
) -> StreamingHttpResponse:
    """Return the answer that saves `content` under `name`, Vietnamese letters and all."""
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


# --- Templates ------------------------------------------------------------------------------------


def _guide_titles(examples: int) -> list[str]:
    numbered = [_("Ví dụ %(number)s") % {"number": i} for i in range(1, examples + 1)]
    return [_("Cột"), _("Bắt buộc"), _("Cách ghi"), *numbered]


def _need(column: Column | ColumnFamily) -> str:
    return _("Có") if isinstance(column, Column) and column.required else _("Không")


def _width(title: str) -> int:
    return max(12, len(title) + 4)
