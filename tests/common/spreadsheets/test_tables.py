"""The table in a messy sheet: its header, its groups, what is passed over, what is faulty."""

import datetime
import unicodedata

import pytest

from common.spreadsheets import (
    Column,
    Fault,
    HeaderMissing,
    open_book,
    parse_int,
    read_table,
)
from tests.common.spreadsheets.books import (
    CADRE_COLUMNS,
    CELL_COLUMNS,
    csv_file,
    lines,
    table,
    xlsx,
)

HEADER = ["TT", "Tên chi bộ", "Bí thư", "Số ĐV"]
LINE = [1, "Chi bộ thôn Phú Hòa 1", "Đỗ Thị Vân", 13]


def names(found) -> list[str]:
    return [line.values["name"] for line in found]


@pytest.mark.parametrize(
    "header",
    [
        ["TT", "TÊN CHI BỘ", "BÍ THƯ", "SỐ ĐẢNG VIÊN"],
        ["TT", unicodedata.normalize("NFD", "Tên chi bộ"), "Bí thư ", "Số\nđảng viên"],
        ["TT", "Chi bộ *", "Bí thư:", "Số ĐV (đến 31/12)"],
        ["Stt", "Ten chi bo", "Bi thu", "So dang vien"],
    ],
)
def test_headers_are_known_by_any_writing(header):
    (line,) = lines(xlsx([header, LINE]))
    assert (line.values["name"], line.values["secretary"], line.values["members"]) == (
        "Chi bộ thôn Phú Hòa 1", "Đỗ Thị Vân", 13,
    )  # fmt: skip


def test_title_rows_above_the_header_are_passed_over_and_kept_as_preamble():
    titles = [["HUYỆN ỦY"], [], ["DANH SÁCH CHI BỘ"], [datetime.date(2025, 12, 31), "đến"]]
    found = table(xlsx([*titles, HEADER, LINE]))
    assert found.preamble == "HUYỆN ỦY\nDANH SÁCH CHI BỘ\n31/12/2025 đến"
    assert [line.row for line in found.lines()] == [6]


def test_columns_in_another_order_and_unknown_ones_do_no_harm():
    (line,) = lines(xlsx([["Số ĐV", "Điện thoại", "Tên chi bộ"], [13, "0905", "Chi bộ A"]]))
    assert (line.values["name"], line.values["members"], line.values["secretary"]) == (
        "Chi bộ A", 13, None,
    )  # fmt: skip


def test_years_in_the_header_make_a_family_also_as_a_second_row_of_numbers():
    header = [["TT", "Tên chi bộ", "Xếp loại", None], [None, None, 2024, 2025.0]]
    (line,) = lines(xlsx([*header, [1, "Chi bộ A", "HTNV", "Hoàn thành tốt nhiệm vụ"]]))
    assert line.values["rating"] == {2024: "HTNV", 2025: "HTTNV"}


def test_the_row_that_numbers_the_columns_is_no_line():
    rows = [HEADER, ["(1)", "(2)", "(3)", "(4)"], LINE]
    assert names(lines(xlsx(rows))) == ["Chi bộ thôn Phú Hòa 1"]
    assert names(lines(xlsx([HEADER, [1, 2, 3, 4], LINE]))) == ["Chi bộ thôn Phú Hòa 1"]


def test_a_header_repeated_on_each_page_is_noted_and_passed_over():
    found = table(xlsx([HEADER, LINE, HEADER, [2, "Chi bộ B", None, 5]]))
    assert names(found.lines()) == ["Chi bộ thôn Phú Hòa 1", "Chi bộ B"]
    assert [(note.row, note.message) for note in found.notes] == [
        (3, "Dòng tiêu đề lặp lại, bỏ qua")
    ]


def test_a_column_that_stands_twice_is_read_once_and_noted():
    found = table(xlsx([[*HEADER, "Bí thư"], [*LINE, "Người khác"]]))
    (line,) = found.lines()
    assert line.values["secretary"] == "Đỗ Thị Vân"
    assert [note.column for note in found.notes] == ["E (Bí thư)"]


