"""Cells that worry us: what is counted for whom, in what order, on the page."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from assignments.models import HelpAction, HelpRegistration
from assignments.reports.worries import cells_of, counts_by_rule, worries_of
from cells.models import (
    MeetingScore,
    Resolution,
    ResolutionTask,
    Rubric,
)
from common.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
ADDRESS = "/chi-bo/can-quan-tam/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def officer():
    return make.district_officer(make.district())


def well_cell(officer, **fields):
    """Return a cell that gives no reason: it meets, is attended, keeps minutes."""
    district = officer.grants_today[0].committee
    cell = make.cell(area=make.area(commune=make.commune(parent=district)), **fields)
    file = StoredFile.objects.create(
        file="x.pdf", name="x.pdf", content_type="application/pdf", size=1, sha256="0" * 64
    )
    for month in range(6, 12):
        kind = "both" if month % 3 == 0 else "regular"
        make.meeting(
            cell=cell, held_on=datetime.date(2026, month, 3), kind=kind, due=20, minutes=file
        )
    visit(cell, datetime.date(2025, 5, 3))
    visit(cell, datetime.date(2026, 10, 3))
    return cell


def visit(cell, day):
    first = datetime.date(2025, 1, 1)
    assignment = make.assignment(area=cell.areas.get(), valid_from=first)
    make.attendance(assignment=assignment, cell=cell, attended_on=day)


def sentences(officer, **chosen):
    found = worries_of(cells_of(officer, TODAY, chosen), TODAY)
    return {worry.cell_id: [reason.text for reason in worry.reasons] for worry in found}


def test_a_cell_without_a_reason_is_not_listed(officer):
    well_cell(officer)
    assert sentences(officer) == {}


def test_presence_that_falls_is_told_with_its_figures(officer):
    cell = well_cell(officer)
    cell.meetings.filter(held_on__gte="2026-08-23").update(present=17, excused=3)
    assert sentences(officer) == {cell.pk: ["Tỷ lệ dự giảm từ 100% xuống 85% trong sáu tháng."]}


def test_minutes_are_missing_since_the_last_that_are_there(officer):
    cell = well_cell(officer)
    cell.meetings.filter(held_on__month__in=(7, 10, 11)).update(minutes=None)
    assert sentences(officer) == {cell.pk: ["Thiếu biên bản 2 kỳ gần nhất."]}


def test_minutes_of_the_last_ten_days_are_not_missing_yet(officer):
    cell = well_cell(officer)
    cell.meetings.filter(held_on__month__in=(10, 11)).update(minutes=None)
    cell.meetings.filter(held_on__month=11).update(held_on=datetime.date(2026, 11, 13))
    assert sentences(officer) == {}


def test_what_both_scorers_gave_is_compared_meeting_by_meeting(officer):
    cell = well_cell(officer)
    rubric = Rubric.objects.get(code="an-phu-2025")
    grade = rubric.grades.first()
    assert grade
    meetings = list(cell.meetings.all()[:3])
    for number, (meeting, cadres) in enumerate(zip(meetings, (84, 80, None), strict=True)):
        for scorer, total in (("cell", 92), ("cadre", cadres)):
            if total:
                MeetingScore.objects.create(
                    meeting=meeting,
                    rubric=rubric,
                    grade=grade,
                    scorer=scorer,
                    total=total,
                    by=officer,
                )
        assert number < 3
    assert sentences(officer) == {cell.pk: ["Tự chấm cao hơn cán bộ dự 10 điểm."]}


def test_tasks_and_help_that_are_late_count_carried_days_and_running_help(officer):
    cell = well_cell(officer)
    resolution = Resolution.objects.create(cell=cell, adopted_on=TODAY, title="Nghị quyết")
    past, future = datetime.date(2026, 11, 1), datetime.date(2026, 12, 1)
    for carried in (None, None, future):
        ResolutionTask.objects.create(
            resolution=resolution,
            text="Việc",
            member_name="Nguyễn Văn A",
            due_on=past,
            carried_to=carried,
            carried_reason="Mưa" if carried else "",
        )
    help_ = HelpRegistration.objects.create(
        cell=cell,
        agency=make.agency(),
        because_of_year=2025,
        why="Giúp",
        starts_on=datetime.date(2026, 2, 1),
        ends_on=datetime.date(2026, 12, 31),
        registered_by=officer,
    )
    HelpAction.objects.create(registration=help_, text="Việc", owner_name="B", due_on=past)
    assert sentences(officer) == {
        cell.pk: ["1 việc giúp đỡ quá hạn.", "2 việc theo nghị quyết quá hạn."]
    }
    help_.status, help_.closed_on, help_.closing_note = "closed", TODAY, "Xong"
    help_.save()
    assert sentences(officer) == {cell.pk: ["2 việc theo nghị quyết quá hạn."]}


def test_the_heaviest_comes_first_then_who_waits_longest(officer):
    light, waits, heavy = (well_cell(officer) for _ in "123")
    make.rating(cell=heavy, year=2025, short_name="KHTNV")
    light.attendances.filter(attended_on__year=2026).update(attended_on="2026-04-20")
    waits.attendances.filter(attended_on__year=2026).update(attended_on="2026-02-20")
    assert list(sentences(officer)) == [heavy.pk, waits.pk, light.pk]
    found = worries_of(cells_of(officer, TODAY, {}), TODAY)
    assert counts_by_rule(found) == {"chua-dat": 1, "chua-ai-du": 2}


def test_only_cells_in_reach_and_of_the_filters_are_counted(officer):
    here, there = well_cell(officer), well_cell(officer)
    for cell in (here, there):
        make.rating(cell=cell, year=2025, short_name="HTNV")
    assert set(sentences(officer)) == {here.pk, there.pk}
    assert set(sentences(officer, xa=here.committee)) == {here.pk}
    assert set(sentences(officer, q=here.name)) == {here.pk}
    assert set(sentences(make.commune_officer(there.committee))) == {there.pk}
    assert set(sentences(make.board_member(here.committee))) == {here.pk}


def test_the_page_costs_the_same_for_three_and_for_thirty_cells(
    officer, client, django_assert_max_num_queries
):
    client.force_login(officer)
    counts = []
    for _ in range(2):
        for _ in range(3):
            make.rating(cell=well_cell(officer), year=timezone.localdate().year - 1)
            make.rating(cell=well_cell(officer), year=2025, short_name="HTNV")
        client.get(ADDRESS)
        with django_assert_max_num_queries(30) as captured:
            assert client.get(ADDRESS).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_page_filters_by_reason_says_the_rules_and_exports_what_it_shows(officer, client):
    short, unseen = well_cell(officer), well_cell(officer)
    make.rating(cell=short, year=2025, short_name="HTNV")
    unseen.attendances.all().update(attended_on="2026-10-03")
    client.force_login(officer)
    page = client.get(ADDRESS).text
    assert "Năm 2025 chưa đạt trong sạch, vững mạnh." in page
    assert "Ngưỡng và điểm là quy định của địa phương" in page
    page = client.get(f"{ADDRESS}?ly_do=chua-dat").text
    assert short.name in page
    assert unseen.name not in page
    csv = b"".join(client.get(f"{ADDRESS}?ly_do=chua-dat&xuat=csv")).decode("utf-8-sig")
    assert "Năm 2025 chưa đạt trong sạch, vững mạnh." in csv
    assert unseen.name not in csv
