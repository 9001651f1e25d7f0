"""The first page: its counts are those of the pages its buttons open."""

import datetime

import pytest
import time_machine
from django.test import Client

from assignments.models import ClosedQuarter
from assignments.reports.attendance import to_confirm
from assignments.reports.gaps import areas_wanting
from cells.reports.meetings import cells_without_meeting
from common.months import Month
from hoavang_portal.home import home_of
from tests import make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


def test_what_waits_for_confirmation_leaves_closed_quarters_out(client: Client) -> None:
    cell = make.cell()
    assignment = make.assignment(area=cell.areas.get())
    for day in (datetime.date(2026, 5, 4), datetime.date(2026, 11, 4)):
        make.attendance(assignment=assignment, cell=cell, attended_on=day)
    officer = make.commune_officer(cell.committee)
    ClosedQuarter.objects.create(year=2026, quarter=2, closed_by=officer)
    assert to_confirm(officer).count() == 1
    assert home_of(officer, TODAY).todos[0].title == "1 lượt dự chờ xác nhận"
    client.force_login(officer)
    assert client.get("/").status_code == 200


def test_areas_without_a_cadre_are_those_of_the_page_of_gaps() -> None:
    district = make.district()
    ended = make.commune(parent=district, valid_to=datetime.date(2025, 6, 30))
    make.area(commune=ended)
    wanting = make.area(commune=make.commune(parent=district), name="Phú Hòa 1")
    staff = make.district_officer(district)
    assert list(areas_wanting(staff, {})) == [wanting]
    home = home_of(staff, TODAY)
    assert [(todo.title, todo.note) for todo in home.todos[:1]] == [
        ("1 khu dân cư chưa có cán bộ", "Phú Hòa 1.")
    ]
    assert (home.figures[2].value, home.figures[2].total) == (0, 1)


def test_cells_without_a_meeting_are_those_of_the_page_of_meetings() -> None:
    cell = make.cell()
    make.cell(committee=cell.committee)
    make.meeting(cell=cell, held_on=datetime.date(2026, 10, 3))
    officer = make.commune_officer(cell.committee)
    assert cells_without_meeting(officer, Month(2026, 10), {}).count() == 1
    titles = [todo.title for todo in home_of(officer, TODAY).todos]
    assert "1 chi bộ chưa ghi kỳ sinh hoạt tháng 10/2026" in titles
