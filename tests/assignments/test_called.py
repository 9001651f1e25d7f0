"""Notices of called meetings: who is told, of what, once for each version, and what changed."""

import datetime
from typing import Any

import pytest

from assignments.tasks import tell_of_called_meetings
from cells.actions import calendar as actions
from cells.models import CellArea, PlannedMeeting
from common.models import Delivery, Notice
from tests import make

pytestmark = pytest.mark.django_db
THIRD = datetime.date(2026, 12, 3)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC))


@pytest.fixture
def sent():
    """A cadre with an account whose cell meets on the 3rd, and who may stand in."""
    cell = make.cell(name="Chi bộ Phú Sơn 3", meeting_day=3)
    cadre = make.cadre(email="can.bo@hoavang.example")
    make.cadre_user(cadre)
    substitute = make.cadre(email="thay@hoavang.example")
    return make.assignment(cadre=cadre, area=cell.areas.get(), substitute=substitute)


@pytest.fixture
def called(sent):
    return call(sent.area.cells.get())


def call(cell, **changes):
    facts: dict[str, Any] = {
        "planned_on": THIRD,
        "starts_at": datetime.time(19),
        "kind": "regular",
        "place": "Nhà văn hóa",
        "topic": "",
        "agenda": "Thu quỹ\nBàn đường bê tông",
        "reason": "",
    }
    return actions.call_meeting(cell=cell, by=make.cell_secretary(cell), **(facts | changes))


def move(planned, day=5, **changes):
    facts: dict[str, Any] = {
        "planned_on": datetime.date(2026, 12, day),
        "starts_at": planned.starts_at,
        "reason": "Trùng ngày bầu cử",
    }
    planned.refresh_from_db()
    given = {"pk": planned.pk, "version": planned.version, "by": planned.called_by}
    return actions.move_meeting(**given, **(facts | changes))


def last() -> Notice:
    notice = Notice.objects.first()
    assert notice
    return notice


def test_the_cadre_and_the_substitute_are_told_once(called, sent):
    assert tell_of_called_meetings() == 2
    assert tell_of_called_meetings() == 0
    assert set(Notice.objects.values_list("email", flat=True)) >= {"thay@hoavang.example"}
    assert Notice.objects.for_user(sent.cadre.user).count() == 1
    assert Delivery.objects.count() == 2


def test_the_message_names_day_time_place_and_agenda(called):
    tell_of_called_meetings()
    notice = last()
    assert notice.title == "Chi bộ Phú Sơn 3 báo họp T5 03/12"
    for part in ("Thứ Năm, 03/12/2026, 19:00", "Nhà văn hóa", "Bàn đường bê tông"):
        assert part in notice.body
    assert notice.url == f"/lich-hop/{called.pk}/"


def test_running_twice_sends_once_even_when_the_mark_was_lost(called):
    tell_of_called_meetings()
    PlannedMeeting.objects.update(told_version=0)
    assert tell_of_called_meetings() == 0
    assert Notice.objects.count() == 2


def test_a_moved_meeting_tells_again_with_what_changed(called):
    tell_of_called_meetings()
    move(called)
    assert tell_of_called_meetings() == 2
    assert last().title == "Chi bộ Phú Sơn 3 dời họp: T7 05/12"
    assert "Ngày họp: 03/12/2026 → 05/12/2026" in last().body
    assert "Trùng ngày bầu cử" in last().body


def test_two_changes_between_two_runs_are_told_as_one(called):
    tell_of_called_meetings()
    move(called, 5)
    move(called, 6, starts_at=datetime.time(20))
    assert tell_of_called_meetings() == 2
    assert "Ngày họp: 03/12/2026 → 06/12/2026" in last().body
    assert "Giờ họp: 19:00 → 20:00" in last().body


def test_a_change_that_was_taken_back_tells_nothing(called):
    tell_of_called_meetings()
    move(called, 5)
    move(called, 3)
    assert tell_of_called_meetings() == 0
    called.refresh_from_db()
    assert called.told_version == called.version


def test_an_edit_tells_what_changed_and_that_the_day_stays(called):
    tell_of_called_meetings()
    facts: dict[str, Any] = {
        "starts_at": called.starts_at,
        "kind": "both",
        "place": "",
        "topic": "Nước sạch",
        "agenda": "Nước sạch",
    }
    actions.edit_planned(pk=called.pk, version=1, by=called.called_by, **facts)
    tell_of_called_meetings()
    body = last().body
    assert last().title == "Chi bộ Phú Sơn 3 sửa kỳ họp T5 03/12"
    assert "Nơi họp: Nhà văn hóa → chưa ghi" in body
    assert "Loại: thường kỳ → thường kỳ và chuyên đề" in body
    assert "Nội dung: đã sửa, xem bên dưới" in body


def test_a_meeting_called_off_is_told_with_its_reason(called):
    tell_of_called_meetings()
    actions.call_off_meeting(pk=called.pk, version=1, reason="Bão số 9", by=called.called_by)
    assert tell_of_called_meetings() == 2
    assert last().title == "Chi bộ Phú Sơn 3 hoãn họp T5 03/12"
    assert "Lý do: Bão số 9." in last().body
    assert last().kind == "meeting_off"


def test_a_moved_first_call_names_the_usual_day(sent):
    call(sent.area.cells.get(), planned_on=datetime.date(2026, 12, 4), reason="Trùng lễ")
    tell_of_called_meetings()
    assert "Ngày theo lệ là 03/12/2026. Lý do: Trùng lễ." in last().body


def test_who_is_not_assigned_on_that_day_is_not_told(sent):
    sent.valid_to = datetime.date(2026, 12, 2)
    sent.save()
    call(sent.area.cells.get())
    make.assignment()
    assert tell_of_called_meetings() == 0


def test_a_cell_that_serves_the_area_no_more_tells_nobody_there(sent):
    CellArea.objects.update(valid_to=datetime.date(2026, 12, 2))
    call(sent.area.cells.get())
    assert tell_of_called_meetings() == 0


def test_who_is_sent_to_two_areas_of_the_cell_is_told_once(sent):
    cell = sent.area.cells.get()
    other = make.area(commune=cell.committee)
    CellArea.objects.create(cell=cell, area=other)
    make.assignment(cadre=sent.cadre, area=other)
    call(cell)
    assert tell_of_called_meetings() == 2


def test_a_day_that_passed_is_told_no_more(called, time_machine):
    time_machine.move_to(datetime.datetime(2026, 12, 4, 2, tzinfo=datetime.UTC))
    assert tell_of_called_meetings() == 0


def test_nothing_new_costs_one_query(called, django_assert_num_queries):
    tell_of_called_meetings()
    with django_assert_num_queries(1):
        tell_of_called_meetings()
