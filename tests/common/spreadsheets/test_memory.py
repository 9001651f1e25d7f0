"""Ten thousand rows go in and out without being held in memory."""

import io
import tracemalloc
from collections.abc import Callable

import pytest
from django.test import RequestFactory
from openpyxl import Workbook

from common.spreadsheets import ExportColumn, download
from tests.common.spreadsheets.books import CELL_COLUMNS, saved, table

ROWS = 10_000
MEGABYTE = 1024 * 1024


def book_of(rows: int) -> io.BytesIO:
    """Return a workbook with its texts in the cells."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Lớn")
    sheet.append(["TT", "Tên chi bộ", "Bí thư", "Số ĐV", "Ngày SH hằng tháng", "XL 2025"])
    for number in range(rows):
        sheet.append([number, f"Chi bộ {number % 50}", "Lê Thị Lan", "43", "ngày 04", "HTTNV"])
    return saved(workbook)


def csv_of(rows: int) -> io.BytesIO:
    line = "1;Chi bộ A;Lê Thị Lan;43;ngày 04;HTTNV\n"
    header = "TT;Tên chi bộ;Bí thư;Số ĐV;Ngày SH hằng tháng;XL 2025\n"
    return io.BytesIO((header + line * rows).encode())


def peak(act: Callable[[], object]) -> int:
    """Return the most memory in bytes that `act` took at one time."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("make_file", "name"), [(book_of, "a.xlsx"), (csv_of, "a.csv")])
def test_reading_ten_thousand_rows_takes_hardly_more_memory_than_a_hundred(make_file, name):
    read = []

    def read_all(file: io.BytesIO) -> None:
        read.append(sum(1 for _line in table(file, CELL_COLUMNS, name).lines()))

    few, many = make_file(100), make_file(ROWS)
    assert peak(lambda: read_all(many)) < peak(lambda: read_all(few)) + 3 * MEGABYTE
    assert read == [ROWS, 100]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_writing_ten_thousand_rows_keeps_memory_flat(ending):
    columns = [
        ExportColumn("Số", lambda row: row),
        ExportColumn("Tên", lambda row: f"Chi bộ {row}"),
    ]
    request = RequestFactory().get("/", {"xuat": ending})

    def write(rows: int) -> int:
        response = download(request, range(rows), columns, "Bảng")
        length = 0
        for chunk in response:
            length += len(chunk)
        return length

    assert peak(lambda: write(ROWS)) < peak(lambda: write(100)) + MEGABYTE
