"""Spreadsheets in and out: the one place that knows openpyxl.

`reading` opens files, `columns` finds headers, `tables` reads lines, `values` reads cells,
`writing` makes downloads and templates.
"""

from common.spreadsheets.columns import Column, ColumnFamily
from common.spreadsheets.reading import Book, BookRefused, Sheet, SheetRow, open_book
from common.spreadsheets.tables import Fault, HeaderMissing, Line, Table, read_table
from common.spreadsheets.values import (
    ValueFault,
    choice_parser,
    parse_bool,
    parse_day,
    parse_day_of_month,
    parse_decimal,
    parse_int,
    parse_text,
    parse_year,
)
from common.spreadsheets.writing import (
    ExportColumn,
    download,
    template_download,
    template_workbook,
    wants,
)

__all__ = [
    "Book",
    "BookRefused",
    "Column",
    "ColumnFamily",
    "ExportColumn",
    "Fault",
    "HeaderMissing",
    "Line",
    "Sheet",
    "SheetRow",
    "Table",
    "ValueFault",
    "choice_parser",
    "download",
    "open_book",
    "parse_bool",
    "parse_day",
    "parse_day_of_month",
    "parse_decimal",
    "parse_int",
    "parse_text",
    "parse_year",
    "read_table",
    "template_download",
    "template_workbook",
    "wants",
]
