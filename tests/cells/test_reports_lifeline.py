"""The life line of a cell and the line of its ratings."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cells.models import CellArea, PartyCell, Rating, RatingStep
from cells.reports.cell_life import cell_life, next_meeting_on
from cells.reports.cells import cell_file
from cells.reports.lifeline import life_line
from cells.reports.rating_line import RatingLine, rating_line
from tests import make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def cell() -> PartyCell:
    return make.cell(area=make.area(name="Phú Sơn 3"))


@pytest.fixture
def officer(cell: PartyCell) -> User:
    return make.commune_officer(cell.committee)


def proposed(cell: PartyCell, year: int, short_name: str) -> None:
    level = make.level(short_name, year)
    rating = Rating.objects.create(cell=cell, year=year, stage="commune")
    RatingStep.objects.create(rating=rating, number=1, stage="self", level=make.level("YK", 2017))
    RatingStep.objects.create(rating=rating, number=2, stage="commune", level=level)


def told(user: User, cell: PartyCell) -> list[tuple[str, str]]:
    """Return (day or year, title) of each event."""
    file = cell_file(user, cell)
    life = cell_life(user, cell, file)
    events = life_line(cell, file, rating_line(file.ratings), life)
    return [(event.when or f"{event.on:%d/%m/%Y}", event.title) for event in events]


def line_of(user: User, cell: PartyCell) -> RatingLine:
    return rating_line(cell_file(user, cell).ratings)


# --- The line of ratings --------------------------------------------------------------------------


def test_the_line_goes_from_the_oldest_year_to_the_newest(cell, officer):
    for year, short_name in ((2016, "HTNV"), (2015, "HTTNV"), (2017, "TSVM")):
        make.rating(cell=cell, year=year, short_name=short_name)
    line = line_of(officer, cell)
    assert [(point.year, point.x, point.y) for point in line.points] == [
        (2015, 160, 54),
        (2016, 400, 90),
        (2017, 640, 18),
    ]
    assert [point.fell_short for point in line.points] == [True, True, False]
    assert line.has_line
    assert line.has_shortfall


def test_years_that_do_not_follow_one_another_are_not_joined(cell, officer):
    for year in (2020, 2021, 2023):
        make.rating(cell=cell, year=year)
    assert [(a.year, b.year) for a, b in line_of(officer, cell).steps] == [(2020, 2021)]


def test_a_change_of_scheme_is_marked_between_its_years(cell, officer):
    for year in (2016, 2017, 2018):
        make.rating(cell=cell, year=year)
    assert [(x, point.year) for x, point in line_of(officer, cell).changes] == [(520, 2018)]


def test_an_undecided_year_stands_where_its_last_step_proposes(cell, officer):
    make.rating(cell=cell, year=2024)
    proposed(cell, 2025, "HTXSNV")
    last = line_of(officer, cell).points[-1]
    assert (last.year, last.level.short_name, last.is_decided) == (2025, "HTXSNV", False)
    assert not last.fell_short


def test_one_year_is_no_line(cell, officer):
    assert not line_of(officer, cell).has_line
    make.rating(cell=cell, year=2025)
    assert not line_of(officer, cell).has_line


# --- The life line --------------------------------------------------------------------------------


def test_events_come_newest_first(cell, officer):
    assignment = make.assignment(
        area=cell.areas.get(), cadre=make.cadre(full_name="Lê Văn Năm"), valid_to=None
    )
    make.attendance(assignment=assignment, cell=cell, attended_on=datetime.date(2026, 10, 3))
    make.rating(cell=cell, year=2025, short_name="HTNV")
    assert told(officer, cell) == [
        ("03/10/2026", "Đ/c Lê Văn Năm dự sinh hoạt"),
        ("01/01/2026", "Phân công đ/c Lê Văn Năm về Phú Sơn 3"),
        ("Năm 2025", "Xếp loại: Hoàn thành nhiệm vụ"),
    ]


def test_what_was_withdrawn_did_not_happen(cell, officer):
    assignment = make.assignment(area=cell.areas.get())
    row = make.attendance(assignment=assignment, cell=cell, attended_on=TODAY)
    row.withdrawn_at = row.logged_at
    row.save()
    assert [title for _day, title in told(officer, cell) if "dự sinh hoạt" in title] == []


def test_who_may_not_read_an_attendance_does_not_find_it_here(cell):
    assignment = make.assignment(area=cell.areas.get())
    other = make.assignment(area=cell.areas.get())
    make.attendance(assignment=assignment, cell=cell, attended_on=TODAY)
    reader = make.cadre_user(other.cadre)
    assert [title for _day, title in told(reader, cell) if "dự sinh hoạt" in title] == []


def test_only_the_years_that_changed_something_are_told(cell, officer):
    for year, short_name in ((2021, "HTTNV"), (2022, "HTTNV"), (2023, "HTNV"), (2024, "HTTNV")):
        make.rating(cell=cell, year=year, short_name=short_name)
    make.rating(cell=cell, year=2025, short_name="HTTNV")
    years = [when for when, title in told(officer, cell) if title.startswith("Xếp loại")]
    assert years == ["Năm 2025", "Năm 2024", "Năm 2023", "Năm 2021"]


def test_areas_joined_and_left_and_the_ends_of_the_cell_are_told(officer, cell):
    cell.valid_from, cell.valid_to = datetime.date(2020, 1, 1), datetime.date(2026, 6, 30)
    cell.save()
    second = make.area(commune=cell.committee, name="Giàn Bí")
    CellArea.objects.create(
        cell=cell,
        area=second,
        valid_from=datetime.date(2022, 1, 1),
        valid_to=datetime.date(2024, 9, 30),
    )
    assert told(officer, cell) == [
        ("30/06/2026", "Chi bộ kết thúc hoạt động"),
        ("30/09/2024", "Thôi phụ trách Giàn Bí"),
        ("01/01/2022", "Phụ trách thêm Giàn Bí"),
        ("01/01/2020", "Lập chi bộ"),
    ]


def test_who_is_sent_after_the_cell_left_an_area_is_not_told(cell, officer):
    left = make.area(commune=cell.committee)
    CellArea.objects.create(cell=cell, area=left, valid_to=datetime.date(2024, 9, 30))
    make.assignment(area=left, valid_from=datetime.date(2025, 1, 1))
    assert [title for _day, title in told(officer, cell) if "Phân công" in title] == []


@pytest.mark.parametrize(
    ("meeting_day", "next_on"),
    [(25, "25/11/2026"), (23, "23/11/2026"), (3, "03/12/2026"), (31, "30/11/2026")],
)
def test_the_next_usual_meeting_comes_first(cell, officer, meeting_day, next_on):
    cell.meeting_day = meeting_day
    cell.save()
    assert told(officer, cell)[0] == (next_on, "Sinh hoạt thường kỳ")


def test_no_meeting_is_awaited_that_was_held_or_of_a_cell_that_ended(cell, officer):
    cell.meeting_day = 23
    cell.save()
    make.meeting(cell=cell, held_on=TODAY)
    assert told(officer, cell) == []
    cell.valid_to = datetime.date(2026, 11, 1)
    assert next_meeting_on(cell, TODAY) is None


def test_the_page_takes_as_many_queries_with_more_events(
    cell, officer, client, django_assert_num_queries
):
    client.force_login(officer)
    address = reverse("cells:cell_detail", args=[cell.pk])
    client.get(address)

    def grow(years: range) -> None:
        for year in years:
            make.rating(cell=cell, year=year, short_name="HTTNV")
            make.meeting(cell=cell, held_on=datetime.date(year, 3, 3))
            cadre = make.cadre()
            assignment = make.assignment(area=cell.areas.get(), cadre=cadre)
            make.attendance(assignment=assignment, cell=cell, attended_on=TODAY)

    grow(range(2023, 2026))
    with CaptureQueriesContext(connection) as few:
        assert "chart" in client.get(address).content.decode()
    grow(range(2018, 2023))
    with django_assert_num_queries(len(few)):
        client.get(address)
