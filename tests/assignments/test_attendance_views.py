"""Pages and doors of attendance: statuses, what they show, how many queries they cost."""

import datetime
import json
import uuid

import pytest
import time_machine
from django.urls import reverse

from assignments.models import Attendance, AttendanceClash, ClosedQuarter
from tests import make
from tests.assignments.attendance_stage import DAY, NOW, Stage


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stage(db, client):
    return Stage(client)


# --- The door for programs ---


def test_sent_once_201_again_200_differently_409(stage):
    mark = str(uuid.uuid4())
    assert stage.send(client_uuid=mark).status_code == 201
    assert stage.send(client_uuid=mark).status_code == 200
    assert stage.send().status_code == 200
    answer = stage.send(guidance="Khác.")
    assert answer.status_code == 409
    page = stage.client.get(answer.json()["url"])
    assert b"Quy tr\xc3\xacnh." in page.content
    assert "Khác." in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "status", "field", "words"),
    [
        ({"attended_on": "2026-11-21"}, 422, "attended_on", "chưa tới"),
        ({"attended_on": "2025-12-31"}, 422, "attended_on", "trước khi phân công"),
        ({"attended_on": "hôm qua"}, 422, "attended_on", "ngày/tháng/năm"),
        ({"client_uuid": "12"}, 422, "client_uuid", "UUID"),
        ({"heard": "a" * 4001}, 422, "heard", "4000"),
        ({"cell": 0}, 404, "cell", "không thuộc phân công"),
    ],
)
def test_what_cannot_be_taken_is_answered_by_field(stage, changes, status, field, words):
    answer = stage.send(**changes)
    assert answer.status_code == status
    assert words in answer.json()["errors"][field]
    assert not Attendance.objects.exists()


def test_no_json_and_no_cadre_have_their_own_answers(stage):
    stage.client.force_login(stage.user)
    url = reverse("assignments:attendance_send")
    for body in ("{", "[]"):
        assert stage.client.post(url, body, content_type="application/json").status_code == 400
    stage.cadre.user = None
    stage.cadre.save()
    assert stage.send().status_code == 403
    assert stage.get("attendance_log", by=stage.user).status_code == 403


# --- The form ---


def test_the_only_cell_its_last_meeting_and_a_mark_are_filled_in(stage):
    make.meeting(cell=stage.cell, held_on=datetime.date(2026, 11, 8))
    form = stage.get("attendance_log", by=stage.user).context["form"]
    assert form["cell"].value() == stage.cell.pk
    assert form["attended_on"].value() == datetime.date(2026, 11, 8)
    assert uuid.UUID(str(form["client_uuid"].value())).version == 4


def test_without_a_meeting_the_usual_day_is_filled_in(stage):
    form = stage.get("attendance_log", by=stage.user).context["form"]
    assert form["attended_on"].value() == DAY


def test_each_of_several_cells_brings_its_own_day(stage):
    other = make.cell(area=stage.area, name="Chi bộ ghép", meeting_day=None)
    make.meeting(cell=other, held_on=datetime.date(2026, 11, 5))
    make.meeting(cell=stage.cell, held_on=DAY)
    stage.log()
    form = stage.get("attendance_log", by=stage.user).context["form"]
    assert json.loads(form.days) == {str(stage.cell.pk): "20/11/2026", str(other.pk): "05/11/2026"}
    assert form["attended_on"].value() == datetime.date(2026, 11, 20)
    chosen = stage.get("attendance_log", by=stage.user, chi_bo=other.pk).context["form"]
    assert chosen["attended_on"].value() == datetime.date(2026, 11, 5)


def test_a_text_too_long_is_refused_whole_instead_of_cut_by_the_browser(stage):
    data = {"cell": stage.cell.pk, "attended_on": "10/11/2026", "heard": "a" * 5000}
    page = stage.post("attendance_log", by=stage.user, **data)
    assert page.context["form"].errors["heard"]
    assert "a" * 5000 in page.content.decode()
    assert "maxlength" not in str(page.context["form"]["heard"])


