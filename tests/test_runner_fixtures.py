"""The fixtures of real programs do what tests rely on."""

import re
import signal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cells.models import RatingScheme, RatingStep
from tests import make
from tests.browsing import accessibility_faults, sign_in
from tests.stack import wait_until


def test_a_test_with_a_server_thread_leaves_the_tables_as_others_expect(live_server):
    assert RatingScheme.objects.exists()


@pytest.mark.parametrize("time", ["first", "second"])
def test_rows_loaded_by_migrations_are_there_after_each_emptying(transactional_db, time):
    assert RatingScheme.objects.exists()
    RatingScheme.objects.all().delete()


@pytest.mark.parametrize("time", ["first", "second"])
def test_append_only_tables_are_emptied_between_tests_and_stay_append_only(transactional_db, time):
    assert not RatingStep.objects.exists()
    make.rating(cell=make.cell(), year=2019)
    with pytest.raises(IntegrityError), transaction.atomic():
        RatingStep.objects.get().delete()


def test_a_worker_process_runs_what_is_sent(celery_worker_process):
    celery_worker_process.send("common.tasks.deliver_due_notices")
    worker = celery_worker_process.parts[0]
    wait_until(lambda: re.search(r"deliver_due_notices\[.*succeeded", worker.log.read_text()))


def test_a_killed_worker_is_gone_with_its_children(celery_worker_process):
    worker = celery_worker_process.parts[0]
    worker.signal(signal.SIGKILL)
    wait_until(lambda: not worker.is_alive())


def test_the_browser_is_signed_in_as_whom_the_test_stored(browser_page, portal_server):
    browser_page.goto("/")
    assert reverse("account_login") in browser_page.url
    sign_in(browser_page, make.district_officer(make.district()), portal_server.url)
    browser_page.goto("/")
    assert reverse("account_login") not in browser_page.url


def test_axe_finds_a_fault_when_there_is_one(browser_page):
    browser_page.set_content("<html lang=vi><title>t</title><main><h1>t</h1><img src=x></main>")
    assert [fault for fault in accessibility_faults(browser_page) if fault.startswith("image-alt")]
