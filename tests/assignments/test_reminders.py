"""Reminders of visits and of attendance that was not logged: whom, when, once."""

import datetime

import pytest

from assignments.models import ClosedQuarter, MonthMark
from assignments.rules.reminders import month_to_remind_of, quarter_to_remind_of
from assignments.tasks import (
    remind_of_missing_attendance,
    remind_of_quarter_end,
    remind_of_visits,
)
from common.models import Delivery, Notice
from common.months import Month, Quarter
from tests import make

pytestmark = pytest.mark.django_db


def on(time_machine, year, month, day):
    """Move to 9 in the morning, Vietnamese time, of that day."""
    time_machine.move_to(datetime.datetime(year, month, day, 2, tzinfo=datetime.UTC))


@pytest.fixture
def sent():
    """A cadre with an account and an address, whose cell meets on the 12th."""
    cell = make.cell(meeting_day=12)
    cadre = make.cadre(email="can.bo@hoavang.example")
    make.cadre_user(cadre)
    return make.assignment(cadre=cadre, area=cell.areas.get())


def kinds():
    return list(Notice.objects.order_by("pk").values_list("kind", flat=True))


# --- Visits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "told"), [(8, 0), (9, 1), (10, 0), (11, 1), (12, 0)])
def test_a_visit_is_announced_three_days_and_one_day_before(sent, time_machine, day, told):
    on(time_machine, 2026, 5, day)
    assert remind_of_visits() == told
    assert remind_of_visits() == 0
    assert Notice.objects.for_user(sent.cadre.user).count() == told
    assert Delivery.objects.count() == told


def test_the_message_says_where_and_when_and_leads_to_the_form(sent, time_machine):
    on(time_machine, 2026, 5, 11)
    remind_of_visits()
    notice = Notice.objects.get()
    cell = sent.area.cells.get()
    assert notice.title == f"Dự sinh hoạt {cell.name}, T3 12/05"
    assert "Thứ Ba, 12/05/2026 (còn 1 ngày)" in notice.body
    assert notice.url == f"/ghi-du/?chi_bo={cell.pk}"


def test_who_went_this_month_is_left_alone(sent, time_machine):
    on(time_machine, 2026, 5, 11)
    attended_on = datetime.date(2026, 5, 4)
    row = make.attendance(assignment=sent, cell=sent.area.cells.get(), attended_on=attended_on)
    assert remind_of_visits() == 0
    row.withdrawn_at = datetime.datetime(2026, 5, 5, tzinfo=datetime.UTC)
    row.save()
    assert remind_of_visits() == 1


def test_who_did_the_quarters_duty_is_left_alone(sent, time_machine):
    sent.visits_per_quarter = 1
    sent.save()
    make.attendance(
        assignment=sent, cell=sent.area.cells.get(), attended_on=datetime.date(2026, 4, 12)
    )
    on(time_machine, 2026, 5, 11)
    assert remind_of_visits() == 0
    on(time_machine, 2026, 7, 11)
    assert remind_of_visits() == 1


def test_an_exempt_month_has_no_reminder(sent, time_machine):
    first = datetime.date(2026, 5, 1)
    mark = MonthMark.objects.create(assignment=sent, month=first, mark="M", by=make.user())
    on(time_machine, 2026, 5, 11)
    assert remind_of_visits() == 0
    mark.mark = "V"
    mark.save()
    assert remind_of_visits() == 1


def test_whoever_stands_in_is_told_when_the_cadre_is_away(sent, time_machine):
    make.absence(
        cadre=sent.cadre, starts_on=datetime.date(2026, 5, 10), ends_on=datetime.date(2026, 5, 20)
    )
    on(time_machine, 2026, 5, 11)
    assert remind_of_visits() == 0
    sent.substitute = make.cadre(email="du.thay@hoavang.example")
    sent.save()
    assert remind_of_visits() == 1
    notice = Notice.objects.get()
    assert notice.email == "du.thay@hoavang.example"
    assert f"dự thay đồng chí {sent.cadre.full_name}" in notice.body


def test_an_assignment_or_link_that_ended_has_no_reminder(sent, time_machine):
    on(time_machine, 2026, 5, 11)
    link = sent.area.cell_links.get()
    link.valid_to = datetime.date(2026, 4, 30)
    link.save()
    assert remind_of_visits() == 0
    link.valid_to = None
    link.save()
    sent.valid_to = datetime.date(2026, 4, 30)
    sent.save()
    assert remind_of_visits() == 0


def test_who_has_neither_account_nor_address_gets_nothing(time_machine):
    make.assignment(area=make.cell(meeting_day=12).areas.get())
    on(time_machine, 2026, 5, 11)
    assert remind_of_visits() == 0


