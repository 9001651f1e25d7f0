"""Solved or not, the sender says; a no reopens one level up, and silence is no yes."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from feedback.actions.answers import answer_feedback
from feedback.actions.verdicts import give_verdict, let_silence_stand
from feedback.models import Feedback
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 2, 1, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def answered(**fields: Any) -> Feedback:
    """Return a matter of three days that was answered a moment ago."""
    row = make_feedback.feedback(**fields)
    answer_feedback(
        feedback=row, outcome="solved", text="Đã nạo vét", by=make.user(), version=row.version
    )
    row.refresh_from_db()
    return row


def test_yes_confirms_and_closes():
    row = give_verdict(feedback=answered(), verdict="yes", note="Cảm ơn")
    row.refresh_from_db()
    assert row.status == "confirmed"
    assert row.last_answer.verdict == "yes"
    assert row.last_answer.verdict_note == "Cảm ơn"
    assert row.events.filter(kind="verdict", is_public=True, by=None).count() == 1


@pytest.mark.parametrize("verdict", ["partly", "no"])
def test_anything_else_reopens_one_level_up_with_the_shorter_clock(verdict, time_machine):
    row = answered()
    time_machine.shift(datetime.timedelta(days=1))
    give_verdict(feedback=row, verdict=verdict, note="Còn 40 m chưa nạo")
    row.refresh_from_db()
    assert (row.status, row.level, row.handler) == ("reopened", 1, None)
    assert (row.counts_from, row.days) == (datetime.date(2026, 11, 3), 2)
    assert row.due_on == datetime.date(2026, 11, 5)
    assert row.events.filter(kind="reopened", is_public=True).get().facts["level"] == 1


def test_a_second_and_third_no_go_no_higher_than_the_board_member():
    row = answered()
    for level in (1, 2, 2):
        give_verdict(feedback=row, verdict="no")
        row.refresh_from_db()
        assert row.level == level
        answer_feedback(
            feedback=row, outcome="solved", text="Đã làm", by=make.user(), version=row.version
        )
        row.refresh_from_db()
    assert give_verdict(feedback=row, verdict="yes").status == "confirmed"


@pytest.mark.parametrize("verdict", ["yes", "no"])
def test_the_same_said_twice_changes_nothing(verdict):
    row = answered()
    first = give_verdict(feedback=row, verdict=verdict)
    events = row.events.count()
    again = give_verdict(feedback=row, verdict=verdict)
    assert (again.level, again.status, again.version) == (first.level, first.status, first.version)
    assert row.events.count() == events


def test_another_word_about_the_same_answer_is_refused():
    row = answered()
    give_verdict(feedback=row, verdict="yes")
    with pytest.raises(RuleBroken, match="đã được ghi"):
        give_verdict(feedback=row, verdict="no")


def test_nothing_can_be_said_before_an_answer():
    with pytest.raises(RuleBroken, match="chưa có trả lời"):
        give_verdict(feedback=make_feedback.feedback(), verdict="yes")


def test_silence_is_unconfirmed_and_the_sender_may_still_speak():
    row = answered()
    assert let_silence_stand(feedback=row, today=timezone.localdate())
    assert not let_silence_stand(feedback=row, today=timezone.localdate())
    row.refresh_from_db()
    assert (row.status, row.last_answer.verdict) == ("unconfirmed", "none")
    assert give_verdict(feedback=row, verdict="no").status == "reopened"


def test_the_sender_of_a_merged_matter_speaks_of_the_one_it_went_into():
    main = answered()
    other = make_feedback.feedback(status="merged", merged_into=main)
    give_verdict(feedback=other, verdict="no")
    main.refresh_from_db()
    other.refresh_from_db()
    assert (main.status, other.status) == ("reopened", "merged")


def test_what_the_sender_said_does_not_reach_the_trail():
    give_verdict(feedback=answered(), verdict="no", note="Bí mật của tôi")
    assert "Bí mật" not in str(list(AuditEntry.objects.values()))


def test_the_next_level_is_told_that_it_was_not_solved():
    commune = make.commune()
    make.commune_officer(commune)
    head = make.user()
    make_feedback.head(user=head, committee=commune)
    give_verdict(feedback=answered(committee=commune), verdict="no", note="Bí mật của tôi")
    told = Notice.objects.get(kind="feedback_reopened")
    assert told.to == head
    assert "Bí mật" not in f"{told.title} {told.body}"
