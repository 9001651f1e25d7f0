"""What must always hold, beyond what one database constraint can say.

Every app may have an `invariants.py` with a list `INVARIANTS`; `manage.py check_invariants` finds
them by app, so that the ground does not import the floors above.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Q

from common.models import Delivery, Notice

__all__ = ["INVARIANTS", "Invariant", "all_invariants"]


@dataclass(frozen=True)
class Invariant:
    """One sentence that must be true, and how to find the rows that break it.

    `broken` yields a short description of each breaking row; nothing when all is well.
    """

    name: str
    sentence: str
    broken: Callable[[], Iterator[str]]


def all_invariants() -> Iterator[Invariant]:
    """Yield the invariants of every installed app of the portal, from the ground up."""
    for config in reversed(list(apps.get_app_configs())):
        module = f"{config.name}.invariants"
        if "." not in config.name and find_spec(module):
            yield from getattr(import_module(module), "INVARIANTS", ())


def _mails_have_delivery() -> Iterator[str]:
    rows = Notice.objects.exclude(email="").filter(deliveries__isnull=True)
    for pk, key in rows.values_list("pk", "key").iterator():
        yield f"notice {pk}: {key}"


def _deliveries_are_whole() -> Iterator[str]:
    state = Delivery.State
    wrong = (
        Q(state=state.SENT, sent_at__isnull=True)
        | (~Q(state=state.SENT) & Q(sent_at__isnull=False))
        | Q(state=state.CLAIMED, claimed_until__isnull=True)
        | (~Q(state=state.CLAIMED) & Q(claimed_until__isnull=False))
    )
    for pk, found in Delivery.objects.filter(wrong).values_list("pk", "state").iterator():
        yield f"delivery {pk}: {found}"


INVARIANTS = [
    Invariant(
        "mails_have_delivery", "A notice with an address has its delivery.", _mails_have_delivery
    ),
    Invariant(
        "deliveries_are_whole",
        "Sent deliveries, and only they, have a time; claimed ones, and only they, a lease.",
        _deliveries_are_whole,
    ),
]
