"""Reminders of rating steps: whom, until when, once."""

import datetime

import pytest

from cells.models import Rating
from cells.rules.deadlines import RoundDeadlines, due_steps
from cells.tasks import remind_of_rating_steps
from common.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


def on(time_machine, year, month, day):
    time_machine.move_to(datetime.datetime(year, month, day, 2, tzinfo=datetime.UTC))


@pytest.fixture
def cell():
    return make.cell(area=make.area(commune=make.commune()))


def told(user):
    return list(Notice.objects.for_user(user).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("day", "steps"),
    [
        (datetime.date(2026, 12, 6), []),
        (datetime.date(2026, 12, 7), [("self", False)]),
        (datetime.date(2026, 12, 11), [("self", True)]),
        (datetime.date(2026, 12, 18), [("self", True), ("commune", False)]),
        (datetime.date(2026, 12, 31), [("commune", True), ("decision", False)]),
        (datetime.date(2027, 1, 14), [("decision", True)]),
        (datetime.date(2027, 1, 15), []),
    ],
)
def test_steps_are_asked_for_from_three_days_before_to_two_weeks_after(day, steps):
    assert [(step.stage, step.is_late) for step in due_steps(day)] == steps


def test_the_year_of_a_late_decision_is_the_rated_one():
    (step,) = due_steps(datetime.date(2027, 1, 5))
    assert (step.year, step.due_on) == (2026, datetime.date(2026, 12, 31))


def test_a_secretary_is_told_before_and_once_after_the_day(cell, time_machine):
    secretary = make.cell_secretary(cell)
    for day, count in ((7, 1), (8, 0), (10, 0), (11, 1), (12, 0)):
        on(time_machine, 2026, 12, day)
        assert remind_of_rating_steps() == count, day
    late, soon = told(secretary)
    assert soon == late == f"{cell.name} chưa tự xếp loại năm 2026"
    before, after = Notice.objects.order_by("pk").values_list("body", flat=True)
    assert "10/12/2026 (còn 3 ngày)" in before
    assert "đã qua" in after
    assert "thiết đặt của địa phương" in before


def test_a_cell_that_rated_itself_is_left_alone(cell, time_machine):
    make.cell_secretary(cell)
    Rating.objects.create(cell=cell, year=2026, stage="self")
    on(time_machine, 2026, 12, 8)
    assert remind_of_rating_steps() == 0


def test_a_commune_is_told_how_many_wait_and_how_many_did_not_begin(cell, time_machine):
    officer = make.commune_officer(cell.committee)
    elsewhere = make.commune_officer(make.commune(parent=cell.committee.parent))
    Rating.objects.create(
        cell=make.cell(area=make.area(commune=cell.committee)), year=2026, stage="self"
    )
    on(time_machine, 2026, 12, 18)
    assert remind_of_rating_steps() == 1
    assert told(officer) == [f"{cell.committee.name}: còn 2 chi bộ chưa xét xếp loại năm 2026"]
    assert "Trong đó 1 chi bộ chưa tự xếp loại" in Notice.objects.get().body
    assert told(elsewhere) == []


def test_the_district_is_told_by_the_central_deadline(cell, time_machine):
    officer = make.district_officer(cell.committee.parent)
    on(time_machine, 2026, 12, 29)
    remind_of_rating_steps()
    assert told(officer) == ["Còn 1 chi bộ chưa có quyết định xếp loại năm 2026"]
    assert "43-HD/BTCTW" in Notice.objects.for_user(officer)[0].body
    make.rating(cell=cell, year=2026)
    on(time_machine, 2027, 1, 2)
    assert remind_of_rating_steps() == 0


def test_a_cell_that_ended_is_not_asked_for(cell, time_machine):
    make.cell_secretary(cell)
    cell.valid_to = datetime.date(2026, 6, 30)
    cell.save()
    on(time_machine, 2026, 12, 8)
    assert remind_of_rating_steps() == 0


def test_a_grant_that_ended_brings_no_message(cell, time_machine):
    secretary = make.cell_secretary(cell)
    secretary.grants.update(valid_to=datetime.date(2026, 11, 30))
    on(time_machine, 2026, 12, 8)
    assert remind_of_rating_steps() == 0


