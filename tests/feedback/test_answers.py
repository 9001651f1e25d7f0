"""Answering a matter: on time or not, with an outcome, once."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from feedback.actions.answers import answer_feedback
from feedback.models import Answer, Feedback
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
SECRET = "chuyện riêng nhà bà Tư"


def answered(row, **fields):
    fields = {"outcome": "solved", "text": "Đã nạo vét xong.", "passed_to": ""} | fields
    fields.setdefault("by", make.user())
    return answer_feedback(feedback=row, version=row.version, **fields)


def test_an_answer_leaves_the_matter_waiting_for_its_sender():
    row = make_feedback.feedback()
    answer = answered(row)
    row.refresh_from_db()
    assert row.status == Feedback.Status.ANSWERED
    assert row.last_answer == answer
    assert answer.number == 1
    assert answer.is_on_time
    assert row.handler == answer.answered_by
    assert answer.verdict == Answer.Verdict.NONE
    event = row.events.last()
    assert event.is_public
    assert event.kind == "answered"


@time_machine.travel("2026-03-02 09:00+07:00", tick=False)
def test_on_time_is_until_the_end_of_the_due_day():
    row = make_feedback.feedback()  # of Monday with three working days: due on Thursday
    assert row.due_on == datetime.date(2026, 3, 5)
    with time_machine.travel("2026-03-05 23:50+07:00", tick=False):
        assert answered(row).is_on_time
    late = make_feedback.feedback()
    with time_machine.travel("2026-03-06 00:10+07:00", tick=False):
        assert not answered(late).is_on_time


@time_machine.travel("2026-03-02 09:00+07:00", tick=False)
def test_days_of_a_pause_do_not_make_an_answer_late():
    row = make_feedback.feedback()
    make_feedback.pause(feedback=row)
    with time_machine.travel("2026-03-12 09:00+07:00", tick=False):
        answer = answered(row)
    assert answer.is_on_time
    assert answer.due_on > timezone.localdate()
    assert not row.pauses.filter(ends_on__isnull=True).exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "a" * 5001}, "text"),
        ({"outcome": "not_ours"}, "passed_to"),
        ({"outcome": "later"}, "outcome"),
    ],
)
def test_an_answer_that_says_too_little_is_refused_at_its_field(fields, field):
    row = make_feedback.feedback()
    with pytest.raises(RuleBroken) as refused:
        answered(row, **fields)
    assert refused.value.field == field
    assert not Answer.objects.exists()


def test_what_is_answered_is_not_answered_again():
    row = make_feedback.feedback()
    answered(row)
    row.refresh_from_db()
    with pytest.raises(RuleBroken):
        answered(row)


def test_who_answers_an_older_state_is_told():
    row = make_feedback.feedback()
    with pytest.raises(EditConflict):
        answer_feedback(
            feedback=row, outcome="solved", text="Xong", by=make.user(), version=row.version - 1
        )


def test_words_of_sender_and_answer_stay_out_of_the_trail():
    row = make_feedback.feedback(text=SECRET)
    answered(row, text=f"Trả lời về {SECRET}")
    assert not [
        e for e in AuditEntry.objects.all() if SECRET in f"{e.changes}{e.thing_label}{e.reason}"
    ]
