"""Delivering: claims, leases, pauses; without a worker, against a real mail server."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from common import delivery
from common.invariants import INVARIANTS
from common.models import Delivery, Notice
from tests.common.mail_server import mail_server

pytestmark = pytest.mark.django_db

State = Delivery.State
START = datetime.datetime(2026, 3, 1, 8, tzinfo=datetime.UTC)


def waiting(key="thu:1", email="a@hoavang.example", **fields):
    notice = Notice.objects.create(
        key=key, kind="test", email=email, title="Đề nghị ghi buổi dự", body="Nội dung.", url="/x/"
    )
    fields.setdefault("next_try_at", timezone.now())
    return Delivery.objects.create(notice=notice, channel="email", **fields)


@pytest.fixture
def smtp(settings):
    with mail_server() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield server


@pytest.fixture
def dead_smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_a_mail_is_sent_once(smtp, settings):
    settings.PORTAL_ADDRESS = "https://cong.example"
    row = waiting()
    assert delivery.deliver_now(row.pk)
    assert not delivery.deliver_now(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.claimed_until) == (State.SENT, 1, None)
    (sent,) = smtp.mails
    assert sent["Subject"] == "Đề nghị ghi buổi dự"
    assert sent["Message-ID"] == delivery.message_id("thu:1")
    assert sent.get_content().split() == ["Nội", "dung.", "https://cong.example/x/"]


def test_the_message_id_is_the_keys_own():
    assert delivery.message_id("a") == delivery.message_id("a")
    assert delivery.message_id("a") != delivery.message_id("b")


def test_a_server_that_is_down_is_asked_again_later_and_later(dead_smtp, settings):
    settings.NOTICE_RETRY_SECONDS = 60
    row = waiting()
    pauses = []
    with time_machine.travel(START, tick=False) as clock:
        Delivery.objects.update(next_try_at=timezone.now())
        for _attempt in range(delivery.MOST_ATTEMPTS):
            assert delivery.due_now() == [row.pk]
            delivery.deliver_now(row.pk)
            row.refresh_from_db()
            pauses.append(int((row.next_try_at - timezone.now()).total_seconds()))
            assert delivery.due_now() == []
            clock.move_to(max(row.next_try_at, timezone.now()))
    assert row.state == State.FAILED
    assert "Connection refused" in row.last_error
    assert pauses[:4] == [60, 120, 240, 480]
    assert max(pauses) <= delivery.LONGEST_PAUSE.total_seconds()


def test_a_server_that_says_later_is_asked_later(smtp):
    smtp.is_refusing = True
    row = waiting()
    assert not delivery.deliver_now(row.pk)
    row.refresh_from_db()
    assert row.state == State.WAITING
    assert "try later" in row.last_error
    smtp.is_refusing = False
    Delivery.objects.update(next_try_at=timezone.now())
    assert delivery.deliver_now(row.pk)


def test_an_address_that_cannot_be_fails_at_once(smtp):
    row = waiting(email="a@x\nBcc: b@hoavang.example")
    assert not delivery.deliver_now(row.pk)
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert smtp.mails == []


def test_a_claim_holds_until_its_lease_ends():
    row = waiting(state=State.CLAIMED, claimed_until=timezone.now() + datetime.timedelta(seconds=9))
    assert not delivery.deliver_now(row.pk)
    assert mail.outbox == []
    Delivery.objects.update(claimed_until=timezone.now() - datetime.timedelta(seconds=1))
    assert delivery.due_now() == [row.pk]
    assert delivery.deliver_now(row.pk)
    assert len(mail.outbox) == 1


def test_a_mail_that_kills_its_workers_is_given_up():
    past = timezone.now() - datetime.timedelta(seconds=1)
    row = waiting(state=State.CLAIMED, claimed_until=past, attempts=delivery.MOST_ATTEMPTS)
    assert not delivery.deliver_now(row.pk)
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert mail.outbox == []


def test_a_worker_whose_lease_ran_out_does_not_overwrite_its_successor():
    row = waiting()
    first = delivery._claimed(row.pk)
    Delivery.objects.update(claimed_until=timezone.now() - datetime.timedelta(seconds=1))
    second = delivery._claimed(row.pk)
    assert first
    assert second
    delivery._put_back(first, OSError("late"))
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == (State.CLAIMED, 2, "")


def test_only_a_failed_delivery_is_tried_again():
    row = waiting(state=State.FAILED, attempts=12)
    assert delivery.try_again(row)
    assert not delivery.try_again(row)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.WAITING, 0)
    assert delivery.due_now() == [row.pk]


def test_invariants_see_a_lost_mail_and_a_half_marked_one():
    broken = {each.name: each.broken for each in INVARIANTS}
    row = waiting()
    assert not [*broken["mails_have_delivery"](), *broken["deliveries_are_whole"]()]
    Delivery.objects.update(state=State.SENT)
    assert list(broken["deliveries_are_whole"]())
    row.delete()
    assert list(broken["mails_have_delivery"]())
