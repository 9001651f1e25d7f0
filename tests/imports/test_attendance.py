"""Attendance of a quarter, held to the guards of logging."""

import datetime

import pytest
from django.utils import timezone

from assignments.actions.attendance import log_attendance, withdraw_attendance
from assignments.models import Attendance, ClosedQuarter
from common.models import AuditEntry
from tests import make
from tests.imports.runs import checked, faults, outcomes, written

HEADER = ["Họ và tên", "Cơ quan", "Chi bộ", "Xã", "Ngày dự", "Đã hướng dẫn, giúp đỡ", "Phản ánh"]
DAY = datetime.date(2026, 3, 3)


@pytest.fixture
def district(db):
    return make.district(name="Huyện Hòa Vang")


@pytest.fixture
def officer(district):
    return make.district_officer(district)


@pytest.fixture
def cell(district):
    commune = make.commune(parent=district, name="Hòa Nhơn")
    return make.cell(area=make.area(commune=commune, name="Phú Hòa 1"))


@pytest.fixture
def assignment(district, cell):
    agency = make.agency(committee=district, name="Phòng Nội vụ")
    cadre = make.cadre(agency=agency, full_name="Nguyễn Văn An")
    return make.assignment(cadre=cadre, area=cell.areas.get(), valid_from=datetime.date(2026, 1, 1))


def table(day="03/03/2026", guidance="Góp ý nghị quyết", **values):
    facts = {"name": "Nguyễn Văn An", "agency": "Phòng Nội vụ", "cell": "Phú Hòa 1"} | values
    return [HEADER, [*facts.values(), "Hòa Nhơn", day, guidance, None]]


def test_a_visit_is_stored_as_read_from_a_workbook(officer, assignment, cell):
    meeting = make.meeting(cell=cell, held_on=DAY)
    run = written(table(), officer)
    assert (run.kind, faults(run)) == ("attendance", [])
    row = Attendance.objects.get()
    assert (row.cadre, row.cell, row.assignment) == (assignment.cadre, cell, assignment)
    assert (row.source, row.meeting, row.logged_by) == ("workbook", meeting, officer)
    assert row.guidance == "Góp ý nghị quyết"
    assert AuditEntry.objects.filter(act="import_attendance").count() == 1
    assert outcomes(written(table(), officer)) == {"same": 1}


def test_words_are_added_to_a_visit_without_any(officer, assignment, cell):
    row = make.attendance(assignment=assignment, cell=cell, attended_on=DAY)
    assert outcomes(written(table(), officer)) == {"change": 1}
    row.refresh_from_db()
    assert (row.guidance, row.version) == ("Góp ý nghị quyết", 2)


def test_a_row_without_words_agrees_with_what_is_stored(officer, assignment, cell):
    make.attendance(assignment=assignment, cell=cell, attended_on=DAY, guidance="Khác")
    assert outcomes(checked(table(guidance=None), officer)) == {"same": 1}


def test_other_words_for_the_same_visit_are_a_fault_that_names_both(officer, assignment, cell):
    make.attendance(assignment=assignment, cell=cell, attended_on=DAY, guidance="Khác")
    ((_sheet, _row, column, _value, message),) = faults(checked(table(), officer))
    assert column == "F (Đã hướng dẫn, giúp đỡ)"
    assert (
        message == "Buổi này đã ghi: “Khác”; bảng ghi: “Góp ý nghị quyết”. Sửa trong cổng nếu cần"
    )


def tomorrow():
    return timezone.localdate() + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"day": tomorrow}, "chưa tới"),
        ({"day": "31/12/2025"}, "trước khi phân công bắt đầu"),
        ({"cell": "Phú Hòa 2"}, "không thuộc khu dân cư nào được phân công"),
        ({"cell": "Phú Hòa 9"}, "Xã Hòa Nhơn không có chi bộ này"),
        ({"name": "Trần Lạ"}, "Không có cán bộ này"),
        ({"agency": "Phòng Lạ"}, "Không có cơ quan “Phòng Lạ”"),
    ],
)
def test_the_guards_of_logging_refuse_with_their_sentences(
    officer, assignment, cell, values, message
):
    make.cell(area=make.area(commune=cell.committee, name="Phú Hòa 2"))
    day = values.get("day")
    run = checked(table(**values | ({"day": day()} if callable(day) else {})), officer)
    assert message in faults(run)[0][4]


def test_a_closed_quarter_takes_no_visit_but_agrees_with_its_own(officer, assignment, cell):
    written(table(), officer)
    ClosedQuarter.objects.create(year=2026, quarter=1, closed_by=officer)
    assert outcomes(checked(table(), officer)) == {"same": 1}
    ((*_place, message),) = faults(checked(table(day="04/03/2026"), officer))
    assert message == "Số liệu quý I/2026 đã chốt, không ghi hay sửa được nữa."


def test_a_withdrawn_visit_stays_withdrawn(officer, assignment, cell):
    logged = log_attendance(cadre=assignment.cadre, cell=cell, attended_on=DAY, by=officer)
    withdraw_attendance(pk=logged.attendance.pk, version=1, reason="Ghi nhầm", by=officer)
    ((*_place, message),) = faults(checked(table(), officer))
    assert "đã bị rút" in message


def test_a_substitutes_visit_counts_for_the_cadre_they_stand_in_for(officer, assignment, cell):
    substitute = make.cadre(agency=assignment.cadre.agency, full_name="Lê Thay")
    assignment.substitute = substitute
    assignment.save()
    written(table(name="Lê Thay"), officer)
    row = Attendance.objects.get()
    assert (row.cadre, row.note) == (assignment.cadre, "Đồng chí Lê Thay dự thay.")
    assert outcomes(written(table(name="Lê Thay"), officer)) == {"same": 1}


def test_the_number_of_queries_does_not_grow_with_the_lines(
    officer, assignment, cell, django_assert_max_num_queries
):
    rows = [
        [
            "Nguyễn Văn An",
            "Phòng Nội vụ",
            "Phú Hòa 1",
            "Hòa Nhơn",
            DAY + datetime.timedelta(days=n),
            None,
            None,
        ]
        for n in range(30)
    ]
    with django_assert_max_num_queries(45):
        run = checked([HEADER, *rows], officer)
    assert outcomes(run) == {"create": 30}
