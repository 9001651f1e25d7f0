"""Annexes of decisions and lists of cadres."""

import datetime

import pytest

from assignments.imports.decisions import decision_named
from assignments.imports.people import decent_agency, is_leading
from assignments.models import Agency, Assignment, Cadre, Decision
from tests import make
from tests.imports.runs import CADRES_FILE, CELLS_FILE, checked, faults, notes, outcomes, written

HEADER = ["Họ và tên", "Cơ quan", "Năm sinh", "Chức vụ", "Khu dân cư", "Xã", "Từ ngày", "Ghi chú"]


@pytest.fixture
def district(db):
    return make.district(name="Huyện Hòa Vang")


@pytest.fixture
def officer(district):
    return make.district_officer(district)


@pytest.fixture
def area(district):
    return make.area(commune=make.commune(parent=district, name="Hòa Nhơn"), name="Phú Hòa 1")


def row(**values):
    facts = {
        "name": "Nguyễn Văn An",
        "agency": "Phòng Nội vụ",
        "born": 1975,
        "position": "Chuyên viên",
        "area": "Phú Hòa 1",
        "commune": "Hòa Nhơn",
        "day": "01/02/2026",
        "note": None,
    }
    return list((facts | values).values())


@pytest.mark.parametrize(
    ("preamble", "wanted"),
    [
        (
            "(Kèm theo Quyết định số 215-QĐ/HU, ngày 12/01/2026 của Ban Thường vụ)",
            ("215-QĐ/HU", datetime.date(2026, 1, 12)),
        ),
        (
            "Kế hoạch số: 7 - KH/HU ngày 3 tháng 2 năm 2026",
            ("7-KH/HU", datetime.date(2026, 2, 3)),
        ),
        ("Hòa Vang, ngày 12 tháng 01 năm 2026", None),
        ("Quyết định số 1-QĐ/HU, ngày 31/02/2026", None),
    ],
)
def test_the_decision_is_read_from_the_text_above_the_table(preamble, wanted):
    assert decision_named(preamble) == wanted


@pytest.mark.parametrize(
    ("written_as", "wanted"),
    [
        ("BAN TỔ CHỨC HUYỆN ỦY", "Ban tổ chức Huyện ủy"),
        ("ỦY BAN MTTQ VIỆT NAM HUYỆN", "Ủy ban MTTQ Việt Nam huyện"),
        ("Phòng Nội vụ", "Phòng Nội vụ"),
    ],
)
def test_agencies_in_capitals_are_stored_in_a_decent_case(written_as, wanted):
    assert decent_agency(written_as) == wanted


@pytest.mark.parametrize(
    ("position", "leads"),
    [
        ("Trưởng phòng", True),
        ("Phó Trưởng ban", True),
        ("Phó Chủ tịch", True),
        ("Chánh Văn phòng", True),
        ("Chuyên viên", False),
        ("Kế toán trưởng", False),
    ],
)
def test_leaders_are_known_by_the_words_of_their_position(position, leads):
    assert is_leading(position) is leads


def test_the_annex_makes_agencies_cadres_decision_and_assignments(officer):
    written(CELLS_FILE, officer)
    run = written(CADRES_FILE, officer)
    assert (run.state, run.problem, faults(run)) == ("done", "", [])
    assert run.counts["tally"] == {
        "assignments.agency": {"create": 18},
        "assignments.assignment": {"create": 54},
        "assignments.cadre": {"create": 54},
        "assignments.decision": {"create": 1},
    }
    diem = Cadre.objects.get(full_name="Đặng Thị Kim Diễm")
    assert (diem.gender, diem.birth_year, diem.is_leader) == ("woman", 1969, True)
    assert (diem.agency.name, diem.position) == ("Ban Tổ chức Huyện ủy", "Phó Trưởng ban")
    row = Assignment.objects.get(cadre=diem)
    assert (row.area.name, row.area.committee.name) == ("Ninh An", "Hòa Nhơn")
    assert (row.valid_from, row.visits_per_quarter) == (datetime.date(2026, 2, 1), 1)
    decision = Decision.objects.get()
    assert (decision.number, decision.issued_on) == ("215-QĐ/HU", datetime.date(2026, 1, 12))
    assert row.decision == decision
    assert Assignment.objects.get(cadre__full_name="Trương Tấn Việt").visits_per_quarter == 3
    assert Agency.objects.filter(name="Ủy ban MTTQ Việt Nam huyện").exists()


def test_odd_writings_of_the_annex_are_named(officer):
    written(CELLS_FILE, officer)
    found = notes(checked(CADRES_FILE, officer))
    assert (12, "H (Từ ngày)", "1.2.2026", "Đọc là ngày 01/02/2026") in found
    assert (
        16,
        "G (Phân công dự sinh hoạt Xã)",
        "Hoà Khương",
        "Hiểu là xã Hòa Khương",
    ) in found
    assert (15, "C (Năm sinh Nam)", "1973", "Số ghi ở dạng chữ, đọc là 1973") in found
    assert {note[3] for note in found if note[0] == 19} == {
        "“nt” (như trên) nhưng dòng trên không ghi gì: để trống"
    }


def test_the_annex_twice_changes_nothing(officer):
    written(CELLS_FILE, officer)
    written(CADRES_FILE, officer)
    run = written(CADRES_FILE, officer)
    assert outcomes(run)["same"] == 54
    assert "create" not in outcomes(run)


def test_the_annex_without_the_villages_names_each_missing_one(officer):
    run = checked(CADRES_FILE, officer)
    assert run.counts["bad_rows"] == 54
    assert faults(run)[0][3:] == (
        "Hòa Tiến",
        "Không có xã “Hòa Tiến” trong địa bàn được phân quyền; ghi đúng tên xã",
    )


