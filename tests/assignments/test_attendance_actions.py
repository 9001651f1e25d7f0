"""Logging once, whatever is sent how often; the guards; corrections; confirmations; closing."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connections

from assignments.actions import attendance as actions
from assignments.actions.attendance import (
    correct_attendance,
    log_attendance,
    withdraw_attendance,
)
from assignments.actions.clashes import keep_stored, take_sent
from assignments.actions.confirmations import (
    confirm_attendance,
    confirm_attendances,
    dispute_attendance,
)
from assignments.actions.quarters import close_quarter
from assignments.models import Attendance, AttendanceClash, ClosedQuarter
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from common.months import Quarter
from tests import make

DAY = datetime.date(2026, 11, 10)
NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


class Stage:
    """A cadre sent to an area with one cell, and everybody around them."""

    def __init__(self) -> None:
        self.district = make.district()
        self.commune = make.commune(parent=self.district)
        self.area = make.area(commune=self.commune)
        self.cell = make.cell(area=self.area, meeting_day=10)
        self.cadre = make.cadre(agency=make.agency(committee=self.district))
        self.assignment = make.assignment(cadre=self.cadre, area=self.area)
        self.user = make.cadre_user(self.cadre)
        self.officer = make.district_officer(self.district)
        self.secretary = make.cell_secretary(self.cell)

    def log(self, **changes):
        sent = {
            "cadre": self.cadre,
            "cell": self.cell,
            "attended_on": DAY,
            "guidance": "Hướng dẫn quy trình.",
            "by": self.user,
        }
        return log_attendance(**{**sent, **changes})


@pytest.fixture
def stage(db):
    return Stage()


def test_first_record_is_created_with_its_trail(stage):
    meeting = make.meeting(cell=stage.cell, held_on=DAY)
    logged = stage.log(client_uuid=uuid.uuid4(), heard="Bà con muốn đèn đường.")
    row = Attendance.objects.get()
    assert (logged.outcome, logged.attendance) == ("created", row)
    assert (row.assignment, row.cadre, row.meeting) == (stage.assignment, stage.cadre, meeting)
    assert AuditEntry.objects.about(row).get().act == "log_attendance"


def test_the_same_again_is_the_same_with_either_uuid(stage):
    first = uuid.uuid4()
    stage.log(client_uuid=first)
    assert stage.log(client_uuid=first).outcome == "same"
    assert stage.log(client_uuid=uuid.uuid4()).outcome == "same"
    assert stage.log(client_uuid=None, guidance="  Hướng  dẫn quy trình. ").outcome == "same"
    assert Attendance.objects.count() == 1


def test_other_content_is_kept_beside_the_stored_one(stage):
    stage.log(client_uuid=uuid.uuid4())
    for _again in range(2):
        logged = stage.log(client_uuid=uuid.uuid4(), guidance="Hướng dẫn nội dung.")
        assert logged.outcome == "clash"
    clash = AttendanceClash.objects.get()
    assert (clash.guidance, clash.is_open) == ("Hướng dẫn nội dung.", True)
    assert Attendance.objects.get().guidance == "Hướng dẫn quy trình."


def test_words_complete_the_mark_of_the_desk(stage):
    stage.log(source="desk", guidance="", by=stage.officer)
    sent = uuid.uuid4()
    assert stage.log(client_uuid=sent).outcome == "created"
    assert stage.log(client_uuid=sent).outcome == "same"
    row = Attendance.objects.get()
    assert (row.guidance, row.client_uuid) == ("Hướng dẫn quy trình.", sent)
    assert stage.log(source="desk", guidance="", by=stage.officer).outcome == "same"


def test_a_uuid_of_another_day_is_not_another_visit_nor_lost(stage):
    sent = uuid.uuid4()
    stage.log(client_uuid=sent)
    with pytest.raises(RuleBroken, match="Cổng đã nhận bản ghi này") as refusal:
        stage.log(client_uuid=sent, attended_on=DAY - datetime.timedelta(days=1))
    assert refusal.value.field == "client_uuid"
    other = Stage()
    with pytest.raises(RuleBroken, match="mã đã dùng"):
        other.log(client_uuid=sent)


def test_a_substitute_logs_for_the_assigned_cadre(stage):
    other = make.cadre(agency=stage.cadre.agency, full_name="Lê Thị Thay")
    user = make.cadre_user(other)
    with pytest.raises(RuleBroken, match="không thuộc khu dân cư nào"):
        stage.log(cadre=other, by=user)
    stage.assignment.substitute = other
    stage.assignment.save()
    stage.log(cadre=other, by=user)
    row = Attendance.objects.get()
    assert (row.cadre, row.note) == (stage.cadre, "Đồng chí Lê Thị Thay dự thay.")
    assert stage.log(cadre=other, by=user).outcome == "same"
    assert Attendance.objects.visible_to(user).get() == row


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"attended_on": datetime.date(2026, 11, 21)}, "chưa tới", "attended_on"),
        ({"attended_on": datetime.date(2026, 8, 31)}, "trước khi phân công bắt đầu", "attended_on"),
        ({"attended_on": datetime.date(2026, 11, 16)}, "sau khi phân công kết thúc", "attended_on"),
    ],
)
def test_each_guard_has_its_sentence(stage, changes, sentence, field):
    stage.assignment.valid_from = datetime.date(2026, 9, 1)
    stage.assignment.valid_to = datetime.date(2026, 11, 15)
    stage.assignment.save()
    with pytest.raises(RuleBroken, match=sentence) as refusal:
        stage.log(**changes)
    assert refusal.value.field == field
    assert stage.log().outcome == "created"


def test_a_cell_out_of_reach_is_refused(stage):
    with pytest.raises(RuleBroken, match="không thuộc khu dân cư nào") as refusal:
        stage.log(cell=make.cell())
    assert refusal.value.field == "cell"


def test_nothing_in_a_closed_quarter_changes_by_any_action(stage):
    row = stage.log(client_uuid=uuid.uuid4()).attendance
    clash = stage.log(guidance="Khác.").clash
    ClosedQuarter.objects.create(year=2026, quarter=4, closed_by=stage.officer)
    fixed = {"guidance": "Sửa.", "heard": "", "note": "", "reason": "Ghi nhầm", "by": stage.user}
    acts = [
        lambda: stage.log(attended_on=DAY - datetime.timedelta(days=2)),
        lambda: stage.log(guidance="Khác nữa."),
        lambda: correct_attendance(pk=row.pk, version=1, attended_on=DAY, **fixed),
        lambda: withdraw_attendance(pk=row.pk, version=1, reason="Nhầm", by=stage.officer),
        lambda: confirm_attendance(attendance=row, by=stage.secretary),
        lambda: dispute_attendance(attendance=row, note="Không có tên.", by=stage.secretary),
        lambda: keep_stored(clash=clash, by=stage.officer),
        lambda: take_sent(clash=clash, by=stage.officer),
    ]
    for act in acts:
        with pytest.raises(RuleBroken, match="đã chốt"):
            act()
    assert stage.log().outcome == "same"


def test_correction_keeps_the_old_value_and_asks_to_confirm_again(stage):
    row = stage.log().attendance
    confirm_attendance(attendance=row, by=stage.secretary)
    new_day = DAY + datetime.timedelta(days=2)
    correct_attendance(
        pk=row.pk,
        version=2,
        attended_on=new_day,
        guidance="Hướng dẫn nội dung.",
        heard="",
        note="",
        reason="Ghi nhầm ngày",
        by=stage.officer,
    )
    row.refresh_from_db()
    changes = row.corrections.get().changes
    assert changes["attended_on"] == ["2026-11-10", "2026-11-12"]
    assert changes["guidance"] == ["Hướng dẫn quy trình.", "Hướng dẫn nội dung."]
    assert (row.attended_on, row.confirmation) == (new_day, "none")
    with pytest.raises(EditConflict):
        withdraw_attendance(pk=row.pk, version=2, reason="Nhầm", by=stage.officer)


def test_correction_refuses_a_taken_day_and_no_change(stage):
    row = stage.log().attendance
    other_day = DAY - datetime.timedelta(days=1)
    stage.log(attended_on=other_day)
    fixed = {"heard": "", "note": "", "reason": "Ghi nhầm", "by": stage.officer, "version": 1}
    with pytest.raises(RuleBroken, match="Đã có lượt dự"):
        correct_attendance(pk=row.pk, attended_on=other_day, guidance="", **fixed)
    with pytest.raises(RuleBroken, match="Chưa có gì thay đổi"):
        correct_attendance(pk=row.pk, attended_on=DAY, guidance=row.guidance, **fixed)


def test_what_somebody_withdrew_is_not_sent_back(stage):
    sent = uuid.uuid4()
    row = stage.log(client_uuid=sent).attendance
    withdraw_attendance(pk=row.pk, version=1, reason="Không dự", by=stage.officer)
    assert stage.log(client_uuid=sent).outcome == "same"
    with pytest.raises(RuleBroken, match="đã bị rút"):
        stage.log(client_uuid=uuid.uuid4())
    assert not Attendance.objects.counted().exists()


def test_what_the_desk_cleared_can_be_logged(stage):
    row = stage.log(source="desk", guidance="", by=stage.officer).attendance
    withdraw_attendance(pk=row.pk, version=1, reason="", by=stage.officer)
    assert stage.log().outcome == "created"
    assert Attendance.objects.counted().get().guidance == "Hướng dẫn quy trình."


def test_taking_the_sent_record_is_a_correction(stage):
    stage.log()
    clash = stage.log(guidance="Khác.").clash
    take_sent(clash=clash, by=stage.user)
    row = Attendance.objects.get()
    assert row.guidance == "Khác."
    assert row.corrections.get().changes == {"guidance": ["Hướng dẫn quy trình.", "Khác."]}
    with pytest.raises(RuleBroken, match="đã có người xử lý"):
        keep_stored(clash=clash, by=stage.user)


def test_keeping_the_stored_record_changes_nothing_of_it(stage):
    stage.log()
    keep_stored(clash=stage.log(guidance="Khác.").clash, by=stage.user)
    assert Attendance.objects.get().guidance == "Hướng dẫn quy trình."
    assert AttendanceClash.objects.get().outcome == "kept_stored"


def test_secretary_and_commune_officer_confirm_nobody_else(stage):
    row = stage.log().attendance
    elsewhere = make.cell_secretary(make.cell(area=make.area(commune=stage.commune)))
    for person in (elsewhere, stage.officer, make.agency_officer(stage.cadre.agency)):
        with pytest.raises(RuleBroken, match="Chỉ bí thư"):
            confirm_attendance(attendance=row, by=person)
    dispute_attendance(attendance=row, note="Sổ không ghi.", by=stage.secretary)
    notice = Notice.objects.get(to=stage.user)
    assert "Sổ không ghi." in notice.body
    confirm_attendance(attendance=row, by=make.commune_officer(stage.commune))
    row.refresh_from_db()
    assert (row.confirmation, row.confirmation_note) == ("confirmed", "")


def test_nobody_confirms_their_own_attendance(stage):
    make.grant(user=stage.user, role="cell_secretary", cell=stage.cell)
    user = type(stage.user).objects.get(pk=stage.user.pk)
    row = stage.log().attendance
    with pytest.raises(RuleBroken, match="Không ai tự xác nhận"):
        confirm_attendance(attendance=row, by=user)


def test_confirming_several_counts_the_new_ones(stage):
    rows = [stage.log(attended_on=DAY - datetime.timedelta(days=n)).attendance for n in range(3)]
    confirm_attendance(attendance=rows[0], by=stage.secretary)
    assert confirm_attendances(attendances=rows, by=stage.secretary) == 2


def test_dispute_needs_a_note(stage):
    row = stage.log().attendance
    with pytest.raises(RuleBroken) as refusal:
        dispute_attendance(attendance=row, note=" ", by=stage.secretary)
    assert refusal.value.field == "note"


def test_a_quarter_closes_when_it_is_over_and_settled(stage):
    with pytest.raises(RuleBroken, match="mới xong"):
        close_quarter(quarter=Quarter(2026, 4), by=stage.officer)
    day = datetime.date(2026, 8, 10)
    stage.log(attended_on=day)
    clash = stage.log(attended_on=day, guidance="Khác.").clash
    with pytest.raises(RuleBroken, match="hai bản ghi khác nhau"):
        close_quarter(quarter=Quarter(2026, 3), by=stage.officer)
    keep_stored(clash=clash, by=stage.officer)
    close_quarter(quarter=Quarter(2026, 3), by=stage.officer)
    with pytest.raises(RuleBroken, match="đã chốt rồi"):
        close_quarter(quarter=Quarter(2026, 3), by=stage.officer)


def test_the_database_refuses_a_second_row_even_if_nobody_looked(stage, monkeypatch):
    stage.log(client_uuid=uuid.uuid4())
    look, looks = actions._stored_visit, []

    def look_away_once(*args):
        looks.append(args)
        return look(*args) if len(looks) > 1 else None

    monkeypatch.setattr(actions, "_stored_visit", look_away_once)
    assert stage.log(client_uuid=uuid.uuid4()).outcome == "same"
    assert Attendance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_sends_leave_one_row():
    stage = Stage()
    sent = uuid.uuid4()

    def send(number: int) -> str:
        try:
            return stage.log(client_uuid=sent if number % 2 else uuid.uuid4()).outcome
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(send, range(24)))
    assert Attendance.objects.count() == 1
    assert outcomes == ["created", *["same"] * 23]
