"""The outbox: one message a key, written with its cause, sent after commit."""

import pytest
from django.db import transaction
from django.utils import translation

from common.errors import RuleBroken
from common.models import Delivery, Notice
from common.notices import send_once
from tests import make

pytestmark = pytest.mark.django_db


def tell(**changes):
    message = {
        "key": "thu:1",
        "kind": "test",
        "to": None,
        "template": "invariants_broken",
        "context": {"broken": [("<ten>", "Câu & chữ.", "3")]},
    }
    return send_once(**{**message, **changes})


def test_a_key_is_used_once():
    person = make.user()
    assert tell(to=person)
    assert not tell(to=person)
    assert Notice.objects.for_user(person).count() == 1


def test_the_first_line_is_the_title_and_signs_stay_as_typed():
    tell(to=make.user())
    notice = Notice.objects.get()
    assert notice.title.startswith("Kiểm tra dữ liệu đêm")
    assert "\n" not in notice.title
    assert "- <ten>: Câu & chữ. (3)" in notice.body


def test_the_text_is_vietnamese_whoever_caused_it():
    with translation.override("en"):
        tell(to=make.user())
    assert Notice.objects.get().title.startswith("Kiểm tra")


@pytest.mark.parametrize(
    ("own", "given", "expected"),
    [("a@hoavang.example", "", 1), ("", "b@hoavang.example", 1), ("", "", 0)],
)
def test_a_mail_leaves_when_there_is_an_address(own, given, expected):
    tell(to=make.user(email=own), email=given)
    assert Delivery.objects.count() == expected
    assert Notice.objects.count() == 1


def test_what_is_taken_back_was_never_said(django_capture_on_commit_callbacks):
    person = make.user(email="a@hoavang.example")

    def act():
        with transaction.atomic():
            tell(to=person)
            raise RuleBroken("không được")

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(RuleBroken):
        act()
    assert callbacks == []
    assert not Notice.objects.exists()
    assert tell(to=person)


def test_a_worker_is_called_after_commit_only(django_capture_on_commit_callbacks, monkeypatch):
    called: list[int] = []
    monkeypatch.setattr("common.notices.start_delivery", called.append)
    with django_capture_on_commit_callbacks(execute=True):
        tell(to=make.user(email="a@hoavang.example"))
        assert called == []
    assert called == [Delivery.objects.get().pk]


def test_a_broker_that_is_down_costs_nothing(django_capture_on_commit_callbacks, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1"
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(to=make.user(email="a@hoavang.example"))
    assert Delivery.objects.get().state == Delivery.State.WAITING
