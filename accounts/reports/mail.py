"""What left the portal by mail, and in the try-out the mails themselves."""

import datetime
import email
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from common.models import Delivery

__all__ = ["Mailbox", "WrittenMail", "deliveries_of", "has_mailbox"]

_END_OF_MAIL = b"\n" + b"-" * 79


def deliveries_of(user: User, chosen: dict[str, Any]) -> QuerySet[Delivery]:
    """Return the deliveries that the filters q (address) and tinh_trang let through, newest first.

    The operator sees that a mail went where and when, not what it says.
    """
    if not user.can(Ability.READ_MAIL):
        return Delivery.objects.none()
    rows = Delivery.objects.select_related("notice")
    if text := chosen.get("q"):
        rows = rows.filter(notice__email__icontains=text)
    if state := chosen.get("tinh_trang"):
        rows = rows.filter(state=state)
    return rows.order_by("-id")


def has_mailbox() -> bool:
    """Say whether mails are files that may be read here: in the try-out only.

    Elsewhere they would show secrets such as links that set a password.
    """
    return settings.DEMO_MODE and not settings.SMTP_HOST


@dataclass(frozen=True)
class WrittenMail:
    """One mail in the folder."""

    name: str
    written_at: datetime.datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        """Return its title."""
        return str(self.message["Subject"] or "")

    @property
    def to(self) -> str:
        """Return whom it went to."""
        return str(self.message["To"] or "")

    @property
    def text(self) -> str:
        """Return its text."""
        part = self.message.get_body(("plain",))
        return str(part.get_content()) if part else ""


class Mailbox(Sequence[WrittenMail]):
    """The mails in the folder, newest first; each is read only when it is asked for."""

    def __init__(self) -> None:
        folder = Path(settings.EMAIL_FILE_PATH)
        self._files = sorted(folder.glob("*.log"), reverse=True) if has_mailbox() else []

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, wanted: Any) -> Any:
        if isinstance(wanted, slice):
            return [_read(path) for path in self._files[wanted]]
        return _read(self._files[wanted])

    def named(self, name: str) -> WrittenMail | None:
        """Return the mail with this name."""
        return next((_read(path) for path in self._files if path.stem == name), None)


def _read(path: Path) -> WrittenMail:
    at = datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    first = path.read_bytes().split(_END_OF_MAIL)[0]
    return WrittenMail(path.stem, at, email.message_from_bytes(first, policy=default))
