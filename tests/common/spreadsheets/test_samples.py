"""The two office workbooks read as they are, row by row."""

import datetime
from collections import Counter

import pytest

from common.spreadsheets import open_book, read_table
from common.vietnamese import normalise
from tests.common.spreadsheets.books import (
    CADRE_COLUMNS,
    CADRES_FILE,
    CELL_COLUMNS,
    CELLS_FILE,
)


@pytest.fixture
def cells():
    with CELLS_FILE.open("rb") as file, open_book(file, CELLS_FILE.name) as book:
        (sheet,) = book.sheets
        table = read_table(sheet, CELL_COLUMNS)
        assert table is not None
        yield table, list(table.lines())


@pytest.fixture
def cadres():
    with CADRES_FILE.open("rb") as file, open_book(file, CADRES_FILE.name) as book:
        (sheet,) = book.sheets
        table = read_table(sheet, CADRE_COLUMNS)
        assert table is not None
        yield table, list(table.lines())


def test_the_list_of_cells_has_56_lines_in_nine_communes(cells):
    _table, lines = cells
    assert len(lines) == 56
    assert [line.row for line in lines][:15] == [*range(9, 23), 24]
    groups = Counter(line.group for line in lines)
    assert (groups["XÃ HÒA NHƠN"], groups["XÃ HÒA KHƯƠNG"], len(groups)) == (14, 10, 9)


def test_the_list_of_cells_has_no_fault_and_loses_nothing(cells):
    table, lines = cells
    assert [fault for line in lines for fault in line.faults] == []
    assert table.notes == []
    assert table.header.unknown == ("TT",)


def test_numbers_as_text_days_in_words_and_both_writings_of_ratings_are_read(cells):
    _table, lines = cells
    phu_hoa = lines[3]
    assert phu_hoa.values == {
        "name": "Chi bộ thôn Phú Hòa 1",
        "secretary": "Đỗ Thị Xuân Vân",
        "members": 13,
        "day": 4,
        "households": 471,
        "rating": {2023: "HTTNV", 2024: "HTTNV", 2025: "HTNV"},
    }
    assert lines[5].values["members"] == 43  # typed as text
    assert lines[4].values["rating"][2023] == "HTNV"  # written out


def test_the_appendix_has_54_lines_under_18_agencies(cadres):
    table, lines = cadres
    assert len(lines) == 54
    assert len({line.group for line in lines}) == 18
    assert lines[0].group == "BAN TỔ CHỨC HUYỆN ỦY"
    assert lines[-1].group == "TRUNG TÂM Y TẾ HUYỆN"
    assert [fault for line in lines for fault in line.faults] == []
    assert [note.row for note in table.notes] == [82, 84, 85]


def test_the_decision_stands_in_the_text_above_the_header(cadres):
    table, _lines = cadres
    assert "Quyết định số 215-QĐ/HU, ngày 12/01/2026 của Ban Thường vụ" in table.preamble


def test_the_header_of_two_rows_is_read_across_its_merged_cells(cadres):
    table, _lines = cadres
    labels = {place.column.name: place.label for place in table.header.places}
    assert labels["born_female"] == "D (Năm sinh Nữ)"
    assert labels["cell"] == "F (Phân công dự sinh hoạt Chi bộ thôn)"
    assert labels["commune"] == "G (Phân công dự sinh hoạt Xã)"


def test_the_lines_of_the_appendix_are_clean_values(cadres):
    _table, lines = cadres
    diem, tan_an = lines[2], lines[8]
    assert (diem.values["born_male"], diem.values["born_female"]) == (None, 1969)
    assert diem.values["start_on"] == datetime.date(2026, 2, 1)
    assert tan_an.values["name"] == "Hồ Tấn Ân"  # had spaces before and between
    assert all(normalise(line.values["name"]) == line.values["name"] for line in lines)
