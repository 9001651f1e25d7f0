"""The same form, message and verdict from several connections at once: stored once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from feedback.actions.answers import answer_feedback
from feedback.actions.messages import message_from_sender
from feedback.actions.verdicts import give_verdict
from feedback.models import Feedback, FeedbackEvent
from tests import make, make_feedback

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "0123456789abcdef" * 2
AT_ONCE = 6


def at_once(act: Callable[[], Any]) -> list[Any]:
    """Do `act` on several connections that begin together; return what each returned."""
    gate = threading.Barrier(AT_ONCE)

    def one(_number: int) -> Any:
        try:
            gate.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_one_form_sent_at_once_is_one_matter_with_one_code():
    commune, category = make.commune(), make_feedback.category()
    sent = at_once(lambda: make_feedback.sent(sent_key=KEY, committee=commune, category=category))
    assert len({each.code for each in sent}) == 1
    assert [each.is_new for each in sent].count(True) == 1
    assert Feedback.objects.count() == FeedbackEvent.objects.count() == 1


def test_one_message_sent_at_once_is_one_message():
    row = make_feedback.feedback()
    sent = at_once(lambda: message_from_sender(feedback=row, sent_key=KEY, text="Vẫn ngập"))
    assert len({each.pk for each in sent}) == 1
    assert row.events.filter(kind="from_sender").count() == 1


def test_one_no_given_at_once_goes_one_level_up():
    row = make_feedback.feedback()
    answer_feedback(
        feedback=row, outcome="solved", text="Xong", by=make.user(), version=row.version
    )
    at_once(lambda: give_verdict(feedback=row, verdict="no"))
    row.refresh_from_db()
    assert (row.level, row.status) == (1, "reopened")
    assert row.events.filter(kind="reopened").count() == 1
