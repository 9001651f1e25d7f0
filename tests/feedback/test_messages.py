"""Messages both ways: once each, nobody named, and a clock that waited counts on."""

import pytest

from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from feedback.actions.clock import pause_clock
from feedback.actions.messages import LONGEST_MESSAGE, message_from_sender, message_to_sender
from feedback.models import FeedbackEvent
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
KEY = "fedcba9876543210" * 2


def test_a_message_sent_twice_is_one_message():
    row = make_feedback.feedback()
    first = message_from_sender(feedback=row, sent_key=KEY, text="Vẫn còn ngập")
    again = message_from_sender(feedback=row, sent_key=KEY, text="Vẫn còn ngập")
    assert first == again
    assert FeedbackEvent.objects.filter(kind="from_sender").count() == 1
    other = message_from_sender(feedback=row, sent_key=KEY[::-1], text="Vẫn còn ngập")
    assert other != first


def test_the_desk_answers_and_the_line_is_public():
    row, person = make_feedback.feedback(), make.user()
    line = message_to_sender(feedback=row, text="Ông, bà cho biết số nhà", by=person)
    assert (line.kind, line.is_public, line.by) == ("to_sender", True, person)


def test_a_clock_that_waits_for_the_sender_counts_on_when_they_write():
    row = make_feedback.feedback()
    pause_clock(
        feedback=row, reason="sender", note="Chờ số nhà", by=make.user(), version=row.version
    )
    message_from_sender(feedback=row, sent_key=KEY, text="Số 12")
    assert not row.pauses.filter(ends_on__isnull=True).exists()
    assert row.events.filter(kind="resumed", by=None).exists()


def test_a_clock_that_waits_for_somebody_else_stands_still():
    row = make_feedback.feedback()
    pause_clock(
        feedback=row, reason="superior", note="Xin ý kiến", by=make.user(), version=row.version
    )
    message_from_sender(feedback=row, sent_key=KEY, text="Số 12")
    assert row.pauses.filter(ends_on__isnull=True).exists()


@pytest.mark.parametrize(
    ("text", "said"), [(" \n ", "Ghi lời nhắn"), ("ă" * 100_000, "dài 100000 chữ cái")]
)
def test_no_words_and_too_many_are_refused(text, said):
    row = make_feedback.feedback()
    with pytest.raises(RuleBroken, match=said):
        message_from_sender(feedback=row, sent_key=KEY, text=text)
    with pytest.raises(RuleBroken, match=said):
        message_to_sender(feedback=row, text=text, by=make.user())
    line = message_from_sender(feedback=row, sent_key=KEY, text="ă" * LONGEST_MESSAGE)
    assert line.pk


def test_words_do_not_reach_the_trail():
    row = make_feedback.feedback()
    message_from_sender(feedback=row, sent_key=KEY, text="Bí mật của tôi")
    message_to_sender(feedback=row, text="Bí mật của tôi", by=make.user())
    assert "Bí mật" not in str(list(AuditEntry.objects.values()))


def test_whoever_has_the_matter_in_hand_is_told_that_there_is_a_message_not_what_it_says():
    commune = make.commune()
    officer = make.commune_officer(commune)
    row = make_feedback.feedback(committee=commune)
    message_from_sender(feedback=row, sent_key=KEY, text="Bí mật của tôi")
    told = Notice.objects.get(kind="feedback_message")
    assert told.to == officer
    assert "Bí mật" not in f"{told.title} {told.body}"
