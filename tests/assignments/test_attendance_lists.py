"""The grid and the lists of attendance: rows saved, filters, exports, how many queries they cost."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from assignments.models import Attendance
from tests import make
from tests.assignments.attendance_stage import DAY, NOW, Stage


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stage(db, client):
    return Stage(client)


# --- The grid ---


def test_a_row_is_saved_alone_or_as_a_page(stage):
    answer = stage.marks("D", "V")
    assert answer.status_code == 200
    assert "đã lưu 10:00" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    page = stage.marks("D", "", htmx=False)
    assert page.status_code == 302
    assert page.url.endswith(f"#dong-{stage.assignment.pk}")


def test_a_refused_mark_keeps_what_was_typed(stage):
    for htmx in (True, False):
        answer = stage.marks("12", "Z", htmx=htmx)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "không phải dấu chấm" in text
        assert 'value="Z"' in text


def test_the_slower_of_two_sees_the_marks_of_the_faster(stage):
    opened = stage.get("attendance_grid", by=stage.officer).context["rows"][0].version
    stage.marks("V", "")
    answer = stage.marks("K", "", version=opened)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Có người vừa sửa dòng này" in text
    assert 'data-mark="K"' in text


def test_what_needs_a_reason_links_to_its_page(stage):
    row = stage.log().attendance
    answer = stage.marks("", "V")
    assert answer.status_code == 422
    assert row.get_absolute_url() in answer.content.decode()


def test_a_quarter_unknown_is_not_found(stage):
    assert stage.get("quarter_close", "2026-9", by=stage.officer).status_code == 404


def test_closing_asks_and_then_locks_the_grid(stage):
    stage.log(attended_on=datetime.date(2026, 8, 10))
    page = stage.get("quarter_close", "2026-3", by=stage.officer)
    assert "Có 1 lượt dự, trong đó 1 chưa xác nhận" in page.content.decode()
    stage.post("quarter_close", "2026-3", by=stage.officer)
    page = stage.get("attendance_grid", by=stage.officer, quy="2026-3")
    assert page.context["is_closed"]
    assert page.content.decode().count("readonly") == 3
    stage.post("quarter_close", "2026-3", by=stage.officer)
    page = stage.get("attendance_grid", by=stage.officer, quy="2026-3")
    assert "đã chốt rồi" in page.content.decode()


# --- Lists ---


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 3),
        ({"quy": "2026-4"}, 2),
        ({"quy": "nonsense"}, 3),
        ({"nguon": "desk"}, 1),
        ({"xac_nhan": "none"}, 3),
        ({"xac_nhan": "clash"}, 1),
        ({"xac_nhan": "withdrawn"}, 0),
        ({"q": "nguyen van thu"}, 3),
        ({"q": "khong co ai"}, 0),
    ],
)
def test_the_list_is_filtered(stage, query, found):
    stage.log()
    stage.log(guidance="Khác.")
    stage.log(attended_on=datetime.date(2026, 10, 10))
    stage.log(attended_on=datetime.date(2026, 8, 10), source="desk")
    page = stage.get("attendance_list", by=stage.officer, **query)
    assert page.context["page"].total == found


def test_lists_are_exported_as_shown(stage):
    stage.log()
    answer = stage.get("attendance_list", by=stage.officer, xuat="csv")
    assert stage.cell.name in b"".join(answer).decode()
    answer = stage.get("duty_list", by=stage.officer, xuat="csv", quy="2026-4", theo="agency")
    assert f"{stage.cadre.agency.name},,1,3,1,0,0" in b"".join(answer).decode()


@pytest.mark.parametrize("grouping", ["cadre", "area", "agency", "commune"])
def test_duty_is_shown_by_everything(stage, grouping):
    stage.log()
    page = stage.get("duty_list", by=stage.officer, theo=grouping)
    (line,) = page.context["page"].rows
    assert (line["total_done"], line["total_due"]) == (1, 3)


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("attendance_today", "user"),
        ("attendance_log", "user"),
        ("attendance_list", "officer"),
        ("attendance_list", "user"),
        ("attendance_grid", "officer"),
        ("attendance_confirm_list", "clerk"),
        ("duty_list", "officer"),
    ],
)
def test_pages_cost_the_same_queries_however_many_rows(
    stage, name, by, django_assert_max_num_queries
):
    stage.clerk = make.commune_officer(stage.commune)
    costs = []
    for number in (3, 30):
        while Attendance.objects.count() < number:
            area = make.area(commune=stage.commune)
            row = make.assignment(cadre=stage.cadre, area=area)
            make.attendance(assignment=row, cell=make.cell(area=area), attended_on=DAY)
        stage.get(name, by=getattr(stage, by))
        with django_assert_max_num_queries(20) as counted:
            stage.client.get(reverse(f"assignments:{name}"))
        costs.append(len(counted))
    assert costs[0] == costs[1]