def test_chips_and_words_become_one_text(stage):
    data = {"cell": stage.cell.pk, "attended_on": "10/11/2026", "client_uuid": uuid.uuid4()}
    chips = ["Giúp viết nghị quyết, kết luận", "Giúp phân công đảng viên"]
    answer = stage.post("attendance_log", by=stage.user, chips=chips, guidance="Thêm.", **data)
    assert answer.status_code == 302
    assert Attendance.objects.get().guidance == (
        "Giúp viết nghị quyết, kết luận; Giúp phân công đảng viên.\nThêm."
    )
    again = stage.post("attendance_log", by=stage.user, chips=chips, guidance="Thêm.", **data)
    assert again.url == reverse("assignments:attendance_today")
    other = stage.post("attendance_log", by=stage.user, guidance="Khác.", **data)
    assert other.url == AttendanceClash.objects.get().get_absolute_url()


def test_another_visit_under_the_same_mark_is_asked_about_and_then_taken(stage):
    data = {"cell": stage.cell.pk, "client_uuid": uuid.uuid4()}
    stage.post("attendance_log", by=stage.user, attended_on="10/11/2026", **data)
    chips = ["Giúp viết nghị quyết, kết luận", "Giúp phân công đảng viên"]
    data["chips"] = chips
    page = stage.post("attendance_log", by=stage.user, attended_on="09/11/2026", **data)
    assert "Cổng đã nhận bản ghi này" in page.content.decode()
    assert page.context["form"]["chips"].value() == chips
    data["client_uuid"] = page.context["form"]["client_uuid"].value()
    stage.post("attendance_log", by=stage.user, attended_on="09/11/2026", **data)
    assert Attendance.objects.count() == 2


def test_a_refusal_stands_at_its_field_and_keeps_the_words(stage):
    page = stage.post(
        "attendance_log",
        by=stage.user,
        cell=stage.cell.pk,
        attended_on="30/11/2026",
        heard="Đèn đường.",
    )
    text = page.content.decode()
    assert "Ngày 30/11/2026 chưa tới" in text
    assert "Đèn đường." in text


# --- Today ---


def test_today_shows_the_next_visit_and_the_state_of_records(stage):
    page = stage.get("attendance_today", by=stage.user)
    assert page.context["today"].next_visit.meets_on == DAY
    row = stage.log().attendance
    stage.log(guidance="Khác.")
    page = stage.get("attendance_today", by=stage.user)
    assert page.context["today"].next_visit is None
    assert "Hai bản ghi khác nhau" in page.content.decode()
    AttendanceClash.objects.all().delete()
    stage.post("attendance_dispute", row.pk, by=stage.secretary, note="Sổ không ghi tên.")
    assert "Sổ không ghi tên." in stage.get("attendance_today", by=stage.user).content.decode()


# --- Confirming ---


def test_the_secretary_confirms_one_the_ticked_or_all(stage):
    rows = [stage.log(attended_on=DAY - datetime.timedelta(days=n)).attendance for n in range(4)]
    page = stage.get("attendance_confirm_list", by=stage.secretary)
    assert page.context["page"].total == 4
    stage.post("attendance_confirm", rows[0].pk, by=stage.secretary)
    stage.post("attendance_confirm_many", by=stage.secretary, chon=[rows[1].pk, "x"])
    assert Attendance.objects.filter(confirmation="confirmed").count() == 2
    rest = [row.pk for row in rows]
    stage.post("attendance_confirm_many", by=stage.secretary, tat_ca="1", tren_trang=rest)
    assert Attendance.objects.filter(confirmation="confirmed").count() == 4
    page = stage.client.get(reverse("assignments:attendance_confirm_list"))
    assert "Không có lượt dự nào chờ xác nhận" in page.content.decode()


