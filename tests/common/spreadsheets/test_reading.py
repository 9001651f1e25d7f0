"""Opening files: which are read, which are refused, and with what words."""

import io
import zipfile

import openpyxl.xml
import pytest
from openpyxl import Workbook

from common.spreadsheets import BookRefused, open_book, reading
from tests.common.spreadsheets.books import CELLS_FILE, csv_file, lines, saved, table, xlsx

ROWS = "TT;Tên chi bộ;Bí thư;Số ĐV\r\n1;Chi bộ thôn Phú Hòa 1;Đỗ Thị Vân;13\r\n"
SHEET_PART = "xl/worksheets/sheet1.xml"


def read_all(file: io.BytesIO, name: str) -> None:
    for sheet in open_book(file, name).sheets:
        list(sheet.rows())


def refusal(file: io.BytesIO, name: str) -> str:
    """Return the sentence with which the file is refused, at opening or while reading."""
    with pytest.raises(BookRefused) as caught:
        read_all(file, name)
    assert caught.value.field == "file"
    return caught.value.message


def with_part(name: str, content: bytes) -> io.BytesIO:
    """Return the sample workbook with one part replaced or added."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(CELLS_FILE) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    changed.seek(0)
    return changed


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_is_read_with_each_delimiter_and_with_or_without_its_mark(delimiter, encoding):
    (line,) = lines(csv_file(ROWS.replace(";", delimiter), encoding), name="bang.csv")
    assert (line.values["name"], line.values["members"], line.row) == (
        "Chi bộ thôn Phú Hòa 1", 13, 2,
    )  # fmt: skip


def test_commas_inside_cells_do_not_mislead_the_delimiter():
    text = "DANH SÁCH, NĂM 2026;;\nTên chi bộ;Bí thư;Số ĐV\nA, B và C;Đỗ, Vân;13\nD, E;F, G;14\n"
    assert [line.values["secretary"] for line in lines(csv_file(text), name="a.csv")] == [
        "Đỗ, Vân", "F, G",
    ]  # fmt: skip


def test_csv_cells_may_hold_line_breaks_and_our_own_guard_against_formulas():
    text = 'Tên chi bộ,Bí thư\n"Chi bộ\nthôn 1",\'=1+1\n'
    (line,) = lines(csv_file(text), name="a.csv")
    assert line.values["name"] == "Chi bộ thôn 1"
    assert line.values["secretary"] == "=1+1"


def test_a_sheet_can_be_read_twice():
    sheet = open_book(csv_file(ROWS), "a.csv").sheets[0]
    assert list(sheet.rows()) == list(sheet.rows())
    sheet = open_book(xlsx([["a"], [1]]), "a.xlsx").sheets[0]
    assert list(sheet.rows()) == list(sheet.rows())


def test_the_number_of_rows_is_known_for_showing_progress():
    assert open_book(csv_file(ROWS), "a.csv").sheets[0].rows_hint == 2
    assert open_book(xlsx([["a"], [1], [2]]), "a.xlsx").sheets[0].rows_hint == 3


def test_hidden_sheets_are_named_and_not_read():
    book = open_book(xlsx([["a"]], also_hidden=True), "a.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["Trang 1"]
    assert book.hidden == ["Trang 1 Copy"]


def test_a_sheet_that_lies_about_its_extent_is_read_to_its_end():
    with zipfile.ZipFile(CELLS_FILE) as archive:
        part = archive.read(SHEET_PART)
    lying = with_part(SHEET_PART, part.replace(b'ref="A1:I73"', b'ref="A1:B2"'))
    assert len(lines(lying)) == 56


@pytest.mark.parametrize("encoding", ["cp1258", "latin-1", "utf-16"])
def test_csv_in_another_encoding_is_refused(encoding):
    content = "Tên,Bí\n".encode(encoding) if encoding != "cp1258" else b"T\xean,B\xed\n"
    assert "UTF-8" in refusal(io.BytesIO(content), "a.csv")


def test_csv_that_turns_foreign_late_is_refused_with_the_line():
    content = ROWS.encode() * 2000 + b"1;\xd4\xe2;x\n"
    assert "Dòng 4001" in refusal(io.BytesIO(content), "a.csv")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "rỗng"),
        (b"%PDF-1.7 ...", "a.pdf", "không phải bảng tính"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.csv", "không phải bảng tính"),
        (b"plain text", "a.xlsx", "không phải bảng tính"),
        (b"PK\x03\x04 broken", "a.xlsx", "hỏng"),
        (reading._OLE + b"Workbook", "a.xls", r".xls"),
        (reading._OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "mật khẩu"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(content, name, words):
    assert words in refusal(io.BytesIO(content), name)


def test_another_zip_file_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert ".xlsx" in refusal(file, "a.docx")


def test_a_workbook_with_a_broken_sheet_is_refused():
    assert "hỏng" in refusal(with_part(SHEET_PART, b"<worksheet><sheetData><row>"), "a.xlsx")


def test_entity_bombs_are_refused():
    assert openpyxl.xml.DEFUSEDXML
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbb">]><worksheet>&b;</worksheet>'
    assert "hỏng" in refusal(with_part(SHEET_PART, bomb), "a.xlsx")


def test_zip_bombs_are_refused_before_they_are_unpacked():
    bomb = with_part("xl/media/zeros.bin", bytes(reading.RATIO_FREE_BYTES * 3))
    assert len(bomb.getvalue()) < 200_000
    assert "bất thường" in refusal(bomb, "a.xlsx")


@pytest.mark.parametrize(
    ("cap", "value"), [("MAX_PARTS", 3), ("MAX_UNPACKED_BYTES", 1000), ("MAX_TEXTS_BYTES", 10)]
)
def test_each_cap_on_the_parts_holds(monkeypatch, cap, value):
    file = with_part("xl/sharedStrings.xml", b"<sst><si><t>A</t></si></sst>")
    assert open_book(file, "a.xlsx").sheets
    monkeypatch.setattr(reading, cap, value)
    assert "bất thường" in refusal(file, "a.xlsx")


def test_files_and_sheets_over_their_caps_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    assert "hơn 2 dòng" in refusal(csv_file("a\n" * 3), "a.csv")
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 1024 * 1024)
    assert "lớn hơn 1 MB" in refusal(csv_file("a\n" * 1024 * 1024), "a.csv")


def test_columns_beyond_the_cap_are_left_out(monkeypatch):
    monkeypatch.setattr(reading, "MAX_COLUMNS", 2)
    (row,) = open_book(xlsx([["a", "b", "c"]]), "a.xlsx").sheets[0].rows()
    assert row.cells == ("a", "b")


def test_formulas_give_the_value_last_computed():
    workbook = Workbook()
    workbook.active.append(["Tên chi bộ", "Bí thư"])
    workbook.active.append(["Chi bộ A", '=HYPERLINK("http://x")'])
    (line,) = lines(saved(workbook))
    assert line.values["secretary"] is None  # never computed


def test_guide_sheets_of_our_templates_are_not_read():
    workbook = Workbook()
    workbook.active.title = "Dữ liệu"
    workbook.create_sheet("Hướng dẫn").append(["Tên chi bộ"])
    assert [sheet.name for sheet in open_book(saved(workbook), "a.xlsx").sheets] == ["Dữ liệu"]


def test_the_preamble_of_csv_is_read_too():
    assert table(csv_file("HUYỆN ỦY;;;\n" + ROWS), name="a.csv").preamble == "HUYỆN ỦY"