# --- Rounds have deadlines of their own -----------------------------------------------------------


@pytest.fixture
def round_(cell, time_machine):
    """Return a round in March, due on the 10th, 20th and 31st."""
    on(time_machine, 2027, 3, 1)
    return make.rating_round(
        committee=cell.committee.parent,
        year=2026,
        self_due_on=datetime.date(2027, 3, 10),
        review_due_on=datetime.date(2027, 3, 20),
        decide_due_on=datetime.date(2027, 3, 31),
    )


@pytest.mark.parametrize(
    ("days_late", "week"), [(-3, 0), (0, 0), (1, 1), (7, 1), (8, 2), (15, 3), (56, 8)]
)
def test_a_late_step_of_a_round_is_counted_in_weeks(days_late, week):
    due_on = datetime.date(2027, 3, 10)
    (step,) = due_steps(
        due_on + datetime.timedelta(days=days_late), [RoundDeadlines(4, 2026, {"self": due_on})]
    )
    assert (step.late_week, step.is_late, step.round) == (week, week > 0, 4)


@pytest.mark.parametrize("days", [-4, 57])
def test_of_a_round_nothing_is_said_earlier_or_after_eight_weeks(days):
    due_on = datetime.date(2027, 3, 10)
    deadlines = RoundDeadlines(4, 2026, {"self": due_on})
    assert due_steps(due_on + datetime.timedelta(days=days), [deadlines]) == []


def test_a_secretary_is_reminded_by_the_round_and_again_each_week(cell, round_, time_machine):
    secretary = make.cell_secretary(cell)
    days = ((6, 0), (7, 1), (7, 0), (10, 0), (11, 1), (17, 0), (18, 1), (19, 0), (25, 1))
    for day, count in days:
        on(time_machine, 2027, 3, day)
        remind_of_rating_steps()
        assert len(told(secretary)) == sum(c for d, c in days[: days.index((day, count)) + 1]), day
    first = Notice.objects.for_user(secretary).order_by("pk")[0]
    assert "10/03/2027 (còn 3 ngày)" in first.body
    assert "Hạn của đợt xếp loại năm 2026" in first.body
    assert "chính sách của địa phương" in first.body


def test_the_commune_and_the_district_are_reminded_by_the_round(cell, round_, time_machine):
    commune = make.commune_officer(cell.committee)
    district = make.district_officer(cell.committee.parent)
    Rating.objects.filter(cell=cell, year=2026).update(stage="self")
    on(time_machine, 2027, 3, 18)
    remind_of_rating_steps()
    assert told(commune) == [f"{cell.committee.name}: còn 1 chi bộ chưa xét xếp loại năm 2026"]
    assert told(district) == []
    on(time_machine, 2027, 3, 29)
    remind_of_rating_steps()
    remind_of_rating_steps()
    assert told(district) == ["Còn 1 chi bộ chưa có quyết định xếp loại năm 2026"]
    assert len(told(commune)) == 2  # and once while it is late


def test_with_a_round_the_usual_days_are_silent_for_its_cells_and_stay_for_others(
    cell, time_machine
):
    on(time_machine, 2026, 12, 1)
    make.rating_round(
        committee=cell.committee.parent,
        year=2026,
        self_due_on=datetime.date(2026, 12, 24),
        review_due_on=datetime.date(2026, 12, 26),
        decide_due_on=datetime.date(2026, 12, 28),
    )
    other = make.cell()
    secretary, outsider = make.cell_secretary(cell), make.cell_secretary(other)
    on(time_machine, 2026, 12, 8)
    remind_of_rating_steps()
    assert (len(told(secretary)), len(told(outsider))) == (0, 1)
    on(time_machine, 2026, 12, 21)
    remind_of_rating_steps()
    assert len(told(secretary)) == 1


def test_after_publishing_nobody_is_reminded(cell, time_machine):
    secretary = make.cell_secretary(cell)
    make.rating(cell=cell, year=2026)
    on(time_machine, 2026, 12, 1)
    make.published_round(committee=cell.committee.parent, year=2026)
    make.cell(committee=cell.committee)
    on(time_machine, 2026, 12, 9)
    assert remind_of_rating_steps() == 0
    assert told(secretary) == []