def test_confirming_nothing_or_in_a_closed_quarter_is_said(stage):
    row = stage.log().attendance
    stage.post("attendance_confirm_many", by=stage.secretary)
    text = stage.get("attendance_confirm_list", by=stage.secretary).content.decode()
    assert "Chưa chọn lượt dự nào" in text
    ClosedQuarter.objects.create(year=2026, quarter=4, closed_by=stage.officer)
    for name, args, data in (
        ("attendance_confirm", [row.pk], {}),
        ("attendance_confirm_many", [], {"chon": row.pk}),
    ):
        stage.post(name, *args, by=stage.secretary, **data)
        page = stage.get("attendance_confirm_list", by=stage.secretary)
        assert "đã chốt" in page.content.decode()
        assert not page.context["page"].total


# --- One attendance ---


def test_a_correction_shows_the_old_value_and_the_reason(stage):
    row = stage.log().attendance
    data = {"attended_on": "10/11/2026", "guidance": "Nội dung.", "version": 1}
    page = stage.post("attendance_correct", row.pk, by=stage.user, **data)
    assert page.context["form"].errors["reason"]
    stage.post("attendance_correct", row.pk, by=stage.user, reason="Ghi thiếu", **data)
    text = stage.get("attendance_detail", row.pk, by=stage.officer).content.decode()
    for words in ("Hướng dẫn quy trình.", "Nội dung.", "Ghi thiếu"):
        assert words in text


def test_a_cadre_changes_their_own_until_it_is_confirmed(stage):
    row = stage.log().attendance
    assert stage.get("attendance_correct", row.pk, by=stage.user).status_code == 200
    stage.post("attendance_confirm", row.pk, by=stage.secretary)
    assert stage.get("attendance_correct", row.pk, by=stage.user).status_code == 403
    assert stage.get("attendance_correct", row.pk, by=stage.officer).status_code == 200
    assert stage.get("attendance_correct", row.pk, by=stage.secretary).status_code == 403


def test_withdrawing_asks_why_and_shows_it(stage):
    row = stage.log().attendance
    page = stage.get("attendance_withdraw", row.pk, by=stage.officer)
    assert "Rút lượt dự này?" in page.content.decode()
    data = {"reason": "Không dự buổi này", "version": 1}
    stage.post("attendance_withdraw", row.pk, by=stage.officer, **data)
    text = stage.get("attendance_detail", row.pk, by=stage.officer).content.decode()
    assert "Không dự buổi này" in text
    assert "đã rút" in text


@pytest.mark.parametrize(("act", "kept"), [("keep", "Hướng dẫn quy trình."), ("take", "Khác.")])
def test_a_clash_is_settled_once(stage, act, kept):
    stage.log()
    clash = stage.log(guidance="Khác.").clash
    page = stage.get("attendance_clash", clash.pk, by=stage.user)
    assert "Hướng dẫn quy trình." in page.content.decode()
    stage.post(f"attendance_clash_{act}", clash.pk, by=stage.user)
    assert Attendance.objects.get().guidance == kept
    again = stage.post(f"attendance_clash_{act}", clash.pk, by=stage.officer)
    assert "đã có người xử lý" in stage.client.get(again.url).content.decode()
    assert stage.post("attendance_clash_keep", clash.pk, by=stage.secretary).status_code == 403


@pytest.mark.parametrize("act", ["keep", "take"])
def test_a_settled_clash_still_shows_both_records_as_they_were(stage, act):
    attendance = stage.log().attendance
    clash = stage.log(guidance="Khác.").clash
    stage.post(f"attendance_clash_{act}", clash.pk, by=stage.user)
    with time_machine.travel(NOW + datetime.timedelta(hours=1), tick=False):
        data = {"attended_on": "10/11/2026", "guidance": "Sửa sau.", "reason": "Ghi thiếu"}
        version = Attendance.objects.get().version
        stage.post("attendance_correct", attendance.pk, by=stage.user, version=version, **data)
    assert Attendance.objects.get().guidance == "Sửa sau."
    rows = stage.get("attendance_clash", clash.pk, by=stage.user).context["rows"]
    assert rows[0][1:3] == ("Hướng dẫn quy trình.", "Khác.")
