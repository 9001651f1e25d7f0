"""Downloads and templates: what is in them, that nothing in them computes, that they read back."""

import csv
import datetime
import io
from decimal import Decimal
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.test import RequestFactory
from django.utils import timezone
from openpyxl import load_workbook

from assignments.models import Agency
from common.spreadsheets import (
    ExportColumn,
    download,
    open_book,
    read_table,
    template_download,
    template_workbook,
    wants,
)
from tests import make
from tests.common.spreadsheets.books import CADRE_COLUMNS, CELL_COLUMNS, lines

COLUMNS = [
    ExportColumn("Tên chi bộ", "name", width=40),
    ExportColumn("Bí thư", "secretary.full_name"),
    ExportColumn("Số ĐV", "members"),
    ExportColumn("Ngày lập", "founded_on"),
    ExportColumn("Sửa lúc", "changed_at"),
    ExportColumn("Điểm", "score", kind="decimal"),
    ExportColumn("Đạt", lambda row: row.score is not None and row.score > 50),
]


def row(name: str = "Chi bộ thôn Phú Hòa 1", **changes: object) -> SimpleNamespace:
    values = {
        "secretary": SimpleNamespace(full_name="Đỗ Thị Vân"),
        "members": 1234,
        "founded_on": datetime.date(1976, 2, 1),
        "changed_at": datetime.datetime(2026, 1, 12, 1, 30, tzinfo=datetime.UTC),
        "score": Decimal("86.50"),
    }
    return SimpleNamespace(name=name, **(values | changes))


def answer(ending: str, rows, columns=COLUMNS):
    return download(RequestFactory().get("/", {"xuat": ending}), rows, columns, "Danh sách chi bộ")


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def sheet_of(rows, columns=COLUMNS):
    return load_workbook(io.BytesIO(content(answer("xlsx", rows, columns)))).active


def csv_rows(rows, columns=COLUMNS) -> list[list[str]]:
    text = content(answer("csv", rows, columns)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("query", "format_"), [("xlsx", "xlsx"), ("csv", "csv"), ("pdf", ""), ("", "")]
)
def test_the_address_says_which_download_is_wanted(query, format_):
    assert wants(RequestFactory().get("/", {"xuat": query})) == format_


def test_xlsx_has_a_frozen_bold_header_widths_and_real_values():
    sheet = sheet_of([row()])
    assert sheet.title == "Danh sách chi bộ"
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["A"].width == 40
    assert [cell.value for cell in sheet[2]] == [
        "Chi bộ thôn Phú Hòa 1", "Đỗ Thị Vân", 1234, datetime.datetime(1976, 2, 1),  # noqa: DTZ001
        datetime.datetime(2026, 1, 12, 8, 30), 86.5, "Có",  # noqa: DTZ001
    ]  # fmt: skip
    assert [sheet["D2"].number_format, sheet["E2"].number_format, sheet["F2"].number_format] == [
        "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0.00",
    ]  # fmt: skip


def test_csv_is_utf_8_with_its_mark_and_vietnamese_writing():
    assert content(answer("csv", [])).startswith(b"\xef\xbb\xbf")
    assert csv_rows([row()]) == [
        [column.title for column in COLUMNS],
        ["Chi bộ thôn Phú Hòa 1", "Đỗ Thị Vân", "1234", "01/02/1976", "12/01/2026 08:30", "86,50",
         "Có"],
    ]  # fmt: skip


def test_blank_values_and_steps_are_blank_cells():
    blank = row(secretary=None, members=None, founded_on=None, changed_at=None, score=None)
    expected = ["Chi bộ thôn Phú Hòa 1", "", "", "", "", "", "Không"]
    assert csv_rows([blank])[1] == expected
    assert [cell.value or "" for cell in sheet_of([blank])[2]] == expected


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x";"y")', "+84905", "-1", "@SUM(A1)",
                                  "\t=1", "\r=1", "#N/A", "#REF!"])  # fmt: skip
def test_text_that_excel_would_compute_stays_text(text):
    cell = sheet_of([row(text)])["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).strip() == text.strip()
    written = csv_rows([row(text)])[1][0]
    assert written == text if text.startswith("#") else written == f"'{text}"


def test_signs_that_xml_cannot_carry_are_dropped():
    assert sheet_of([row("Chi\x00 bộ\x0b A")])["A2"].value == "Chi bộ A"


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_file_is_named_with_the_day_and_in_vietnamese(ending, time_machine):
    time_machine.move_to(datetime.datetime(2026, 1, 12, tzinfo=timezone.get_default_timezone()))
    disposition = answer(ending, [])["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert quote(f"Danh sách chi bộ-2026-01-12.{ending}") in disposition


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_reads_back(ending):
    file = io.BytesIO(content(answer(ending, [row(), row("=Chi bộ")])))
    found = lines(file, CELL_COLUMNS, f"a.{ending}")
    assert [line.values["name"] for line in found] == ["Chi bộ thôn Phú Hòa 1", "=Chi bộ"]
    assert [line.values["members"] for line in found] == [1234, 1234]
    assert [line.faults for line in found] == [[], []]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_list_takes_one_query_however_long(ending, django_assert_num_queries):
    columns = [ExportColumn("Tên", "name"), ExportColumn("Đảng bộ", "committee.name")]
    committee = make.district()
    for _number in range(30):
        make.agency(committee=committee)
    with django_assert_num_queries(1):
        content(answer(ending, Agency.objects.select_related("committee"), columns))


def test_a_template_is_an_empty_table_that_reads_back():
    template = template_workbook(CADRE_COLUMNS, [{"name": "Nguyễn Văn An", "cell": "La Bông"}])
    with open_book(io.BytesIO(template), "mau.xlsx") as book:
        (sheet,) = book.sheets
        found = read_table(sheet, CADRE_COLUMNS)
        assert found is not None
        assert list(found.lines()) == []
        assert found.header.found == len(CADRE_COLUMNS)


def test_a_template_explains_each_column_with_examples_and_notes():
    example = {"name": "Nguyễn Văn An", "start_on": datetime.date(2026, 2, 1)}
    template = template_workbook(CADRE_COLUMNS, [example], ["Lưu ý"])
    guide = load_workbook(io.BytesIO(template))["Hướng dẫn"]
    told = {line[0]: line[1:] for line in guide.iter_rows(min_row=2, values_only=True)}
    assert told["Họ và tên"] == ("Có", None, "Nguyễn Văn An")
    assert told["Từ ngày"][2] == datetime.datetime(2026, 2, 1)  # noqa: DTZ001
    assert "Lưu ý" in told


def test_a_template_downloads_under_its_name():
    response = template_download(CELL_COLUMNS, "Mẫu chi bộ", notes=["Một dòng mỗi chi bộ"])
    assert quote("Mẫu chi bộ.xlsx") in response["Content-Disposition"]
    assert content(response).startswith(b"PK")
