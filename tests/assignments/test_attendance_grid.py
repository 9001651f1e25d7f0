"""One row of the quarter grid: what each mark writes, what it refuses, who was faster."""

import datetime
import uuid

import pytest
import time_machine

from assignments.actions.attendance import log_attendance
from assignments.actions.confirmations import confirm_attendance
from assignments.actions.grid import MarkRefused, RowChanged, mark_row
from assignments.models import Assignment, Attendance, ClosedQuarter, MonthMark
from assignments.reports.grid import grid_assignments, grid_rows, grid_totals
from common.months import Quarter
from tests import make

NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
Q4 = Quarter(2026, 4)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


class Stage:
    def __init__(self) -> None:
        self.district = make.district()
        self.area = make.area(commune=make.commune(parent=self.district))
        self.cell = make.cell(area=self.area, meeting_day=10)
        agency = make.agency(committee=self.district)
        self.assignment = make.assignment(cadre=make.cadre(agency=agency), area=self.area)
        self.officer = make.district_officer(self.district)

    @property
    def row(self):
        (row,) = grid_rows([self.assignment], Q4)
        return row

    def mark(self, *marks, version=None):
        return mark_row(
            assignment=self.assignment,
            quarter=Q4,
            marks=dict(zip(Q4.months, marks, strict=False)),
            version=version or self.row.version,
            by=self.officer,
        )

    @property
    def values(self):
        return [box.value for box in self.row.boxes]

    @property
    def days(self):
        rows = Attendance.objects.counted().order_by("attended_on")
        return [(row.attended_on.day, row.attended_on.month) for row in rows]


@pytest.fixture
def stage(db):
    return Stage()


def test_d_means_the_recorded_meeting_else_the_usual_day(stage):
    make.meeting(cell=stage.cell, held_on=datetime.date(2026, 10, 8))
    row = stage.mark("D", "d")
    assert stage.days == [(8, 10), (10, 11)]
    assert (row.done, row.due) == (2, 3)
    assert Attendance.objects.first().source == "desk"


def test_a_number_means_that_day(stage):
    stage.mark("12")
    assert stage.days == [(12, 10)]
    stage.mark("14/10")
    assert stage.days == [(14, 10)]
    stage.mark("12")
    assert stage.days == [(12, 10)]
    assert Attendance.objects.count() == 2


def test_absences_are_marks_and_exempt_months_lower_the_duty(stage):
    row = stage.mark("V", "M")
    assert stage.values == ["V", "M", ""]
    assert row.due == 2
    stage.mark("K", "")
    assert stage.values == ["K", "", ""]
    assert MonthMark.objects.count() == 1


def test_a_mark_gives_way_to_an_attendance_and_back(stage):
    stage.mark("V")
    stage.mark("D")
    assert (stage.values[0], MonthMark.objects.count()) == ("D", 0)
    stage.mark("K")
    assert (stage.values[0], stage.days) == ("K", [])
    stage.mark("")
    assert stage.values == ["", "", ""]


def test_undoing_a_clear_takes_the_same_row_up_again(stage):
    stage.mark("D")
    stage.mark("")
    stage.mark("D")
    assert Attendance.objects.count() == 1
    assert stage.values[0] == "D"


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [
        (("Z",), "Tháng 10/2026: “Z” không phải dấu chấm"),
        (("31", "31"), "Tháng 11/2026: Tháng này không có ngày 31"),
        (("", "25"), "Tháng 11/2026: Ngày 25/11/2026 chưa tới"),
        (("", "", "V"), "Tháng 12/2026: tháng này chưa tới"),
    ],
)
def test_refused_marks_are_named_by_month_and_write_nothing(stage, marks, sentence):
    with pytest.raises(MarkRefused, match=sentence):
        stage.mark("D" if len(marks) > 1 else marks[0], *marks[1:])
    assert stage.values == ["", "", ""]


def test_what_the_cadre_logged_or_the_cell_confirmed_needs_a_reason(stage):
    user = make.cadre_user(stage.assignment.cadre)
    row = log_attendance(
        cadre=stage.assignment.cadre,
        cell=stage.cell,
        attended_on=datetime.date(2026, 10, 10),
        client_uuid=uuid.uuid4(),
        by=user,
    ).attendance
    with pytest.raises(MarkRefused, match="có lý do") as refusal:
        stage.mark("V")
    assert refusal.value.attendance == row
    stage.mark("D", "D")
    desk = Attendance.objects.get(source="desk")
    confirm_attendance(attendance=desk, by=make.cell_secretary(stage.cell))
    with pytest.raises(MarkRefused, match="đã được xác nhận"):
        stage.mark("D", "")


