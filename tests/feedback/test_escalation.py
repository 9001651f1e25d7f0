"""Reminders before, escalation after: handler, their head, the board member in charge, the staff."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cells.models import Committee
from common.models import Notice
from feedback import tasks
from feedback.actions.escalation import escalate_feedback, tell_of_reopened
from feedback.models import DeskNorm, Feedback, FeedbackEvent
from feedback.reports.escalation import chain, chains, who_is_next
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
DUE = "2026-12-01"
"""When a matter of 10 working days is due that came in on Monday 16/11/2026."""


class Place:
    """A commune with everybody who may be told, and one matter of it with a handler."""

    def __init__(self) -> None:
        self.district: Committee = make.district()
        self.commune: Committee = make.commune(parent=self.district)
        self.staff: User = make.district_officer(self.district)
        self.officer: User = make.commune_officer(self.commune)
        self.handler: User = make.user()
        self.head: User = make.user()
        self.member: User = make.board_member(self.commune)
        make_feedback.head(user=self.head, committee=self.commune)
        self.matter: Feedback = make_feedback.feedback(
            committee=self.commune, counts_from=date(2026, 11, 16), days=10, handler=self.handler
        )

    def told(self, kind: str) -> list[User | None]:
        return [notice.to for notice in Notice.objects.filter(kind=kind).order_by("pk")]


@pytest.fixture
def place() -> Place:
    with time_machine.travel("2026-11-16 03:00Z"):
        return Place()


def mornings(*days: str) -> None:
    """Run the morning's tasks on each of the days."""
    for day in days:
        with time_machine.travel(f"{day} 00:30Z", tick=False):
            tasks.escalate_late_feedback()
            tasks.remind_of_feedback()


# --- Who ------------------------------------------------------------------------------------------


def test_the_chain_is_handler_head_board_member_and_the_staff_at_the_end(place):
    found = chain(place.matter, date(2026, 12, 1))
    assert found.levels == ([place.handler], [place.head], [place.member])
    assert found.staff == [place.staff]


def test_without_a_handler_the_officers_of_the_place_have_it(place):
    place.matter.handler = None
    assert chain(place.matter, date(2026, 12, 1)).at(0) == [place.officer]
    agency = make.agency(committee=place.district)
    officer, head = make.agency_officer(agency), make.user()
    make_feedback.head(user=head, agency=agency)
    place.matter.agency = agency
    found = chain(place.matter, date(2026, 12, 1))
    assert (found.at(0), found.at(1)) == ([officer], [head])


def test_a_level_without_anybody_is_passed_over_upwards(place):
    place.commune.desk_heads.all().delete()
    assert chain(place.matter, date(2026, 12, 1)).at(1) == [place.member]
    place.commune.charges.all().delete()
    assert chain(place.matter, date(2026, 12, 1)).at(1) == [place.staff]


def test_who_has_no_account_in_use_any_more_is_nobody(place):
    for user in (place.handler, place.head):
        user.is_active = False
        user.save()
    found = chain(place.matter, date(2026, 12, 1))
    assert found.levels == ([place.officer], [], [place.member])


def test_an_absent_board_member_is_stood_in_for(place):
    substitute = make.user()
    place.commune.charges.update(substitute=substitute)
    away = make.cadre(user=place.member)
    make.absence(cadre=away, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 3))
    assert chain(place.matter, date(2026, 12, 2)).at(2) == [substitute]
    assert chain(place.matter, date(2026, 12, 4)).at(2) == [place.member]


def test_a_head_answers_while_they_head_the_place(place):
    place.commune.desk_heads.update(valid_to=date(2026, 11, 30))
    assert chain(place.matter, date(2026, 12, 1)).at(1) == [place.member]


def test_a_matter_of_the_district_itself_is_its_staff_s(place):
    row = make_feedback.feedback(committee=place.district)
    assert chain(row, date(2026, 12, 1)).at(0) == [place.staff]


def test_staff_of_another_district_are_told_nothing(place):
    make.district_officer(make.district())
    assert chain(place.matter, date(2026, 12, 1)).staff == [place.staff]


def test_chains_of_many_take_as_many_queries_as_of_few(place):
    def count() -> int:
        rows = list(Feedback.objects.select_related("handler", "committee"))
        with CaptureQueriesContext(connection) as queries:
            chains(rows, date(2026, 12, 1))
        return len(queries)

    few = count()
    for _n in range(10):
        make_feedback.feedback(committee=make.commune(parent=place.district))
    assert count() == few


# --- When -----------------------------------------------------------------------------------------


def test_the_handler_is_reminded_a_working_day_before_and_told_the_day_after(place):
    mornings("2026-11-27")
    assert not Notice.objects.filter(kind__startswith="feedback").exists()
    mornings("2026-11-30", "2026-11-30", DUE)
    assert place.told("feedback_due") == [place.handler]
    assert not place.told("feedback_late")


