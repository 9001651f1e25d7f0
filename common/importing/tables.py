"""Which tables a workbook holds, and of which kind each is."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from common.importing.kinds import Kind
from common.spreadsheets import Book, BookRefused, Fault, HeaderMissing, Sheet, Table, read_table
from common.spreadsheets.columns import HEADER_SEARCH_ROWS
from common.spreadsheets.values import legacy_message

__all__ = ["tables_of"]

Found = tuple[Table, Kind]


def tables_of(
    book: Book, kinds: Sequence[Kind], *, chosen: str = ""
) -> tuple[list[Found], list[Fault]]:
    """Return the tables of `book` with their kinds, and notes on the sheets passed over.

    The kind is the `chosen` one, else the one that recognises most columns.  BookRefused when
    there is no table: it says what the header lacks, or how to convert an old encoding.
    """
    wanted = [kind for kind in kinds if not chosen or kind.code == chosen]
    found: list[Found] = []
    reasons: list[tuple[Sheet, str]] = []
    for sheet in book.sheets:
        candidates, reason = _candidates(sheet, wanted, is_chosen=bool(chosen))
        if candidates:
            found.append(max(candidates, key=lambda pair: pair[0].header.found))
        elif reason:
            reasons.append((sheet, reason))
    if not found:
        raise BookRefused(reasons[0][1] if reasons else _("Tệp không có dòng nào."))
    notes = [Fault(sheet.name, 1, "", "", reason) for sheet, reason in reasons]
    hidden = _("Trang ẩn, không đọc. Muốn nhập thì bỏ ẩn trang này.")
    return found, notes + [Fault(name, 1, "", "", hidden) for name in book.hidden]


def _candidates(sheet: Sheet, kinds: Sequence[Kind], *, is_chosen: bool) -> tuple[list[Found], str]:
    """Return the kinds the sheet may be of, and why not when there is none ("" for empty)."""
    found: list[Found] = []
    reason = ""
    for kind in kinds:
        try:
            table = read_table(sheet, kind.columns)
        except HeaderMissing as missing:
            reason = missing.message if is_chosen else reason or _unknown(sheet)
            continue
        if table is None:
            return [], ""
        if is_chosen or kind.recognises(table):
            found.append((table, kind))
        else:
            reason = reason or _unknown(sheet)
    return found, reason


def _unknown(sheet: Sheet) -> str:
    """Say why no kind took the sheet: an old encoding, or a header nobody knows."""
    message = next(_legacy_messages(sheet), "") or _(
        "không nhận ra đây là bảng gì. Chọn loại bảng khi nhập, hoặc tải mẫu và đối chiếu dòng "
        "tiêu đề."
    )
    return _("Trang “%(sheet)s”: %(message)s") % {"sheet": sheet.name, "message": message}


def _legacy_messages(sheet: Sheet) -> Iterator[str]:
    for row in islice(sheet.rows(), HEADER_SEARCH_ROWS):
        for cell in row.cells:
            if isinstance(cell, str) and (message := legacy_message(cell)):
                yield message
