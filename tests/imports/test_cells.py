"""Lists of cells, units and ratings."""

import pytest

from cells.imports.names import CellName, read_cell_name
from cells.models import CellArea, Committee, PartyCell, Rating, ResidentialArea
from tests import make
from tests.imports.runs import CELLS_FILE, checked, faults, notes, outcomes, written


@pytest.fixture
def district(db):
    return make.district(name="Huyện Hòa Vang")


@pytest.fixture
def officer(district):
    return make.district_officer(district)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Chi bộ thôn Phú Hòa 1", CellName("Chi bộ thôn Phú Hòa 1", "village", "Phú Hòa 1")),
        ("CHI BỘ THÔN PHÚ HÒA 1", CellName("Chi bộ thôn Phú Hòa 1", "village", "Phú Hòa 1")),
        ("thôn Phú Hòa 1", CellName("Chi bộ thôn Phú Hòa 1", "village", "Phú Hòa 1")),
        ("Chi bộ thôn Thôn 5", CellName("Chi bộ thôn Thôn 5", "village", "Thôn 5")),
        ("Chi bộ tổ dân phố 3", CellName("Chi bộ tổ dân phố 3", "village", "3", "urban_group")),
        ("Chi bộ Trạm Y tế xã", CellName("Chi bộ Trạm Y tế xã", "health")),
        ("Chi bộ Trường Tiểu học", CellName("Chi bộ Trường Tiểu học", "school")),
        ("Hưu trí", CellName("Chi bộ Hưu trí", "other")),
    ],
)
def test_names_of_cells_are_read_as_offices_write_them(text, wanted):
    assert read_cell_name(text) == wanted


def test_the_office_list_makes_communes_areas_cells_and_ratings(officer):
    run = written(CELLS_FILE, officer)
    assert (run.state, run.problem, faults(run)) == ("done", "", [])
    assert run.counts["tally"] == {
        "cells.committee": {"create": 9},
        "cells.partycell": {"create": 56},
        "cells.rating": {"create": 168},
        "cells.residentialarea": {"create": 56},
    }
    cell = PartyCell.objects.get(name="Chi bộ thôn Phú Hòa 1")
    assert (cell.secretary_name, cell.members, cell.meeting_day) == ("Đỗ Thị Xuân Vân", 13, 4)
    assert (cell.committee.name, cell.areas.get().households) == ("Hòa Nhơn", 471)
    assert cell.committee.path == f"{cell.committee.parent.path}{cell.committee_id}/"
    rating = Rating.objects.get(cell=cell, year=2025)
    step = rating.steps.get()
    assert (rating.stage, rating.level.short_name, step.stage) == ("decided", "HTNV", "decision")
    assert step.reason.startswith("Nhập từ bảng tính danh-sach-chi-bo-2025.xlsx")


def test_odd_writings_of_the_office_list_are_named(officer):
    found = notes(checked(CELLS_FILE, officer))
    assert (14, "D (Số ĐV)", "43", "Số ghi ở dạng chữ, đọc là 43") in found
    assert (12, "E (Ngày SH hằng tháng)", "ngày 04", "Đọc là 4") in found
    assert (26, "F (Số hộ)", "", "Chưa có số hộ, để trống") in found


def test_the_office_list_twice_changes_nothing(officer):
    written(CELLS_FILE, officer)
    run = written(CELLS_FILE, officer)
    assert outcomes(run)["same"] == 56
    assert run.counts["tally"]["cells.rating"] == {"same": 168}
    assert CellArea.objects.count() == 56


def test_a_stored_cell_gets_the_new_values_and_keeps_what_the_table_leaves_blank(district, officer):
    commune = make.commune(parent=district, name="Hòa Nhơn")
    cell = make.cell(
        area=make.area(commune=commune, name="Phú Hòa 1"), secretary_name="Cũ", members=9
    )
    run = written(
        [["Chi bộ", "Bí thư", "Số ĐV"], ["XÃ HOÀ NHƠN"], ["Phú Hoà 1", "Mới", None]], officer
    )
    assert faults(run) == []
    cell.refresh_from_db()
    assert (cell.secretary_name, cell.members, cell.version) == ("Mới", 9, 2)
    assert run.lines.get(outcome="change").changes == [["bí thư", "Cũ", "Mới"]]
    assert (PartyCell.objects.count(), ResidentialArea.objects.count()) == (1, 1)


def test_a_name_without_marks_is_understood_when_only_one_fits(district, officer):
    commune = make.commune(parent=district, name="Hòa Nhơn")
    for name in ("Phú Sơn", "Phú Sớn", "Hòa Khương"):
        make.cell(area=make.area(commune=commune, name=name))
    header = ["Tên chi bộ", "Xã", "Số đảng viên"]
    run = checked([header, ["hoa khuong", "hoa nhon", 5], ["phu son", "Hòa Nhơn", 6]], officer)
    assert (2, "A (Tên chi bộ)", "hoa khuong", "Hiểu là Chi bộ thôn Hòa Khương") in notes(run)
    ((_sheet, row, _column, _value, message),) = faults(run)
    assert row == 3
    assert message == "Có nhiều nơi tên này: Chi bộ thôn Phú Sơn, Chi bộ thôn Phú Sớn; ghi đủ dấu"


