"""Help that is due, late or not reviewed: who is told, once, and who sees it red."""

import datetime

import pytest
from django.utils import timezone

from assignments import tasks
from assignments.reports.help import late_actions_of, listed_rows, registrations_listed
from common.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC))
    district = make.district()
    commune = make.commune(parent=district)
    agency = make.agency(committee=district)
    cell = make.cell(area=make.area(commune=commune))
    today = timezone.localdate()
    row = make.help_registration(
        cell=cell,
        agency=agency,
        starts_on=today - datetime.timedelta(days=40),
        ends_on=today + datetime.timedelta(days=200),
    )
    return {
        "row": row,
        "commune": commune,
        "officer": make.agency_officer(agency),
        "other": make.agency_officer(make.agency(committee=district)),
    }


def due(scene, days, **fields):
    """Return an action that is due in so many days."""
    on = timezone.localdate() + datetime.timedelta(days=days)
    return make.help_action(registration=scene["row"], due_on=on, **fields)


def told():
    return {(notice.kind, notice.to) for notice in Notice.objects.all()}


def test_the_agency_is_reminded_once_a_week_before(scene):
    due(scene, 7)
    due(scene, 8)
    assert tasks.remind_of_help_actions() == 1
    assert tasks.remind_of_help_actions() == 0
    assert told() == {("help_action_due", scene["officer"])}


def test_the_agency_is_told_of_a_late_action_the_board_after_a_week(scene):
    member = make.board_member(scene["commune"])
    due(scene, -7)
    tasks.remind_of_help_actions()
    assert told() == {("help_action_late", scene["officer"])}
    due(scene, -8)
    tasks.remind_of_help_actions()
    assert ("help_action_late", member) in told()
    notice = Notice.objects.get(to=member)
    assert scene["row"].cell.name in notice.title
    assert "trễ quá một tuần" in notice.body


def test_the_substitute_is_told_when_the_member_is_away(scene):
    member, substitute = make.user(), make.user()
    make.charge(member=member, committee=scene["commune"], substitute=substitute)
    make.absence(cadre=make.cadre(user=member))
    due(scene, -8)
    tasks.remind_of_help_actions()
    assert {to for _kind, to in told()} == {scene["officer"], substitute}


def test_nobody_is_told_of_what_is_done_or_closed(scene):
    due(scene, -8, done_on=timezone.localdate())
    assert tasks.remind_of_help_actions() == 0
    due(scene, -8)
    scene["row"].status, scene["row"].closed_on = "closed", timezone.localdate()
    scene["row"].closing_note = "Xong"
    scene["row"].save()
    assert tasks.remind_of_help_actions() == 0


def test_a_quarter_over_without_a_review_is_reminded_once(scene, time_machine):
    time_machine.move_to(datetime.datetime(2027, 1, 1, 2, tzinfo=datetime.UTC))
    assert tasks.remind_of_help_reviews() == 1
    assert tasks.remind_of_help_reviews() == 0
    assert told() == {("help_review_missing", scene["officer"])}


# --- Red ------------------------------------------------------------------------------------------


def test_the_board_member_in_charge_sees_late_actions(scene):
    late = due(scene, -1)
    due(scene, 0)
    due(scene, -5, done_on=timezone.localdate())
    assert list(late_actions_of(make.board_member(scene["commune"]))) == [late]
    elsewhere = make.commune(parent=scene["commune"].parent)
    assert not late_actions_of(make.board_member(elsewhere)).exists()


def test_the_list_counts_what_is_late_and_asks_for_the_next_review(scene):
    due(scene, -1)
    due(scene, 5)
    (row,) = listed_rows(registrations_listed(scene["officer"], {}))
    assert (row.actions, row.done, row.late, row.is_red) == (2, 0, 1, True)
    assert row.next_review is not None
    assert not listed_rows(registrations_listed(scene["other"], {}))


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"tinh_trang": "dang"}, 1),
        ({"tinh_trang": "tre"}, 1),
        ({"tinh_trang": "agreed"}, 0),
        ({"nam": 2014}, 0),
        ({"q": "không có"}, 0),
    ],
)
def test_the_list_is_filtered(scene, chosen, found):
    due(scene, -1)
    assert len(registrations_listed(scene["officer"], chosen)) == found


def test_the_list_costs_the_same_for_one_and_for_many(scene, django_assert_num_queries):
    by = make.district_officer(scene["commune"].parent)
    for _each in range(3):
        row = make.help_registration(
            cell=make.cell(committee=scene["commune"]), agency=scene["row"].agency
        )
        make.help_action(registration=row)
    assert by.grants_today
    with django_assert_num_queries(2):
        assert len(listed_rows(registrations_listed(by, {}))) == 4
