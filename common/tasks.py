"""Sending what the outbox holds."""

import logging

from celery import current_app, shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from kombu.exceptions import OperationalError

from common import delivery
from common.queues import SWEPT_AT

__all__ = ["deliver", "deliver_due_notices", "start_delivery", "start_task"]

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 60


# Ended by force when its claim runs out, so that two workers never send one notice at a time.
@shared_task(
    time_limit=settings.NOTICE_LEASE_SECONDS, soft_time_limit=settings.NOTICE_LEASE_SECONDS
)
def deliver(delivery_id: int) -> bool:
    """Send one delivery if it is due and free."""
    return delivery.deliver_now(delivery_id)


@shared_task
def deliver_due_notices() -> int:
    """Put everything that is due into the queue: what a lost worker or broker left behind."""
    cache.set(SWEPT_AT, timezone.now(), timeout=None)
    due = delivery.due_now()
    for pk in due:
        # The next sweep finds again what nobody took until then: the queue cannot pile up.
        deliver.apply_async((pk,), expires=SWEEP_SECONDS)
    return len(due)


def start_delivery(delivery_id: int) -> None:
    """Hand a delivery to a worker now; when the broker does not answer, the next sweep does it."""
    start_task("common.tasks.deliver", delivery_id)


def start_task(name: str, *args: int) -> bool:
    """Hand a task to a worker by its full name; False when the broker does not answer.

    For actions, which stand below the tasks of their app: `transaction.on_commit(partial(…))`.
    """
    try:
        current_app.send_task(name, args, retry=False)
    except OperationalError:
        logger.warning("The broker does not answer; %s%s was not handed over.", name, args)
        return False
    return True
