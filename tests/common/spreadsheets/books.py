"""Builders of workbooks for tests."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from common.spreadsheets import (
    Column,
    ColumnFamily,
    Line,
    choice_parser,
    open_book,
    parse_day,
    parse_day_of_month,
    parse_int,
    parse_year,
    read_table,
)
from common.spreadsheets.tables import Table

SAMPLES = Path(__file__).parents[2] / "data"
CELLS_FILE = SAMPLES / "danh-sach-chi-bo-2025.xlsx"
CADRES_FILE = SAMPLES / "phu-luc-phan-cong-2026.xlsx"

LEVELS = {
    "HTXSNV": ("Hoàn thành xuất sắc nhiệm vụ", "HTXSNV"),
    "HTTNV": ("Hoàn thành tốt nhiệm vụ", "HTTNV"),
    "HTNV": ("Hoàn thành nhiệm vụ", "HTNV"),
    "KHTNV": ("Không hoàn thành nhiệm vụ", "KHTNV"),
}
CELL_COLUMNS = (
    Column("name", "Tên chi bộ", ("Chi bộ",), required=True),
    Column("secretary", "Bí thư"),
    Column("members", "Số đảng viên", ("Số ĐV",), parse=parse_int),
    Column("day", "Ngày sinh hoạt", ("Ngày SH hằng tháng",), parse=parse_day_of_month),
    Column("households", "Số hộ", parse=parse_int),
    ColumnFamily("rating", "Xếp loại", r"(?:xl|xep loai) (\d{4})", parse=choice_parser(LEVELS)),
)
CADRE_COLUMNS = (
    Column("name", "Họ và tên", ("Họ tên",), required=True),
    Column("born_male", "Năm sinh (Nam)", ("Nam",), parse=parse_year),
    Column("born_female", "Năm sinh (Nữ)", ("Nữ",), parse=parse_year),
    Column("post", "Chức vụ, đơn vị công tác"),
    Column("cell", "Chi bộ thôn", required=True),
    Column("commune", "Xã", required=True),
    Column("start_on", "Từ ngày", parse=parse_day),
    Column("note", "Ghi chú"),
)


def xlsx(rows: Iterable[Any], *, title: str = "Trang 1", also_hidden: bool = False) -> io.BytesIO:
    """Return a workbook of one sheet; `also_hidden` adds a hidden sheet with the same rows."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if also_hidden:
        workbook.copy_worksheet(sheet).sheet_state = "hidden"
    return saved(workbook)


def saved(workbook: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def csv_file(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def table(file: io.BytesIO, columns=CELL_COLUMNS, name: str = "bang.xlsx") -> Table:
    """Return the table of the first sheet."""
    found = read_table(open_book(file, name).sheets[0], columns)
    assert found is not None
    return found


def lines(file: io.BytesIO, columns=CELL_COLUMNS, name: str = "bang.xlsx") -> list[Line]:
    return list(table(file, columns, name).lines())
