"""How a notice leaves the portal: claimed by one worker, sent, marked.

A claim is one conditional UPDATE, so that of two workers only one sends.  It holds for
`NOTICE_LEASE_SECONDS`; the row of a worker that died is taken up again afterwards.  A worker killed
in the instant between the mail server's "accepted" and our mark sends the mail a second time: no
program can rule that out, but both carry the same Message-ID, by which mail programs drop one.
"""

import datetime
import hashlib
import logging
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from common.models import Delivery, Notice

__all__ = ["LONGEST_PAUSE", "MOST_ATTEMPTS", "deliver_now", "due_now", "message_id", "try_again"]

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
"""After so many the delivery has failed and waits for the operator: about 29 hours of trying."""
LONGEST_PAUSE = datetime.timedelta(hours=12)
SWEEP_AT_MOST = 1_000
"""Deliveries that one sweep puts into the queue."""
_LONGEST_ERROR = 500


def due_now(limit: int = SWEEP_AT_MOST) -> list[int]:
    """Return the keys of deliveries to send now, those that wait longest first."""
    rows = Delivery.objects.due(timezone.now()).order_by("next_try_at")
    return list(rows.values_list("pk", flat=True)[:limit])


def deliver_now(pk: int) -> bool:
    """Send one delivery unless it is not due or somebody else has claimed it; say if it was sent.

    Errors of the mail server are noted on the row and tried again later.
    """
    delivery = _claimed(pk)
    if delivery is None:
        return False
    try:
        _mail(delivery.notice).send()
    except (OSError, SMTPException) as error:
        logger.warning("Delivery %s was not taken: %s", pk, error)
        _put_back(delivery, error)
    except ValueError as error:  # an address or title that no mail can have
        logger.warning("Delivery %s cannot be sent: %s", pk, error)
        _close(delivery, Delivery.State.FAILED, last_error=_told(error))
    else:
        _close(delivery, Delivery.State.SENT, sent_at=timezone.now(), last_error="")
        return True
    return False


def try_again(delivery: Delivery) -> bool:
    """Let a failed delivery start afresh; False when it has not failed."""
    failed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED)
    return bool(failed.update(state=Delivery.State.WAITING, attempts=0, next_try_at=timezone.now()))


def message_id(key: str) -> str:
    """Return the Message-ID of the notice with this key: always the same."""
    host = urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def pause_after(attempts: int) -> datetime.timedelta:
    """Return how long to wait after so many attempts: twice as long each time, with a cap."""
    seconds = settings.NOTICE_RETRY_SECONDS * 2 ** min(attempts - 1, MOST_ATTEMPTS)
    return min(datetime.timedelta(seconds=seconds), LONGEST_PAUSE)


def _claimed(pk: int) -> Delivery | None:
    """Claim the delivery for this process and return it; None when there is nothing to do."""
    now = timezone.now()
    until = now + datetime.timedelta(seconds=settings.NOTICE_LEASE_SECONDS)
    taken = (
        Delivery.objects.due(now)
        .filter(pk=pk)
        .update(state=Delivery.State.CLAIMED, claimed_until=until, attempts=F("attempts") + 1)
    )
    if not taken:
        return None
    delivery = Delivery.objects.select_related("notice").get(pk=pk)
    if delivery.attempts > MOST_ATTEMPTS:  # every worker that took it died
        _close(delivery, Delivery.State.FAILED)
        return None
    return delivery


def _put_back(delivery: Delivery, error: Exception) -> None:
    """Note the error; try again later, or give up after the last attempt."""
    if delivery.attempts >= MOST_ATTEMPTS:
        _close(delivery, Delivery.State.FAILED, last_error=_told(error))
        return
    later = timezone.now() + pause_after(delivery.attempts)
    _close(delivery, Delivery.State.WAITING, next_try_at=later, last_error=_told(error))


def _close(delivery: Delivery, state: Delivery.State, **values: object) -> None:
    """End our claim, unless it ran out and somebody else holds the row now."""
    ours = Delivery.objects.filter(
        pk=delivery.pk, state=Delivery.State.CLAIMED, claimed_until=delivery.claimed_until
    )
    ours.update(state=state, claimed_until=None, **values)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]


def _mail(notice: Notice) -> EmailMessage:
    """Return the mail of a notice: its text, the link, nothing else."""
    parts = [notice.body]
    if notice.url:
        parts.append(f"{settings.PORTAL_ADDRESS}{notice.url}")
    return EmailMessage(
        subject=notice.title,
        body="\n\n".join(parts) + "\n",
        to=[notice.email],
        headers={"Message-ID": message_id(notice.key), "Auto-Submitted": "auto-generated"},
    )
