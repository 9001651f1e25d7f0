"""Imports in the background; without a broker they run at once, where they are asked for."""

import datetime
import logging

from celery import Task, shared_task
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from common.importing import check_run, write_run
from common.models import ImportRun
from hoavang_portal.imports import KINDS

__all__ = ["check_import", "resume_imports", "start", "write_import"]

LEFT_BEHIND = datetime.timedelta(minutes=15)
State = ImportRun.State
logger = logging.getLogger(__name__)


@shared_task
def check_import(run_id: int) -> None:
    """Read the workbook and store what would happen."""
    check_run(run_id, KINDS)


@shared_task
def write_import(run_id: int) -> None:
    """Write what the check showed."""
    write_run(run_id, KINDS)


@shared_task
def resume_imports() -> int:
    """Take up again what no worker finished; return how many.  Twice does no harm."""
    unfinished = {State.WAITING, State.CHECKING, State.WRITING}
    before = timezone.now() - LEFT_BEHIND
    left = ImportRun.objects.filter(state__in=unfinished, created_at__lt=before).exclude(file="")
    for run in left:
        _task_of(run)(run.pk)
    return len(left)


def start(run: ImportRun) -> None:
    """Let the pass that the run waits for begin: in a worker, or at once without a broker."""
    task = _task_of(run)
    if not settings.REDIS_URL:
        task(run.pk)
        return
    try:
        task.delay(run.pk)
    except OperationalError:
        # The run waits; `resume_imports` takes it up when the broker is back.
        logger.exception("No broker for import %s", run.pk)


def _task_of(run: ImportRun) -> "Task[[int], None]":
    return write_import if run.state == State.WRITING else check_import
