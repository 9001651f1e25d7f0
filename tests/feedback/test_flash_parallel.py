"""Sent, passed on and taken by many at once: each happens once."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from django.utils import timezone

from common.errors import RuleBroken
from common.models import Notice, StoredFile
from common.months import Month
from feedback.actions.flash import send_flash
from feedback.actions.flash_life import mark_flash_cell, take_flash
from feedback.models import FlashEvent, FlashReport
from feedback.tasks import escalate_unseen_flash
from tests.feedback.flash_stage import TEXT, Stage

pytestmark = pytest.mark.django_db(transaction=True)
JPEG = b"\xff\xd8\xff\xe0 a photo"


def at_once(act, times=16):
    """Return what `act` gave, called so many times by eight threads."""

    def closing(number):
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(closing, range(times)))


@pytest.fixture
def stage(client):
    return Stage(client)


def test_parallel_sends_leave_one_report_one_photo_one_notice(stage):
    mark, now = uuid.uuid4(), timezone.now()

    def send(_number):
        return send_flash(
            client_uuid=mark,
            reporter=stage.reporter,
            committee=stage.commune,
            area=stage.area,
            cell=stage.cell,
            kind="land",
            text=TEXT,
            written_at=now,
            photos=[ContentFile(JPEG, name="anh-1.jpg")],
        )[1]

    assert sorted(at_once(send)) == [False] * 15 + [True]
    assert FlashReport.objects.count() == StoredFile.objects.count() == 1
    assert FlashEvent.objects.count() == Notice.objects.count() == 1


def test_two_workers_pass_a_report_on_once(stage):
    report = stage.report()
    late = timezone.now() - datetime.timedelta(minutes=1)
    FlashReport.objects.filter(pk=report.pk).update(escalates_at=late)
    assert sum(at_once(lambda _number: escalate_unseen_flash(), times=8)) == 1
    report.refresh_from_db()
    assert (report.step, report.holder) == (1, stage.substitute)


def test_taken_by_two_at_once_one_has_it_and_a_cell_is_marked_once(stage):
    report = stage.report()

    def take(number):
        by = stage.member if number % 2 else stage.staff
        mark_flash_cell(pk=report.pk, month=Month.current().next(), by=by)
        try:
            return take_flash(pk=report.pk, by=by).taken_by_id
        except RuleBroken:
            return None

    report_taken = {key for key in at_once(take, times=8) if key}
    report.refresh_from_db()
    assert report_taken == {report.taken_by_id}
    kinds = list(FlashEvent.objects.filter(report=report).values_list("kind", flat=True))
    assert (kinds.count("taken"), kinds.count("marked")) == (1, 1)
