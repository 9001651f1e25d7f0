"""A real SMTP server on loopback that can stall, refuse or be down."""

import asyncio
import email
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller

from tests.stack import free_port

__all__ = ["MailServer", "mail_server"]


class MailServer:
    """What arrived, in order; `stalls` makes each conversation hang at its first command."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.stalls = False
        self.env: dict[str, str] = {}
        self.is_refusing = False
        self.stalled = Event()

    async def handle_MAIL(  # noqa: N802 -- the name the library calls
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        while self.stalls:
            self.stalled.set()
            await asyncio.sleep(0.02)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "451 4.3.0 try later" if self.is_refusing else "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@contextmanager
def mail_server(port: int | None = None) -> Iterator[tuple[MailServer, int]]:
    """Run a mail server on 127.0.0.1; yield it and its port."""
    server, port = MailServer(), port or free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server, port
    finally:
        server.stalls = False
        controller.stop()
