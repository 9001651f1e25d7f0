"""What must always hold, beyond what one database constraint can say.

Every app may have an `invariants.py` with a list `INVARIANTS`; `manage.py check_invariants` finds
them by app, so that the ground does not import the floors above.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Q

from common.models import Delivery, Notice, StoredFile

__all__ = ["INVARIANTS", "Invariant", "all_invariants"]

SECONDS_A_DAY = 24 * 3600


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


def _stored_files_are_whole() -> Iterator[str]:
    for stored in StoredFile.objects.iterator():
        storage, path = stored.file.storage, stored.file.name or ""
        if not storage.exists(path):
            yield f"file {stored.pk} {stored}: {path} is gone"
        elif storage.size(path) != stored.size:
            yield f"file {stored.pk} {stored}: {storage.size(path)} bytes, not {stored.size}"


def _files_have_rows() -> Iterator[str]:
    """Yield files of no row: what a process left that was killed before it committed.

    A file of the last day may belong to a transaction that still runs.
    """
    root = Path(settings.MEDIA_ROOT)
    known = set(StoredFile.objects.values_list("file", flat=True))
    before = time.time() - SECONDS_A_DAY
    for path in sorted(root.glob("[0-9]*/*/*")):
        name = path.relative_to(root).as_posix()
        if name not in known and path.stat().st_mtime < before:
            yield name


INVARIANTS = [
    Invariant(
        "stored_files_are_whole", "A private file is there, in full.", _stored_files_are_whole
    ),
    Invariant("files_have_rows", "Every private file belongs to a row.", _files_have_rows),
    Invariant(
        "mails_have_delivery", "A notice with an address has its delivery.", _mails_have_delivery
    ),
    Invariant(
        "deliveries_are_whole",
        "Sent deliveries, and only they, have a time; claimed ones, and only they, a lease.",
        _deliveries_are_whole,
    ),
]