def test_a_line_without_a_commune_says_where_to_write_it(officer):
    run = checked([["Tên chi bộ", "Bí thư"], ["Chi bộ thôn A", "Lê A"]], officer)
    ((_sheet, _row, _column, _value, message),) = faults(run)
    assert message == "Chưa rõ xã: ghi vào cột “Xã” hoặc dòng nhóm “XÃ …” ở trên"


@pytest.fixture
def rated(district):
    commune = make.commune(parent=district, name="Hòa Nhơn")
    cell = make.cell(area=make.area(commune=commune, name="Phú Hòa 1"))
    make.rating(cell=cell, year=2024, short_name="HTNV")
    Rating.objects.create(cell=cell, year=2023, stage="self")
    return cell


def ratings(*levels):
    header = ["Tên chi bộ", "Xã", *(f"XL {year}" for year, _level in levels)]
    return [header, ["Chi bộ thôn Phú Hòa 1", "Hòa Nhơn", *(level for _year, level in levels)]]


@pytest.mark.parametrize(
    ("year", "level", "message"),
    [
        (2024, "HTTNV", "Năm 2024 đã xếp HTNV; muốn đổi thì xếp loại lại trong cổng"),
        (
            2023,
            "HTTNV",
            "Năm 2023 đang xếp loại dở trong cổng (chi bộ đã tự xếp loại); làm tiếp trong cổng",
        ),
        (2016, "HTXSNV", "Mức xếp loại năm 2016 phải là một trong: "),
        (2099, "HTTNV", "Không xếp loại cho năm 2099"),
        (2010, "HTTNV", "Không xếp loại cho năm 2010"),
        (2025, "Giỏi", "Mức xếp loại năm 2025 phải là một trong: Hoàn thành xuất sắc"),
    ],
)
def test_ratings_that_cannot_be_are_refused(rated, officer, year, level, message):
    run = written(ratings((year, level)), officer)
    ((_sheet, _row, column, value, found),) = faults(run)
    assert (column, value) == (f"C (XL {year})", level)
    assert found.startswith(message)
    assert rated.ratings.count() == 2


@pytest.mark.parametrize(
    ("year", "level", "short_name"),
    [
        (2025, "Hoàn thành tốt", "HTTNV"),
        (2025, "httnv", "HTTNV"),
        (2025, "Không hoàn thành nhiệm vụ", "KHTNV"),
        (2015, "TSVM", "TSVM"),
        (2015, "Trong sạch vững mạnh", "TSVM"),
        (2015, "Yếu kém", "YK"),
        (2024, "HTNV", "HTNV"),
    ],
)
def test_levels_are_read_by_the_scheme_of_their_year(rated, officer, year, level, short_name):
    assert faults(written(ratings((year, level)), officer)) == []
    assert rated.ratings.get(year=year).level.short_name == short_name


def test_ratings_line_by_line_keep_the_reason_and_the_decision(rated, officer):
    header = ["Chi bộ", "Xã", "Năm", "Xếp loại", "Lý do", "Số quyết định"]
    row = ["Phú Hòa 1", "Hòa Nhơn", "2025", "HTTNV", "Đạt tiêu chí", "15-QĐ/HU"]
    run = written([header, row], officer)
    assert (run.kind, run.state, faults(run)) == ("ratings", "done", [])
    step = rated.ratings.get(year=2025).steps.get()
    assert step.reason.startswith("Đạt tiêu chí. Nhập từ bảng tính")
    assert (step.decision_number, step.by) == ("15-QĐ/HU", officer)


def test_units_line_by_line(officer):
    header = ["Xã", "Khu dân cư", "Loại", "Số hộ", "Số dân"]
    rows = [
        header,
        ["Hòa Nhơn", "thôn Phú Hòa 1", "thôn", "1.471", 1884],
        ["Hòa Nhơn", "Thôn 5", None, 3, 4],
    ]
    run = written(rows, officer)
    assert (run.kind, faults(run)) == ("units", [])
    areas = ResidentialArea.objects.order_by("id").values_list(
        "name", "kind", "households", "population"
    )
    assert list(areas) == [("Phú Hòa 1", "village", 1471, 1884), ("Thôn 5", "village", 3, 4)]
    assert Committee.objects.communes().get().name == "Hòa Nhơn"
    assert outcomes(written(rows, officer))["same"] == 2


def test_a_year_before_the_cell_began_is_refused(rated, officer):
    PartyCell.objects.filter(pk=rated.pk).update(valid_from="2022-06-01")
    assert faults(written(ratings((2022, "HTTNV")), officer)) == []
    ((_sheet, _row, column, _value, found),) = faults(written(ratings((2021, "HTTNV")), officer))
    assert (column, found[:39]) == ("C (XL 2021)", "Chi bộ không tồn tại trong năm 2021 nên")
