"""The outbox with real workers, a real broker and a real mail server: never twice, never lost."""

import datetime
import signal
from collections import Counter

import pytest
from django.utils import timezone

from common.models import Delivery, Notice
from common.notices import send_once
from hoavang_portal.celery import app
from tests import make
from tests.common.mail_server import mail_server
from tests.stack import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

SWEEP = "common.tasks.deliver_due_notices"


@pytest.fixture
def smtp():
    with mail_server() as (server, port):
        server.env = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port)}
        yield server


def write(key="thu:1"):
    send_once(
        key=key,
        kind="test",
        to=None,
        email="can.bo@hoavang.example",
        template="invariants_broken",
        context={"day": timezone.localdate(), "broken": []},
    )
    return Delivery.objects.get(notice__key=key)


def states():
    return Counter(Delivery.objects.values_list("state", flat=True))


def test_a_worker_sends_what_was_written(portal_stack, smtp):
    row = write()
    portal_stack.start_worker(**smtp.env)
    portal_stack.send("common.tasks.deliver", row.pk)
    wait_until(lambda: states() == {"sent": 1})
    assert len(smtp.mails) == 1


def test_the_sweep_finds_what_never_reached_the_broker(portal_stack, smtp):
    for number in range(20):
        write(f"thu:{number}")
    portal_stack.start_worker(**smtp.env)
    portal_stack.send(SWEEP)
    portal_stack.send(SWEEP)  # two beats
    wait_until(lambda: states() == {"sent": 20})
    assert Counter(mail["Message-ID"] for mail in smtp.mails).most_common(1)[0][1] == 1
    assert len(smtp.mails) == 20


def test_a_worker_killed_between_claim_and_send_loses_no_mail(portal_stack, smtp):
    row = write()
    lease = {"NOTICE_LEASE_SECONDS": "4"}
    smtp.stalls = True
    worker = portal_stack.start_worker("first", **smtp.env, **lease)
    portal_stack.send("common.tasks.deliver", row.pk)
    wait_until(smtp.stalled.is_set)
    wait_until(lambda: states() == {"claimed": 1})
    worker.signal(signal.SIGKILL)
    worker.process.wait()
    smtp.stalls = False
    portal_stack.start_worker("second", **smtp.env, **lease)
    portal_stack.send("common.tasks.deliver", row.pk)  # too early: the claim still holds, or not

    def swept():
        if states() != {"sent": 1}:
            portal_stack.send(SWEEP)
        return states() == {"sent": 1}

    wait_until(swept, seconds=60)
    row.refresh_from_db()
    assert row.attempts == 2
    assert len(smtp.mails) == 1


def test_a_mail_server_that_was_down_gets_the_mail_later(portal_stack):
    with mail_server() as (_server, port):
        pass  # its port is free again, and nothing listens there
    env = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "NOTICE_RETRY_SECONDS": "1"}
    portal_stack.start_worker(**env)
    row = write()
    portal_stack.send(SWEEP)
    wait_until(lambda: Delivery.objects.filter(attempts__gte=1, state="waiting").exists())
    with mail_server(port) as (server, _port):

        def swept():
            if states() != {"sent": 1}:
                portal_stack.send(SWEEP)
            return states() == {"sent": 1}

        wait_until(swept, seconds=60)
        assert len(server.mails) == 1
    row.refresh_from_db()
    assert row.attempts >= 2
    assert row.last_error == ""


def test_two_beats_of_the_whole_timetable_write_each_notice_once(portal_stack, smtp):
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    cell = make.cell(meeting_day=tomorrow.day)
    cadre = make.cadre(email="can.bo@hoavang.example")
    make.assignment(
        cadre=cadre, area=cell.areas.get(), valid_from=today - datetime.timedelta(days=400)
    )
    tasks = [entry["task"] for entry in app.conf.beat_schedule.values()]
    portal_stack.start_worker("one", **smtp.env)
    portal_stack.start_worker("two", **smtp.env)
    for task in tasks * 2:
        portal_stack.send(task)
    wait_until(portal_stack.is_idle, seconds=60)
    portal_stack.send(SWEEP)
    wait_until(lambda: portal_stack.is_idle() and set(states()) == {"sent"}, seconds=60)
    assert Notice.objects.filter(kind="visit_soon").count() == 1
    keys = Counter(notice.key for notice in Notice.objects.all())
    assert set(keys.values()) == {1}
    sent = Counter(mail["Message-ID"] for mail in smtp.mails)
    assert set(sent.values()) == {1}
    assert len(sent) == Delivery.objects.count()
