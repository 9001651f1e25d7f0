"""The first page: its counts are those of the pages its buttons open."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.rules import Role
from assignments.models import ClosedQuarter
from assignments.reports.attendance import to_confirm
from assignments.reports.gaps import areas_wanting
from cells.reports.meetings import cells_without_meeting
from common.months import Month
from hoavang_portal.home import overview_of, todos_of
from hoavang_portal.home.shown import KEPT_SECONDS
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
    assert todos_of(officer, TODAY)[0].title == "1 lượt dự chờ xác nhận"
    client.force_login(officer)
    assert client.get("/").status_code == 200


def test_areas_without_a_cadre_are_those_of_the_page_of_gaps() -> None:
    district = make.district()
    ended = make.commune(parent=district, valid_to=datetime.date(2025, 6, 30))
    make.area(commune=ended)
    wanting = make.area(commune=make.commune(parent=district), name="Phú Hòa 1")
    staff = make.district_officer(district)
    assert list(areas_wanting(staff, {})) == [wanting]
    assert [(todo.title, todo.note) for todo in todos_of(staff, TODAY)[:1]] == [
        ("1 khu dân cư chưa có cán bộ", "Phú Hòa 1.")
    ]
    areas = overview_of(staff, TODAY).figures[2]
    assert (areas.value, areas.total) == (0, 1)


def test_cells_without_a_meeting_are_those_of_the_page_of_meetings() -> None:
    cell = make.cell()
    make.cell(committee=cell.committee)
    make.meeting(cell=cell, held_on=datetime.date(2026, 10, 3))
    officer = make.commune_officer(cell.committee)
    assert cells_without_meeting(officer, Month(2026, 10), {}).count() == 1
    titles = [todo.title for todo in todos_of(officer, TODAY)]
    assert "1 chi bộ chưa ghi kỳ sinh hoạt tháng 10/2026" in titles


def test_the_overview_is_kept_a_minute_and_says_when_it_was_counted(client: Client) -> None:
    cell = make.cell()
    assignment = make.assignment(area=cell.areas.get())
    client.force_login(make.commune_officer(cell.committee))
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        before = client.get("/").content.decode()
        make.attendance(assignment=assignment, cell=cell, attended_on=TODAY)
    later = datetime.datetime(2026, 11, 23, 2, 0, KEPT_SECONDS - 1, tzinfo=datetime.UTC)
    with time_machine.travel(later, tick=False):
        kept = client.get("/").content.decode()
    with time_machine.travel(later + datetime.timedelta(seconds=2), tick=False):
        after = client.get("/").content.decode()
    assert ["Chưa có cán bộ nào dự" in page for page in (before, kept, after)] == [
        True,
        True,
        False,
    ]
    assert ["1 lượt dự chờ xác nhận" in page for page in (before, kept, after)] == [
        False,
        True,
        True,
    ]
    assert "Số liệu tính lúc 09:00." in kept
    assert "Số liệu tính lúc 09:01." in after


def test_nobody_is_shown_the_overview_of_another_reach_or_language(client: Client) -> None:
    district = make.district()
    here, there = (make.cell(area=make.area(commune=make.commune(parent=district))) for _ in "12")
    member = make.board_member(here.committee)
    make.grant(user=member, role=Role.COMMUNE_OFFICER, committee=there.committee)
    shown = {}
    for person in (
        make.commune_officer(here.committee),
        make.commune_officer(there.committee),
        make.district_officer(district),
        member,
    ):
        client.force_login(person)
        page = client.get("/").content.decode()
        shown[person.pk] = (here.name in page, there.name in page)
    assert list(shown.values()) == [(True, False), (False, True), (True, True), (True, True)]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/").content.decode()
    assert "Chi bộ cần để tâm" not in page


def test_a_commune_officer_is_counted_their_commune_alone() -> None:
    district = make.district()
    here, there = (make.cell(area=make.area(commune=make.commune(parent=district))) for _ in "12")
    for cell in (here, there):
        assignment = make.assignment(area=cell.areas.get())
        make.attendance(assignment=assignment, cell=cell, attended_on=TODAY)
        make.rating(cell=cell, year=2025)
    for officer, number in (
        (make.commune_officer(here.committee), 1),
        (make.district_officer(district), 2),
    ):
        assert [figure.total for figure in overview_of(officer, TODAY).figures][:3] == [number] * 3