def test_a_late_matter_goes_to_the_head_and_then_to_the_board_member_each_told_once(place):
    mornings("2026-12-02", "2026-12-02", "2026-12-03")
    place.matter.refresh_from_db()
    assert place.matter.level == 1
    assert place.told("feedback_escalated") == [place.head]
    assert place.told("feedback_late") == [place.handler]
    mornings("2026-12-04", "2026-12-07", "2026-12-08")
    place.matter.refresh_from_db()
    assert place.matter.level == 2
    assert place.told("feedback_escalated") == [place.head, place.member]
    assert place.told("feedback_late") == [place.handler]
    events = place.matter.events.filter(kind=FeedbackEvent.Kind.ESCALATED)
    assert [(event.facts, event.is_public, event.by) for event in events] == [
        ({"level": 1}, True, None),
        ({"level": 2}, True, None),
    ]


def test_the_handler_hears_of_lateness_before_anybody_else_when_the_norm_says_so(place):
    DeskNorm.objects.update(head_after_days=2)
    mornings("2026-12-02")
    assert place.told("feedback_late") == [place.handler]
    assert not place.told("feedback_escalated")
    mornings("2026-12-03")
    assert place.told("feedback_escalated") == [place.head]


def test_nothing_is_told_on_a_day_off(place):
    row = make_feedback.feedback(
        committee=place.commune, counts_from=date(2026, 12, 2), days=2, handler=place.handler
    )
    assert row.due_on == date(2026, 12, 4)
    Feedback.objects.exclude(pk=row.pk).delete()
    mornings("2026-12-05", "2026-12-06")
    assert not Notice.objects.filter(kind__startswith="feedback").exists()
    mornings("2026-12-07")
    assert place.told("feedback_escalated") == [place.head]


def test_a_paused_matter_is_neither_reminded_of_nor_escalated(place):
    make_feedback.pause(feedback=place.matter, starts_on=date(2026, 11, 20))
    mornings("2026-11-30", "2026-12-02", "2026-12-08")
    assert not Notice.objects.filter(kind__startswith="feedback").exists()


def test_an_answered_matter_is_neither_reminded_of_nor_escalated(place):
    make_feedback.answer(feedback=place.matter)
    mornings("2026-11-30", "2026-12-02", "2026-12-08")
    assert not Notice.objects.filter(kind__startswith="feedback").exists()


def test_a_reopened_matter_stays_a_level_up_until_its_new_clock_is_long_past(place):
    Feedback.objects.update(level=1, status=Feedback.Status.REOPENED)
    mornings("2026-12-02")
    assert place.told("feedback_late") == [place.head]
    assert not place.told("feedback_escalated")
    mornings("2026-12-04")
    assert place.told("feedback_escalated") == [place.member]


def test_escalating_what_was_answered_meanwhile_does_nothing(place):
    stale = Feedback.objects.get(pk=place.matter.pk)
    make_feedback.answer(feedback=place.matter)
    assert not escalate_feedback(feedback=stale, level=1, on=date(2026, 12, 8))
    assert not place.told("feedback_escalated")


def test_messages_name_kind_place_and_day_and_nothing_that_people_wrote(place):
    mornings("2026-11-30", "2026-12-02", "2026-12-04")
    for notice in Notice.objects.filter(kind__startswith="feedback"):
        assert f"Phản ánh số {place.matter.pk}" in notice.title
        assert "01/12/2026" in notice.title
        assert place.commune.name in notice.body
        assert place.matter.text not in f"{notice.title}{notice.body}"


def test_who_is_next_for_a_reopened_matter_is_told_once(place):
    place.matter.level, place.matter.handler = 1, None
    assert who_is_next(place.matter, date(2026, 12, 1)) == [place.head]
    assert tell_of_reopened(feedback=place.matter, on=date(2026, 12, 1)) == 1
    assert tell_of_reopened(feedback=place.matter, on=date(2026, 12, 1)) == 0
    assert place.told("feedback_reopened") == [place.head]


def test_answers_that_nobody_confirmed_in_time_are_unconfirmed_not_confirmed(place):
    with time_machine.travel("2026-11-20 03:00Z", tick=False):
        make_feedback.answer(feedback=place.matter)
    with time_machine.travel("2026-12-05 00:30Z", tick=False):
        assert tasks.leave_unconfirmed() == 0
    with time_machine.travel("2026-12-06 00:30Z", tick=False):
        assert tasks.leave_unconfirmed() == 1
        assert tasks.leave_unconfirmed() == 0
    place.matter.refresh_from_db()
    assert place.matter.status == Feedback.Status.UNCONFIRMED