@pytest.mark.parametrize(
    "group",
    [["XÃ HÒA NHƠN"], ["I", "XÃ HÒA NHƠN"], ["A.", "XÃ HÒA NHƠN", None, 14], ["I. XÃ HÒA NHƠN"],
     [None, "XÃ HÒA NHƠN"]],
)  # fmt: skip
def test_group_rows_name_the_group_of_the_lines_below(group):
    columns = (*CELL_COLUMNS[:1], Column("members", "Số ĐV", parse=parse_int, required=True))
    rows = [HEADER, LINE, group, [2, "Chi bộ B", None, 5], [3, "Chi bộ C", None, 5]]
    assert [line.group for line in lines(xlsx(rows), columns)] == [
        "", "XÃ HÒA NHƠN", "XÃ HÒA NHƠN",
    ]  # fmt: skip


def test_blank_rows_are_passed_over_and_numbers_stay_those_of_excel():
    rows = [HEADER, LINE, [], ["  ", "\u00a0", None], [2, "Chi bộ B", None, 5]]
    assert [line.row for line in lines(xlsx(rows))] == [2, 5]


@pytest.mark.parametrize(
    "footer",
    [["Tổng cộng: 56 chi bộ"], [None, "Tổng số", None, 56], ["Cộng", None, None, 56],
     [None, None, "T/M BAN THƯỜNG VỤ"], ["Nơi nhận:"], ["Hòa Vang, ngày 05 tháng 02 năm 2026"],
     ["Người lập biểu"], [None, None, None, "TM. ĐẢNG ỦY"]],
)  # fmt: skip
def test_totals_and_signatures_are_noted_and_passed_over(footer):
    found = table(xlsx([HEADER, LINE, footer]))
    assert len(list(found.lines())) == 1
    assert [note.row for note in found.notes] == [3]


def test_what_stands_under_a_signature_is_passed_over_but_full_lines_are_read():
    rows = [HEADER, LINE, [None, None, "T/M BAN THƯỜNG VỤ"], [None, None, "PHÓ BÍ THƯ"],
            [None, None, "Nguyễn Văn A"], [2, "Chi bộ B", "Lê C", 5]]  # fmt: skip
    found = table(xlsx(rows))
    assert names(found.lines()) == ["Chi bộ thôn Phú Hòa 1", "Chi bộ B"]
    assert len(found.notes) == 3


def test_a_subtotal_does_not_end_the_table():
    rows = [HEADER, LINE, ["Cộng: 1"], [2, "Chi bộ B", None, None]]
    assert len(lines(xlsx(rows))) == 2


def test_names_that_begin_like_a_total_are_lines():
    rows = [HEADER, [1, "Cộng Hòa", None, 5], [2, "Công an huyện", None, 6]]
    assert names(lines(xlsx(rows))) == ["Cộng Hòa", "Công an huyện"]


def test_a_faulty_cell_is_named_by_sheet_row_column_value_and_what_would_be_right():
    (line,) = lines(xlsx([[], HEADER, [1, "Chi bộ A", None, "bốn ba"]], title="DS chi bộ"))
    assert line.values["members"] is None
    assert line.faults == [
        Fault("DS chi bộ", 3, "D (Số ĐV)", "bốn ba", "Ô này phải là số nguyên, ví dụ 43 hoặc 1.234")
    ]


def test_a_line_without_its_required_cell_is_a_fault():
    (line,) = lines(xlsx([HEADER, [1, None, "Đỗ Thị Vân", 13]]))
    assert [(fault.column, fault.message) for fault in line.faults] == [
        ("B (Tên chi bộ)", "Thiếu “Tên chi bộ”")
    ]