def test_a_stored_cadre_is_known_by_name_agency_and_birth_year(district, officer, area):
    agency = make.agency(committee=district, name="Phòng Nội vụ")
    cadre = make.cadre(agency=agency, full_name="Nguyễn Văn An")
    make.cadre(agency=agency, full_name="Nguyễn Văn An", birth_year=1960)
    run = written([HEADER, row(agency="PHONG NOI VU", position="Trưởng phòng")], officer)
    assert faults(run) == []
    cadre.refresh_from_db()
    assert (cadre.birth_year, cadre.position, cadre.is_leader) == (1975, "Trưởng phòng", True)
    assert Assignment.objects.get().cadre == cadre


def test_several_of_one_name_make_a_fault_that_lists_them(district, officer, area):
    agency = make.agency(committee=district, name="Phòng Nội vụ")
    for year in (1960, 1975):
        make.cadre(agency=agency, full_name="Nguyễn Văn An", birth_year=year)
    ((*_place, message),) = faults(checked([HEADER, row(born=None)], officer))
    assert message == (
        "Có nhiều cán bộ tên này: Nguyễn Văn An (1960, Phòng Nội vụ); "
        "Nguyễn Văn An (1975, Phòng Nội vụ); ghi thêm năm sinh, cơ quan"
    )


def test_an_assignment_that_holds_already_gets_the_new_decision(district, officer, area):
    agency = make.agency(committee=district, name="Phòng Nội vụ")
    cadre = make.cadre(agency=agency, full_name="Nguyễn Văn An", birth_year=1975)
    held = make.assignment(cadre=cadre, area=area, valid_from=datetime.date(2025, 1, 1))
    header = [*HEADER, "Số quyết định", "Ngày quyết định"]
    run = written([header, [*row(position=None), "9-QĐ/HU", "12.1.2026"]], officer)
    assert outcomes(run)["change"] == 1
    held.refresh_from_db()
    assert (held.decision.number, held.valid_from) == ("9-QĐ/HU", datetime.date(2025, 1, 1))
    assert Assignment.objects.count() == 1


def test_a_period_that_conflicts_is_refused_by_name(district, officer, area):
    agency = make.agency(committee=district, name="Phòng Nội vụ")
    cadre = make.cadre(agency=agency, full_name="Nguyễn Văn An", birth_year=1975)
    make.assignment(cadre=cadre, area=area, valid_from=datetime.date(2026, 3, 1))
    ((_sheet, _row, column, value, message),) = faults(checked([HEADER, row()], officer))
    assert (column, value) == ("G (Từ ngày)", "01/02/2026")
    assert message == (
        "Đã được phân công về Phú Hòa 1 từ 01/03/2026, chưa kết thúc; sửa ngày cho khỏi trùng kỳ đó"
    )


def test_ones_own_village_is_noted(district, officer, area):
    agency = make.agency(committee=district, name="Phòng Nội vụ")
    make.cadre(agency=agency, full_name="Nguyễn Văn An", birth_year=1975, home_area=area)
    assert notes(checked([HEADER, row()], officer))[0][3].startswith("Là nơi ở của cán bộ này")


def test_nt_repeats_the_note_above(officer, area):
    rows = [HEADER, row(note="Thay đ/c Ba"), row(name="Lê Thị Bé", note="nt")]
    written(rows, officer)
    assert list(Assignment.objects.values_list("note", flat=True)) == ["Thay đ/c Ba"] * 2


@pytest.mark.parametrize(
    ("values", "column", "message"),
    [
        ({"area": "Phú Hòa 9"}, "E (Khu dân cư)", "Xã Hòa Nhơn không có khu dân cư này"),
        ({"agency": None}, "", "Chưa rõ cơ quan"),
        ({"day": "31/02/2026"}, "G (Từ ngày)", "Không có ngày này trong lịch"),
        ({"day": None}, "G (Từ ngày)", "Thiếu ngày bắt đầu phân công"),
        ({"born": 1900}, "C (Năm sinh)", "Năm sinh phải từ 1930 đến 2020"),
        ({"name": "N" * 151}, "A (Họ và tên)", "Dài quá 150 ký tự"),
    ],
)
def test_what_cannot_be_is_named_in_its_cell(officer, area, values, column, message):
    ((_sheet, number, found_column, _value, found),) = faults(
        checked([HEADER, row(**values)], officer, kind="assignments")
    )
    assert (number, found_column) == (2, column)
    assert found.startswith(message)


def test_a_list_of_cadres_adds_and_changes_them(district, officer, area):
    header = ["Họ tên", "Đơn vị", "Nam", "Nữ", "Chức vụ", "Điện thoại", "Nơi ở", "Xã nơi ở", "Diện"]
    rows = [
        header,
        [
            "Lê Thị Bé",
            "Phòng Nội vụ",
            None,
            "1980",
            "Chuyên viên",
            "0905",
            "Phú Hòa 1",
            "Hòa Nhơn",
            "công chức",
        ],
        ["Hồ Văn Ba", "Phòng Nội vụ", "x", None, "Trưởng phòng", None, None, None, "cấp ủy viên"],
    ]
    run = written(rows, officer)
    assert (run.kind, faults(run)) == ("cadres", [])
    be = Cadre.objects.get(full_name="Lê Thị Bé")
    assert (be.gender, be.birth_year, be.home_area, be.phone) == ("woman", 1980, area, "0905")
    ba = Cadre.objects.get(full_name="Hồ Văn Ba")
    assert (ba.gender, ba.birth_year, ba.is_leader) == ("man", None, True)
    assert ba.category == "committee_member"
    assert Agency.objects.count() == 1
    assert outcomes(written(rows, officer))["same"] == 2