def test_a_called_meeting_takes_the_place_of_the_usual_day(sent, time_machine):
    on(time_machine, 2026, 5, 8)
    cell = sent.area.cells.get()
    called = datetime.date(2026, 5, 14)
    make.planned_meeting(cell=cell, planned_on=called, place="Đình làng", reason="Trùng lễ")
    on(time_machine, 2026, 5, 11)
    assert remind_of_visits() == 1
    notice = Notice.objects.get()
    assert "Đình làng" in notice.body
    assert "14/05/2026" in notice.body
    assert "lịch họp hằng tháng" not in notice.body


def test_nobody_is_sent_to_a_meeting_that_was_called_off(sent, time_machine):
    on(time_machine, 2026, 5, 11)
    cell = sent.area.cells.get()
    usual = datetime.date(2026, 5, 12)
    now = datetime.datetime(2026, 5, 11, tzinfo=datetime.UTC)
    make.planned_meeting(cell=cell, planned_on=usual, cancelled_at=now, reason="Bão")
    assert remind_of_visits() == 0


def test_a_thematic_meeting_comes_beside_the_usual_one(sent, time_machine):
    on(time_machine, 2026, 5, 11)
    cell = sent.area.cells.get()
    called = datetime.date(2026, 5, 14)
    make.planned_meeting(cell=cell, planned_on=called, kind="thematic", topic="Nước sạch")
    assert remind_of_visits() == 2


# --- Attendance -----------------------------------------------------------------------------------


def test_what_was_not_logged_by_the_25th_is_asked_for_once(sent, time_machine):
    on(time_machine, 2026, 5, 24)
    assert remind_of_missing_attendance() == 0
    on(time_machine, 2026, 5, 25)
    assert remind_of_missing_attendance() == 1
    assert remind_of_missing_attendance() == 0
    assert f"- {sent.area.name}, {sent.area.committee.name}" in Notice.objects.get().body
    on(time_machine, 2026, 6, 25)
    assert remind_of_missing_attendance() == 1


def test_who_logged_is_exempt_or_goes_once_a_quarter_is_not_asked(sent, time_machine):
    on(time_machine, 2026, 5, 25)
    sent.visits_per_quarter = 1
    sent.save()
    assert remind_of_missing_attendance() == 0
    sent.visits_per_quarter = 3
    sent.save()
    make.attendance(
        assignment=sent, cell=sent.area.cells.get(), attended_on=datetime.date(2026, 5, 12)
    )
    assert remind_of_missing_attendance() == 0


def test_one_message_names_all_areas_of_a_cadre(sent, time_machine, django_assert_max_num_queries):
    other = make.assignment(cadre=sent.cadre)
    on(time_machine, 2026, 5, 26)
    with django_assert_max_num_queries(12):
        assert remind_of_missing_attendance() == 1
    body = Notice.objects.get().body
    assert sent.area.name in body
    assert other.area.name in body


def test_the_quarters_end_is_told_on_its_last_day_and_after(sent, time_machine):
    make.attendance(
        assignment=sent, cell=sent.area.cells.get(), attended_on=datetime.date(2026, 5, 12)
    )
    for month, day, told in ((6, 29, 0), (6, 30, 1), (7, 1, 1), (7, 2, 0), (7, 9, 0)):
        on(time_machine, 2026, month, day)
        assert remind_of_quarter_end() == told, (month, day)
    ends, over = Notice.objects.order_by("pk")
    assert ends.title == "Hôm nay hết quý II/2026, còn thiếu buổi dự"
    assert over.title == "Quý II/2026 đã hết, còn thiếu buổi dự"
    assert "1 trên 3 buổi" in over.body


def test_a_closed_quarter_is_not_asked_about(sent, time_machine):
    ClosedQuarter.objects.create(year=2026, quarter=2, closed_by=make.user())
    on(time_machine, 2026, 7, 1)
    assert remind_of_quarter_end() == 0


def test_days_of_reminders():
    assert month_to_remind_of(datetime.date(2026, 5, 24)) is None
    assert month_to_remind_of(datetime.date(2026, 5, 31)) == Month(2026, 5)
    assert quarter_to_remind_of(datetime.date(2026, 12, 31)) == (Quarter(2026, 4), False)
    assert quarter_to_remind_of(datetime.date(2027, 1, 7)) == (Quarter(2026, 4), True)
    assert quarter_to_remind_of(datetime.date(2027, 1, 8)) is None


def test_reading_whom_to_remind_takes_the_same_queries(
    sent, time_machine, django_assert_num_queries
):
    on(time_machine, 2026, 5, 8)  # a day without reminders: only the questions are asked
    with django_assert_num_queries(8, exact=False) as few:
        remind_of_visits()
    for _ in range(30):
        make.assignment(area=make.cell(meeting_day=20).areas.get())
    with django_assert_num_queries(8, exact=False) as many:
        remind_of_visits()
    assert len(few) == len(many)
