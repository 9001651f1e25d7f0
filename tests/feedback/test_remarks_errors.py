"""A fault on a page with sealed content tells nobody what was written."""

import logging

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.views.debug import ExceptionReporter

from accounts.rules import Role
from common.sealing import unseal
from feedback.actions import contacts, remarks_course, remarks_opening
from feedback.actions import remarks as sending
from feedback.views.remarks_sealed import SealedPageError
from tests.feedback.canary import CONTACT, REMARK, CanaryWorld, found_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return CanaryWorld(time_machine)


def breaks(text, *more):
    """Fail as a database does that names the row it refuses."""
    raise ValueError(f"failing row contains ({text})")


def reported(caplog, browser, address, typed=None):
    """Return all that is logged and reported of a request that fails."""
    client = Client(raise_request_exception=False)
    client.cookies = browser.cookies
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    answer = client.post(address, typed) if typed else client.get(address)
    assert answer.status_code == 500
    fault = next(record for record in caplog.records if record.exc_info)
    report = ExceptionReporter(answer.wsgi_request, *fault.exc_info)
    assert fault.exc_info[0] is SealedPageError
    lines = [logging.Formatter().format(record) for record in caplog.records]
    return [answer.content, report.get_traceback_text(), report.get_traceback_html(), *lines]


def test_sending(world, monkeypatch, caplog):
    sender = world.citizen()
    typed = {
        "sent_key": sender.key("feedback:remark_send"),
        "committee": world.commune.pk,
        "about": REMARK["about"],
        "text": REMARK["text"],
        "name": REMARK["name"],
        "consent": "on",
    }
    monkeypatch.setattr(sending, "seal", breaks)
    told = reported(caplog, sender.client, reverse("feedback:remark_send"), typed)
    assert not found_in(*told)
    assert "ValueError" in "".join(told[3:])
    assert "remarks.py" in "".join(told[3:])


def test_reading(world, monkeypatch, caplog):
    address = reverse("feedback:opening_read", args=[world.opening.pk])

    def unseals_and_fails(sealed):
        breaks(real(sealed))

    real = unseal
    monkeypatch.setattr(remarks_opening, "unseal", unseals_and_fails)
    assert not found_in(*reported(caplog, world.as_(Role.INSPECTOR), address))


def test_asking_and_replying(world, monkeypatch, caplog):
    reply = world.remark_reply
    type(reply).objects.update(replied_at=None, sealed_reply="")
    monkeypatch.setattr(remarks_course, "seal", breaks)
    cadre = world.as_(Role.CADRE)
    address = reverse("feedback:reply_write", args=[reply.pk])
    assert not found_in(*reported(caplog, cadre, address, {"text": REMARK["reply"]}))


def test_sending_a_matter_with_a_contact(world, monkeypatch, caplog):
    sender = world.citizen()
    typed = sender.typed(committee=world.commune.pk, consent="on", **CONTACT)
    monkeypatch.setattr(contacts, "seal", breaks)
    assert not found_in(*reported(caplog, sender.client, reverse("feedback:send"), typed))


def test_reading_a_contact(world, monkeypatch, caplog):
    address = reverse("feedback:contact_read", args=[world.sender_contact.feedback_id])
    real = unseal
    monkeypatch.setattr(contacts, "unseal", lambda sealed: breaks(real(sealed)))
    staff, typed = world.as_(Role.DISTRICT_OFFICER), {"reason": "hỏi thêm chỗ ngập"}
    assert not found_in(*reported(caplog, staff, address, typed))


def test_a_fault_that_is_not_hidden_would_be_seen(world, caplog, settings):
    """The words of `breaks` do reach a log where nothing holds them back."""
    caplog.set_level(logging.DEBUG)
    try:
        breaks(REMARK["text"])
    except ValueError:
        logging.getLogger("thu").exception("said")
    assert found_in(*(logging.Formatter().format(record) for record in caplog.records))
