"""The nightly check tells the operators what broke, once a night."""

import datetime

import pytest
from celery.schedules import crontab
from django.utils import timezone

from accounts.tasks import check_invariants
from common.models import Delivery, Notice
from common.notices import words_of_kind
from hoavang_portal.celery import app
from tests import make

pytestmark = pytest.mark.django_db


def break_something():
    notice = Notice.objects.create(key="thu", kind="test", email="a@x.example", title="a", body="b")
    Delivery.objects.create(
        notice=notice, channel="email", state="sent", next_try_at=timezone.now()
    )


def test_a_sound_night_says_nothing():
    operator = make.operator()
    assert check_invariants() == 0
    assert not Notice.objects.for_user(operator).exists()


def test_a_broken_night_is_told_to_operators_once(caplog):
    operator, other = make.operator(), make.cadre_user(make.cadre())
    break_something()
    assert check_invariants() == 1
    assert check_invariants() == 1
    (notice,) = Notice.objects.for_user(operator)
    assert "deliveries_are_whole" in notice.body
    assert not Notice.objects.for_user(other).exists()
    assert "Invariant deliveries_are_whole is broken" in caplog.text


def test_an_operator_whose_grant_ended_is_not_told():
    operator = make.operator()
    operator.grants.update(valid_to=timezone.localdate() - datetime.timedelta(days=1))
    break_something()
    check_invariants()
    assert not Notice.objects.for_user(operator).exists()


def test_every_entry_of_the_timetable_is_a_task_that_exists():
    app.loader.import_default_modules()
    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] in app.tasks, name
        assert isinstance(entry["schedule"], crontab), name


def test_kinds_of_messages_have_words():
    assert words_of_kind("visit_soon") == "nhắc buổi dự sắp tới"
    assert words_of_kind("rating_due") == "nhắc bước xếp loại đến hạn"
    assert words_of_kind("unknown") == "unknown"
