"""Cells as offices type them, and the sentence for those that cannot be read."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.spreadsheets import (
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
from tests.common.spreadsheets.books import LEVELS

FIRST_OF_FEBRUARY = datetime.date(2026, 2, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "01/02/2026", "1/2/2026", "1.2.2026", "01-02-2026", " 01 / 02 / 2026 ", "2026-02-01",
        "2026-02-01 00:00:00", "ngày 01 tháng 02 năm 2026", "Ngày 1 tháng 2 năm 2026",
        "Hòa Vang, ngày 01 tháng 02 năm 2026", datetime.datetime(2026, 2, 1, 8, 30),  # noqa: DTZ001
        FIRST_OF_FEBRUARY, 46054, 46054.0,
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(cell):
    assert parse_day(cell) == FIRST_OF_FEBRUARY


@pytest.mark.parametrize(
    ("cell", "why"),
    [("01/02/26", "đủ bốn chữ số"), ("31/02/2026", "Không có ngày này"), ("2/2026", "Không đọc"),
     ("12/31/2025", "Không có ngày này"), ("hôm qua", "Không đọc"), (4, "là số"), (True, "Không"),
     ("01/01/1026", "ngoài khoảng"), ("01/02/20266", "đủ bốn chữ số"), ("46054", "Không đọc")],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_a_sentence(cell, why):
    with pytest.raises(ValueFault, match=why) as caught:
        parse_day(cell)
    assert "01/02/2026" in caught.value.message  # what would be right


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_every_day_reads_back_from_every_form(day):
    for form in ("%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "ngày %d tháng %m năm %Y"):
        assert parse_day(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("cell", "number"),
    [(43, 43), (43.0, 43), ("43", 43), ("43 ", 43), ("1.234", 1234), ("1.234.567", 1234567),
     ("43,0", 43), ("43.0", 43), ("1 234", 1234), ("0", 0), ("\u00a0553", 553)],
)  # fmt: skip
def test_a_whole_number_is_read_however_it_is_written(cell, number):
    assert parse_int(cell) == number


@pytest.mark.parametrize("cell", ["4 hộ", "43,5", 43.5, "", "ba", "1,234", True, "12.34.5"])
def test_what_is_no_whole_number_is_refused(cell):
    with pytest.raises(ValueFault, match="số nguyên"):
        parse_int(cell)


def test_a_number_out_of_bounds_is_refused_and_the_bound_named():
    with pytest.raises(ValueFault, match="từ 0 trở lên"):
        parse_int("-1")
    with pytest.raises(ValueFault, match="không quá 500"):
        parse_int(501, at_most=500)
    assert parse_int("-1", at_least=None) == -1


@pytest.mark.parametrize(
    ("cell", "number"),
    [(8.5, "8.5"), (8, "8"), ("8,5", "8.5"), ("1.234,5", "1234.5"), ("8.5", "8.5"), ("90", "90")],
)
def test_a_decimal_is_read_with_comma_or_point(cell, number):
    assert parse_decimal(cell) == Decimal(number)


def test_a_text_is_no_decimal():
    with pytest.raises(ValueFault, match="86,5"):
        parse_decimal("tám rưỡi")


@pytest.mark.parametrize(
    "cell", [4, "4", "04", "ngày 04", "Ngày 4", "mùng 4", "ngày 4 hằng tháng", 4.0]
)
def test_a_day_of_the_month_is_read(cell):
    assert parse_day_of_month(cell) == 4


@pytest.mark.parametrize("cell", [0, 32, "cuối tháng", datetime.date(2026, 2, 4), "4/2"])
def test_what_is_no_day_of_the_month_is_refused(cell):
    with pytest.raises(ValueFault, match="từ 1 đến 31"):
        parse_day_of_month(cell)


@pytest.mark.parametrize("cell", [1975, "1975", 1975.0, " năm 1975"])
def test_a_year_is_read(cell):
    assert parse_year(cell) == 1975


@pytest.mark.parametrize("cell", [75, "75", 197, "197x", 2975, "tuổi 50"])
def test_what_is_no_year_is_refused(cell):
    with pytest.raises(ValueFault, match="bốn chữ số"):
        parse_year(cell)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("x", True), ("X", True), ("Có", True), (1, True), (True, True), ("không", False), (0, False),
     (False, False), ("chưa", False)],
)  # fmt: skip
def test_yes_and_no_are_read(cell, answer):
    assert parse_bool(cell) is answer


def test_what_is_neither_yes_nor_no_is_refused():
    with pytest.raises(ValueFault, match="“x”"):
        parse_bool("có lẽ")


@pytest.mark.parametrize(
    "cell", ["HTTNV", "httnv", "hoàn thành tốt nhiệm vụ", "HOÀN THÀNH TỐT  NHIỆM VỤ"]
)
def test_a_choice_is_read_from_any_of_its_writings(cell):
    assert choice_parser(LEVELS)(cell) == "HTTNV"


def test_another_choice_is_refused_and_the_right_ones_named():
    with pytest.raises(ValueFault, match=r"“Hoàn thành xuất sắc nhiệm vụ”, .*“Không hoàn thành"):
        choice_parser(LEVELS)("Giỏi")


def test_text_is_normalised_and_numbers_and_days_become_text():
    assert parse_text("  Hồ  Tấn Ân") == "Hồ Tấn Ân"
    assert parse_text(5.0) == "5"
    assert parse_text(datetime.date(2026, 2, 1)) == "01/02/2026"


@pytest.mark.parametrize(
    ("cell", "encoding"), [("NguyÔn V¨n Hßa", "TCVN3"), ("Nguyeãn Vaên Hoøa", "VNI-Windows")]
)
def test_text_in_an_old_encoding_is_refused_with_the_way_to_convert_it(cell, encoding):
    with pytest.raises(ValueFault, match=encoding) as caught:
        parse_text(cell)
    assert "Ctrl+Shift+F6" in caught.value.message
