"""How the queue and the outbox are doing: figures for the operator."""

import datetime
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from common.models import Delivery

__all__ = ["SWEPT_AT", "OutboxHealth", "outbox_health"]

SWEPT_AT = "outbox-swept-at"
SWEEP_LATE_AFTER = datetime.timedelta(minutes=3)
"""The sweep runs every minute; after this long without one, beat or all workers are down."""


@dataclass(frozen=True)
class OutboxHealth:
    """Whether broker, beat and mail server do their work.

    `tasks` is the length of the queue, None when the broker does not answer; `swept_at` the last
    run of the sweep, None when there was none since the cache began; `waiting_since` when the
    oldest delivery that should have left by now was due.
    """

    tasks: int | None
    swept_at: datetime.datetime | None
    waiting: int
    failed: int
    sent: int
    waiting_since: datetime.datetime | None

    @property
    def is_broker_up(self) -> bool:
        """Say whether the broker answers."""
        return self.tasks is not None

    @property
    def is_swept(self) -> bool:
        """Say whether the timetable runs."""
        return self.swept_at is not None and timezone.now() - self.swept_at < SWEEP_LATE_AFTER

    @property
    def is_well(self) -> bool:
        """Say whether nothing asks for the operator."""
        return self.is_broker_up and self.is_swept and not self.failed


def outbox_health() -> OutboxHealth:
    """Return how the outbox is doing now."""
    state = Delivery.State
    is_open = Q(state__in=(state.WAITING, state.CLAIMED))
    counts = Delivery.objects.aggregate(
        waiting=Count("pk", filter=is_open),
        failed=Count("pk", filter=Q(state=state.FAILED)),
        sent=Count("pk", filter=Q(state=state.SENT)),
        waiting_since=Min("next_try_at", filter=is_open & Q(next_try_at__lte=timezone.now())),
    )
    return OutboxHealth(tasks=_queue_length(), swept_at=cache.get(SWEPT_AT), **counts)


def _queue_length() -> int | None:
    """Return how many tasks wait for a worker; None when the broker does not answer."""
    with current_app.connection_for_read() as connection:
        try:
            connection.ensure_connection(max_retries=1, interval_start=0)
            queue = current_app.conf.task_default_queue
            channel: Any = connection.default_channel
            declared = channel.queue_declare(queue=queue, passive=True)
        except connection.channel_errors:  # nothing was ever put into the queue
            return 0
        except (OperationalError, OSError):
            return None
    return int(declared.message_count)
