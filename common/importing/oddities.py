"""Cells that were written oddly but read for sure: named, so that nobody is surprised."""

import datetime
import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.spreadsheets import Column, Fault, Line
from common.vietnamese import normalise

__all__ = ["oddities"]

_USUAL_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


def oddities(line: Line, *, is_text_file: bool) -> Iterator[Fault]:
    """Yield a note for each cell of `line` that was not written the usual way.

    In a text file (CSV) every number is text, which is no oddity there.
    """
    for place in line.header.places:
        cell = line.cells[place.index] if place.index < len(line.cells) else None
        if not isinstance(cell, str):
            continue
        name, number = place.column.name, place.number
        value = line.values.get(name) if isinstance(place.column, Column) else None
        if message := _message(cell, value, is_text_file=is_text_file):
            yield line.fault(name, message, number=number)


def _message(cell: str, value: object, *, is_text_file: bool) -> str:
    if isinstance(value, datetime.date):
        usual = _USUAL_DAY.fullmatch(cell.strip())
        return "" if usual else _("Đọc là ngày %(day)s") % {"day": f"{value:%d/%m/%Y}"}
    if isinstance(value, int) and not isinstance(value, bool):
        return _number_message(cell, value, is_text_file=is_text_file)
    if isinstance(value, str) and "  " in cell.strip().replace("\u00a0", " "):
        return _("Thừa dấu cách, đọc là “%(value)s”") % {"value": normalise(cell)[:80]}
    if unicodedata.normalize("NFC", cell) != cell:
        return _("Dấu gõ rời (Unicode tổ hợp), đã ghép lại")
    return ""


def _number_message(cell: str, value: int, *, is_text_file: bool) -> str:
    if not cell.strip().isdigit():
        return _("Đọc là %(value)s") % {"value": value}
    return "" if is_text_file else _("Số ghi ở dạng chữ, đọc là %(value)s") % {"value": value}
