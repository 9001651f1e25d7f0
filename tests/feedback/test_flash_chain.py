"""Whose turn it is to look at a flash report, and what happens when nobody does."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from common.models import AuditEntry, Notice
from feedback.actions.flash_life import see_flash
from feedback.models import DeskNorm, FlashEvent
from feedback.tasks import escalate_unseen_flash
from tests import make
from tests.feedback.flash_stage import TEXT, Stage

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def stage(client):
    with time_machine.travel(NOW, tick=False):
        yield Stage(client)


def later(hours):
    return time_machine.travel(NOW + datetime.timedelta(hours=hours), tick=False)


def told():
    return set(Notice.objects.filter(kind="flash_waiting").values_list("to", flat=True))


def test_a_report_goes_to_the_member_in_charge_of_the_commune(stage):
    report = stage.report()
    assert report.holder == stage.member
    assert told() == {stage.member.pk}
    assert report.escalates_at == NOW + datetime.timedelta(hours=4)


def test_to_the_substitute_when_the_member_is_away(stage):
    stage.away(stage.member)
    assert stage.report().holder == stage.substitute


def test_to_who_is_in_charge_on_that_day_not_before_and_not_after(stage):
    stage.charge.valid_to = datetime.date(2026, 11, 22)
    stage.charge.save()
    successor = make.board_member()
    make.charge(member=successor, committee=stage.commune, valid_from=datetime.date(2026, 11, 23))
    assert stage.report().holder == successor


@pytest.mark.parametrize("why", ["nobody in charge", "accounts out of use", "both away", "no role"])
def test_to_the_staff_when_nobody_of_the_board_can_look(stage, why):
    if why == "nobody in charge":
        stage.charge.delete()
    for person in (stage.member, stage.substitute):
        if why == "accounts out of use":
            person.is_active = False
            person.save()
        elif why == "both away":
            stage.away(person)
        elif why == "no role":
            person.grants.all().delete()
    assert stage.report().holder is None
    assert told() == {stage.staff.pk}


def test_nobody_is_asked_to_look_at_their_own_report(stage):
    report = stage.report(reporter=stage.member)
    assert report.holder == stage.substitute
    assert not see_flash(pk=report.pk, by=stage.member)


def test_unseen_it_goes_to_the_substitute_then_to_the_staff_then_everybody_is_told_daily(stage):
    report = stage.report()
    with later(3.9):
        assert escalate_unseen_flash() == 0
    with later(4):
        assert escalate_unseen_flash() == 1
        assert escalate_unseen_flash() == 0, "the next person has four hours too"
    report.refresh_from_db()
    assert (report.holder, report.step) == (stage.substitute, 1)
    with later(8):
        assert escalate_unseen_flash() == 1
    report.refresh_from_db()
    assert (report.holder, report.step) == (None, 2)
    assert told() == {stage.member.pk, stage.substitute.pk, stage.staff.pk}
    with later(12):
        escalate_unseen_flash()
    with later(35):
        assert escalate_unseen_flash() == 0
    with later(36):
        assert escalate_unseen_flash() == 1
    assert Notice.objects.filter(kind="flash_waiting", to=stage.member).count() == 3
    kinds = report.events.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["sent", *["escalated"] * 4]


def test_who_takes_the_commune_over_is_told_before_the_staff(stage):
    report = stage.report()
    stage.charge.substitute = make.board_member()
    stage.charge.save()
    with later(4):
        escalate_unseen_flash()
    report.refresh_from_db()
    assert report.holder == stage.charge.substitute


def test_the_hours_are_a_norm_of_the_district(stage):
    DeskNorm.objects.filter(pk=1).update(flash_unseen_hours=1)
    report = stage.report()
    assert report.escalates_at == NOW + datetime.timedelta(hours=1)


def test_a_look_stops_the_clock_and_says_who_and_when(stage):
    report = stage.report()
    with later(1):
        assert see_flash(pk=report.pk, by=stage.member)
        assert not see_flash(pk=report.pk, by=stage.member), "the first look counts"
    with later(9):
        assert escalate_unseen_flash() == 0
    report.refresh_from_db()
    assert (report.status, report.seen_by) == ("seen", stage.member)
    assert report.seen_at == NOW + datetime.timedelta(hours=1)


def test_the_first_person_may_still_look_after_it_was_passed_on(stage):
    report = stage.report()
    with later(4):
        escalate_unseen_flash()
        assert see_flash(pk=report.pk, by=stage.member)


def test_staff_stop_the_clock_only_once_it_is_their_turn(stage):
    report = stage.report()
    assert not see_flash(pk=report.pk, by=stage.staff)
    for hours in (4, 8):
        with later(hours):
            escalate_unseen_flash()
    assert see_flash(pk=report.pk, by=stage.staff)


@pytest.mark.parametrize("who", ["reporter", "officer", "inspector"])
def test_readers_who_are_not_asked_never_stop_the_clock(stage, who):
    person = make.inspector(stage.district) if who == "inspector" else getattr(stage, who)
    report = stage.report()
    assert not see_flash(pk=report.pk, by=person)
    assert stage.get("flash_detail", report.pk, by=person).status_code == 200
    report.refresh_from_db()
    assert report.is_unseen


def test_what_was_written_stands_in_no_message_and_no_trail(stage):
    stage.report()
    with later(4):
        escalate_unseen_flash()
    for notice in Notice.objects.all():
        assert TEXT not in notice.title + notice.body
        assert "Phú Sơn 3" in notice.body
    assert not [e for e in AuditEntry.objects.all() if TEXT in str(e.changes) + e.thing_label]


def test_the_event_of_sending_tells_whose_turn_it_was(stage):
    event = FlashEvent.objects.get(report=stage.report())
    assert (event.by, event.to, event.at) == (stage.reporter, stage.member, timezone.now())
