"""Periodic entrances of the whole portal's keeping."""

import logging
from itertools import islice

from celery import shared_task
from django.utils import timezone

from accounts import notices
from accounts.models import User
from accounts.rules import Ability
from common.invariants import all_invariants

__all__ = ["check_invariants"]

logger = logging.getLogger(__name__)

COUNTED = 1_000
"""Breaking rows are counted up to here."""


@shared_task
def check_invariants() -> int:
    """Check what must always hold, log what does not, tell the operators; return how many broke."""
    broken = []
    for invariant in all_invariants():
        rows = list(islice(invariant.broken(), COUNTED + 1))
        for row in rows[:20]:
            logger.error("Invariant %s is broken: %s", invariant.name, row)
        if rows:
            count = f"{COUNTED}+" if len(rows) > COUNTED else str(len(rows))
            broken.append((invariant.name, invariant.sentence, count))
    if broken:
        today = timezone.localdate()
        for operator in User.objects.who_may(Ability.READ_MAIL):
            notices.invariants_broken(operator, today, broken)
    return len(broken)