def test_a_broken_formula_and_text_in_an_old_encoding_are_faults():
    (line,) = lines(xlsx([HEADER, [1, "Chi bé th«n Phó Hßa", "NguyÔn V¨n Hßa", "x"]]))
    assert ["TCVN3" in fault.message for fault in line.faults] == [True, True, False]
    (line,) = lines(csv_file("Tên chi bộ,Số ĐV\nChi bộ A,#REF!\n"), name="a.csv")
    assert "Công thức" in line.faults[0].message


def test_an_importer_can_name_a_fault_of_its_own():
    (line,) = lines(xlsx([[*HEADER, "XL 2025"], [*LINE, "HTNV"]]))
    assert line.fault("name", "Không có chi bộ này") == Fault(
        "Trang 1", 2, "B (Tên chi bộ)", "Chi bộ thôn Phú Hòa 1", "Không có chi bộ này"
    )
    assert line.fault("rating", "Năm đã khóa", number=2025).column == "E (XL 2025)"
    assert line.fault("households", "Thiếu").column == ""


def test_filled_down_cells_take_the_value_above_within_their_group():
    columns = (
        Column("name", "Tên", required=True),
        Column("commune", "Xã", required=True, fill_down=True),
        Column("note", "Ghi chú"),
    )
    rows = [["TT", "Tên", "Xã", "Ghi chú"], [1, "A", "Hòa Nhơn", "nt"], [2, "B"], [3, "C", "nt"],
            ["II", "NHÓM KHÁC"], [4, "D"]]  # fmt: skip
    found = lines(xlsx(rows), columns)
    assert [line.values["commune"] for line in found] == ["Hòa Nhơn", "Hòa Nhơn", "Hòa Nhơn", None]
    assert found[0].values["note"] == "nt"
    assert len(found[3].faults) == 1


def test_a_missing_column_is_named():
    with pytest.raises(HeaderMissing, match="dòng tiêu đề 1: thiếu cột “Chi bộ thôn”, “Xã”"):
        table(xlsx([["Stt", "Họ và tên", "Từ ngày"], [1, "A", "01/02/2026"]]), CADRE_COLUMNS)


def test_a_sheet_without_header_is_refused_and_told_so():
    with pytest.raises(HeaderMissing, match="không thấy dòng tiêu đề có cột “Tên chi bộ”"):
        table(xlsx([["Ghi chép"], ["Họp lúc 8 giờ"]]))


def test_a_header_in_an_old_encoding_tells_how_to_convert():
    with pytest.raises(HeaderMissing, match="TCVN3"):
        table(xlsx([["TT", "Tªn chi bé", "BÝ th­", "Sè §V"], [1, "Chi bé Hßa Nh¬n", "", 3]]))


def test_an_empty_sheet_has_no_table():
    assert read_table(open_book(xlsx([]), "a.xlsx").sheets[0], CELL_COLUMNS) is None


def test_a_line_of_one_required_cell_alone_is_read():
    columns = (Column("name", "Tên khu dân cư", required=True), Column("households", "Số hộ"))
    rows = [["Tên khu dân cư", "Số hộ"], ["Phú Hòa 1"], ["Phú Hòa 2", 428], ["Tổng cộng", 899]]
    assert [line.values["name"] for line in lines(xlsx(rows), columns)] == [
        "Phú Hòa 1", "Phú Hòa 2",
    ]  # fmt: skip


def test_a_group_after_what_seemed_the_end_is_the_group_of_its_lines():
    rows = [HEADER, ["XÃ HÒA NHƠN"], LINE, ["Ghi chú: số liệu tạm tính"], ["XÃ HÒA NINH"],
            [2, "Chi bộ B", None, 5], ["XÃ HÒA SƠN"], [3, "Chi bộ C", None, 5]]  # fmt: skip
    assert [line.group for line in lines(xlsx(rows))] == [
        "XÃ HÒA NHƠN",
        "XÃ HÒA NINH",
        "XÃ HÒA SƠN",
    ]
