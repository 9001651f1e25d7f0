"""What matters of a cell now, and the drawing of its presence."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from assignments.models import HelpAction, HelpRegistration
from cells.models import PlannedMeeting
from cells.reports.cell_life import cell_life, cell_now
from cells.reports.cells import cell_file
from cells.reports.lifeline import life_line
from cells.reports.presence_line import help_bands, presence_line
from cells.reports.rating_line import rating_line
from tests import make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def cell():
    return make.cell(area=make.area(name="Phú Sơn 3"), meeting_day=3)


@pytest.fixture
def officer(cell):
    return make.commune_officer(cell.committee)


def now_of(user, cell):
    file = cell_file(user, cell)
    return cell_now(cell, file, cell_life(user, cell, file))


def drawn(user, cell):
    return presence_line(cell_life(user, cell, cell_file(user, cell)))


def planned(cell, officer, day, **fields):
    return PlannedMeeting.objects.create(
        cell=cell, planned_on=day, usual_on=day, called_by=officer, **fields
    )


def helped(cell, officer, **fields):
    fields.setdefault("starts_on", datetime.date(2026, 2, 10))
    fields.setdefault("ends_on", datetime.date(2026, 12, 31))
    return HelpRegistration.objects.create(
        cell=cell,
        agency=make.agency(name="Phòng Nội vụ", short_name="Nội vụ"),
        because_of_year=2025,
        why="Giúp",
        registered_by=officer,
        **fields,
    )


def told(user, cell):
    file = cell_file(user, cell)
    events = life_line(cell, file, rating_line(file.ratings), cell_life(user, cell, file))
    return [(f"{event.on:%d/%m/%Y}", event.title, event.note) for event in events]


# --- Now ------------------------------------------------------------------------------------------


def test_presence_of_six_months_is_compared_with_the_six_before(cell, officer):
    for month, present in ((1, 20), (3, 18), (7, 15), (9, 16)):
        make.meeting(
            cell=cell,
            held_on=datetime.date(2026, month, 3),
            due=20,
            present=present,
            excused=20 - present,
        )
    now = now_of(officer, cell)
    assert (now.percent, now.change, now.direction, now.points) == (78, -17, "down", 17)


def test_without_the_half_year_before_there_is_no_direction(cell, officer):
    make.meeting(cell=cell, held_on=datetime.date(2026, 10, 3))
    now = now_of(officer, cell)
    assert (now.percent, now.change, now.direction) == (100, None, "level")


def test_a_thematic_meeting_counts_in_its_quarter(cell, officer):
    make.meeting(cell=cell, held_on=datetime.date(2026, 9, 3), kind="both")
    assert not now_of(officer, cell).has_thematic
    make.meeting(cell=cell, held_on=datetime.date(2026, 10, 3), kind="thematic")
    assert now_of(officer, cell).has_thematic


def test_the_next_meeting_is_the_one_that_was_called(cell, officer):
    assert (now_of(officer, cell).next_on, now_of(officer, cell).next_called) == (
        datetime.date(2026, 12, 3),
        None,
    )
    moved = planned(cell, officer, datetime.date(2026, 12, 3))
    moved.planned_on, moved.reason = datetime.date(2026, 12, 5), "Trùng tiếp xúc cử tri"
    moved.save()
    now = now_of(officer, cell)
    assert (now.next_on, now.next_called, now.called_off) == (moved.planned_on, moved, None)
    assert told(officer, cell)[0] == (
        "05/12/2026",
        "Sinh hoạt thường kỳ",
        "Dời từ 03/12/2026: Trùng tiếp xúc cử tri",
    )


def test_a_meeting_that_was_called_off_is_said_and_not_awaited(cell, officer):
    off = planned(
        cell, officer, datetime.date(2026, 12, 3), cancelled_at=timezone.now(), reason="Bão"
    )
    now = now_of(officer, cell)
    assert (now.next_on, now.called_off) == (None, off)
    assert told(officer, cell)[0] == ("03/12/2026", "Hoãn kỳ thường kỳ", "Bão")


def test_who_helps_and_how_far_is_said_to_who_may_know(cell, officer):
    help_ = helped(cell, officer)
    for day in (datetime.date(2026, 5, 1), datetime.date(2026, 12, 1)):
        HelpAction.objects.create(registration=help_, text="Việc", owner_name="B", due_on=day)
    HelpAction.objects.create(
        registration=help_, text="Việc", owner_name="B", due_on=TODAY, done_on=TODAY
    )
    found = now_of(officer, cell).help
    assert (found, found.actions_count, found.done_count, found.late_count) == (help_, 3, 1, 1)
    stranger = make.commune_officer(make.commune())
    assert now_of(stranger, cell).help is None


def test_the_rating_in_work_stands_beside_the_decided_one(cell, officer):
    decided = make.rating(cell=cell, year=2025, short_name="HTNV")
    make.rating(cell=cell, year=2026)
    cell.ratings.filter(year=2026).update(stage="self", level=None)
    now = now_of(officer, cell)
    assert (now.rating, now.in_work.year) == (decided, 2026)


# --- The drawing ----------------------------------------------------------------------------------


def test_the_drawing_has_two_years_and_joins_months_that_follow(cell, officer):
    for day in ("2024-11-03", "2024-12-03", "2025-02-03", "2026-11-03"):
        make.meeting(cell=cell, held_on=day, due=20, present=17, excused=3)
    line = drawn(officer, cell)
    assert len(line.points) == 24
    assert [point.label for point in line.met] == ["12/24", "2/25", "11/26"]
    assert line.steps == []
    assert {point.y for point in line.met} == {line.limit_y}
    assert line.has_line
    assert line.newest_first[0].label == "11/26"
    assert line.newest_first[-1].label == "12/24"


def test_presence_below_the_drawing_stands_on_the_ground(cell, officer):
    make.meeting(cell=cell, held_on="2026-11-03", due=20, present=4, excused=16)
    (point,) = drawn(officer, cell).met
    assert (point.percent, point.y) == (20, 136)
    assert not drawn(officer, cell).has_line


def test_thematic_meetings_and_visits_are_marked_in_their_month(cell, officer):
    make.meeting(cell=cell, held_on="2026-10-03", kind="both")
    assignment = make.assignment(area=cell.areas.get())
    make.attendance(assignment=assignment, cell=cell, attended_on=datetime.date(2026, 9, 3))
    marks = {p.label: (p.is_thematic, p.visits) for p in drawn(officer, cell).points}
    assert marks["10/26"] == (True, 0)
    assert marks["9/26"] == (False, 1)


def test_help_is_a_band_until_it_ends_in_both_drawings(cell, officer):
    for year in range(2023, 2026):
        make.rating(cell=cell, year=year)
    helped(
        cell,
        officer,
        starts_on=datetime.date(2024, 3, 1),
        ends_on=datetime.date(2025, 12, 31),
        status="closed",
        closed_on=datetime.date(2025, 6, 30),
        closing_note="Xong",
    )
    (band,) = drawn(officer, cell).bands
    assert (band.x, band.width, band.agency) == (39, 185, "Nội vụ")
    file = cell_file(officer, cell)
    line = rating_line(file.ratings)
    (band,) = help_bands(line, cell_life(officer, cell, file).helps, TODAY)
    assert (band.x, band.width) == (280, 480)


# --- The page -------------------------------------------------------------------------------------


def test_the_page_tells_it_all_in_at_most_seventeen_queries(
    cell, officer, client, django_assert_max_num_queries
):
    for month in range(1, 12):
        make.meeting(cell=cell, held_on=datetime.date(2026, month, 3), kind="both")
    make.rating(cell=cell, year=2025, short_name="HTNV")
    make.rating(cell=cell, year=2024)
    helped(cell, officer)
    planned(cell, officer, datetime.date(2026, 12, 3), place="Nhà văn hóa thôn")
    client.force_login(officer)
    address = reverse("cells:cell_detail", args=[cell.pk])
    client.get(address)
    with django_assert_max_num_queries(17):
        page = client.get(address).text
    for words in (
        "Xếp loại năm 2025",
        "Tỷ lệ dự 6 tháng",
        "Nhà văn hóa thôn",
        "Nội vụ giúp",
        "mức 85%",
        "Lượt cán bộ dự",
    ):
        assert words in page
