"""What rounds, called meetings and running help ask on the first page, and of whom."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from assignments.models import HelpAction, HelpRegistration
from assignments.reports.today import today_of
from cells.models import PlannedMeeting, Rating, RatingGroup, RatingRound, RatingScheme
from hoavang_portal.home import todos_of
from tests import make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def cell():
    row = make.cell(meeting_day=25)
    make.meeting(cell=row, held_on=datetime.date(2026, 10, 25))
    return row


@pytest.fixture
def sent(cell):
    """Return a cadre's account, sent to the cell."""
    assignment = make.assignment(area=cell.areas.get(), valid_from=datetime.date(2026, 1, 1))
    return make.cadre_user(assignment.cadre)


def asked(user):
    return [(todo.title, todo.is_red) for todo in todos_of(user, TODAY)]


def round_of(cell, self_due_on):
    by = make.district_officer(cell.committee.parent)
    scheme = RatingScheme.objects.for_year(2026)
    assert scheme
    round_ = RatingRound.objects.create(
        committee=cell.committee.parent,
        scheme=scheme,
        year=2026,
        self_due_on=self_due_on,
        review_due_on=datetime.date(2026, 12, 20),
        decide_due_on=datetime.date(2026, 12, 31),
        opened_by=by,
    )
    group = RatingGroup.objects.create(round=round_, committee=cell.committee, percent=20)
    return Rating.objects.create(cell=cell, year=2026, group=group, version=0)


def late_action(cell, agency):
    by = make.district_officer(cell.committee.parent)
    help_ = HelpRegistration.objects.create(
        cell=cell,
        agency=agency,
        because_of_year=2025,
        why="Giúp",
        starts_on=datetime.date(2026, 2, 1),
        ends_on=datetime.date(2026, 12, 31),
        registered_by=by,
    )
    due_on = datetime.date(2026, 11, 3)
    return HelpAction.objects.create(registration=help_, text="Việc", owner_name="B", due_on=due_on)


def called(cell, by, day, **fields):
    return PlannedMeeting.objects.create(
        cell=cell, planned_on=day, usual_on=day, called_by=by, **fields
    )


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (datetime.date(2026, 11, 20), [("1 chi bộ chưa tự xếp loại năm 2026", True)]),
        (datetime.date(2026, 12, 5), [("1 chi bộ chưa tự xếp loại năm 2026", False)]),
        (datetime.date(2026, 12, 15), []),
    ],
    ids=["late", "soon", "far-off"],
)
def test_a_cell_is_asked_to_rate_itself_before_and_after_the_day(cell, due_on, expected):
    round_of(cell, due_on)
    called(cell, make.user(), datetime.date(2026, 11, 25))
    assert asked(make.cell_secretary(cell)) == expected
    assert asked(make.commune_officer(cell.committee)) == expected
    assert asked(make.cell_secretary(make.cell())) == [
        ("1 chi bộ chưa ghi kỳ sinh hoạt tháng 10/2026", False)
    ]


def test_who_rated_itself_is_asked_no_more(cell):
    rating = round_of(cell, datetime.date(2026, 11, 30))
    called(cell, make.user(), datetime.date(2026, 11, 25))
    rating.stage = Rating.Stage.SELF
    rating.save()
    assert asked(make.cell_secretary(cell)) == []


def test_a_meeting_of_the_next_week_that_was_not_called_is_asked_for(cell):
    secretary = make.cell_secretary(cell)
    expected = [("1 chi bộ họp trong 7 ngày tới chưa báo kỳ họp", False)]
    assert asked(secretary) == expected
    plan = called(cell, secretary, datetime.date(2026, 11, 25))
    assert asked(secretary) == []
    plan.planned_on, plan.reason = datetime.date(2026, 12, 9), "Trùng việc xã"
    plan.save()
    assert asked(secretary) == []


def test_late_help_stands_first_and_red_for_the_board_member_in_charge(cell):
    action = late_action(cell, make.agency())
    member = make.board_member(cell.committee)
    assert asked(member) == [("1 việc giúp đỡ chi bộ quá hạn", True)]
    assert "quá hạn 20 ngày" in todos_of(member, TODAY)[0].note
    assert asked(make.board_member(make.commune())) == []
    client = Client()
    client.force_login(member)
    assert "is-bad" in client.get("/").text
    action.done_on = TODAY
    action.save()
    assert asked(member) == []


def test_the_agency_that_registered_is_told_of_its_late_help(cell):
    agency = make.agency()
    late_action(cell, agency)
    assert asked(make.agency_officer(agency)) == [("1 việc giúp đỡ chi bộ quá hạn", True)]
    assert asked(make.agency_officer(make.agency())) == []


def test_a_cadre_learns_of_called_meetings_and_of_what_is_to_be_scored(cell, sent, client):
    held = make.meeting(cell=cell, held_on=datetime.date(2026, 11, 3))
    assignment = cell.areas.get().assignments.get()
    make.attendance(assignment=assignment, cell=cell, attended_on=held.held_on, meeting=held)
    called(cell, sent, datetime.date(2026, 11, 25), place="Nhà văn hóa thôn")
    called(cell, sent, datetime.date(2026, 12, 25), place="Xa quá")
    off = datetime.date(2026, 11, 28)
    called(cell, sent, off, cancelled_at=timezone.now(), reason="Bão lụt")
    assert asked(sent) == [
        (f"{cell.name} họp T4 25/11", False),
        (f"Chấm kỳ sinh hoạt đã dự: {cell.name}", False),
    ]
    client.force_login(sent)
    page = client.get("/hom-nay/").text
    for words in ("Nhà văn hóa thôn", "đã hoãn", "Bão lụt", "Đã dự kỳ 03/11/2026, chưa chấm"):
        assert words in page
    assert "Xa quá" not in page


def test_a_cadre_hears_nothing_of_cells_they_are_not_sent_to(cell, sent):
    far = make.cell()
    called(far, sent, datetime.date(2026, 11, 25))
    assert asked(sent) == []


def test_the_card_of_the_next_visit_says_the_day_that_was_called(cell, sent, client):
    plan = called(cell, sent, datetime.date(2026, 11, 25))
    plan.planned_on, plan.reason = datetime.date(2026, 11, 27), "Trùng việc xã"
    plan.save()
    visit = today_of(sent, sent.cadre).next_visit
    assert visit.meets_on == datetime.date(2026, 11, 27)
    client.force_login(sent)
    assert "dời từ 25/11/2026: Trùng việc xã" in client.get("/hom-nay/").text