def test_the_second_of_two_editors_sees_what_the_first_stored(stage):
    opened = stage.row.version
    stage.mark("V")
    with pytest.raises(RowChanged) as conflict:
        stage.mark("K", version=opened)
    assert [box.value for box in conflict.value.row.boxes] == ["V", "", ""]
    stage.mark("K", version=conflict.value.row.version)
    assert stage.values[0] == "K"


def test_a_log_by_phone_changes_the_version(stage):
    opened = stage.row.version
    make.attendance(
        assignment=stage.assignment, cell=stage.cell, attended_on=datetime.date(2026, 10, 3)
    )
    assert stage.row.version != opened


def test_a_closed_quarter_is_locked(stage):
    ClosedQuarter.objects.create(year=2026, quarter=4, closed_by=stage.officer)
    assert not stage.row.is_open
    for mark in ("D", "V"):
        with pytest.raises(MarkRefused, match="đã chốt"):
            stage.mark(mark)


def test_two_sources_are_not_settled_after_closing(stage):
    stage.mark("V")
    day = datetime.date(2026, 10, 3)
    make.attendance(assignment=stage.assignment, cell=stage.cell, attended_on=day)
    ClosedQuarter.objects.create(year=2026, quarter=4, closed_by=stage.officer)
    with pytest.raises(MarkRefused, match="đã chốt"):
        stage.mark("3")


def test_months_outside_the_assignment_are_locked(stage):
    stage.assignment.valid_from = datetime.date(2026, 11, 5)
    stage.assignment.save()
    assert [box.why_locked for box in stage.row.boxes] == ["outside", "", "future"]
    with pytest.raises(MarkRefused, match="không có hiệu lực"):
        stage.mark("V")
    with pytest.raises(MarkRefused, match="trước khi phân công"):
        stage.mark("", "4")


def test_areas_that_share_a_cell_do_not_count_one_visit_twice(stage):
    other = make.area(commune=stage.area.committee)
    stage.cell.area_links.create(area=other)
    make.assignment(cadre=stage.assignment.cadre, area=other)
    stage.mark("D")
    stage.assignment = Assignment.objects.get(area=other)
    with pytest.raises(MarkRefused, match="đã tính cho"):
        stage.mark("D")


def test_without_cell_or_day_the_row_says_what_to_do(stage):
    stage.cell.meeting_day = None
    stage.cell.save()
    with pytest.raises(MarkRefused, match="Ghi số ngày"):
        stage.mark("D")
    stage.cell.area_links.all().delete()
    with pytest.raises(MarkRefused, match="không có chi bộ"):
        stage.mark("12")


def test_a_day_typed_over_two_sources_decides_for_the_attendance(stage):
    stage.mark("V")
    make.attendance(
        assignment=stage.assignment,
        cell=stage.cell,
        attended_on=datetime.date(2026, 10, 3),
        source="phone",
    )
    assert stage.row.boxes[0].is_clash
    stage.mark("3")
    assert (stage.values[0], MonthMark.objects.count()) == ("D", 0)


def test_totals_count_the_marks_and_leave_exempt_months_out_of_duty(stage):
    other = make.assignment(area=stage.area, visits_per_quarter=1)
    stage.mark("D", "M")
    stage.assignment = other
    stage.mark("V", "")
    totals = grid_totals(Assignment.objects.all(), Q4)
    assert totals.months == [(1, 2), (0, 1), (0, 2)]
    assert (totals.done, totals.due) == (1, 3)
    assert (totals.filled, totals.boxes) == (3, 6)
    assert grid_totals(Assignment.objects.none(), Q4).months == [(0, 0)] * 3


def test_a_row_of_another_quarter_is_shown_locked(stage):
    stage.assignment.valid_from = datetime.date(2027, 1, 1)
    (row,) = grid_rows([stage.assignment], Q4)
    assert [box.why_locked for box in row.boxes] == ["outside", "outside", "future"]
    assert (row.due, row.done, row.has_cell) == (0, 0, False)


@pytest.mark.parametrize("number", [3, 30])
def test_rows_cost_the_same_queries_however_many(number, stage, django_assert_num_queries):
    for _count in range(number):
        area = make.area(commune=stage.area.committee)
        cell = make.cell(area=area)
        row = make.assignment(cadre=stage.assignment.cadre, area=area)
        make.attendance(assignment=row, cell=cell, attended_on=datetime.date(2026, 10, 3))
    found = list(grid_assignments(Assignment.objects.all(), Q4, {}))
    with django_assert_num_queries(4):
        rows = grid_rows(found, Q4)
        assert [row.version for row in rows]
    assert len(rows) == number + 1
    with django_assert_num_queries(3):
        totals = grid_totals(Assignment.objects.all(), Q4)
    assert totals.months[0] == (number, number + 1)
