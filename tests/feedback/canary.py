"""A world with secret words in it, put there through the pages, and where to look for them."""

import io
import logging
import pickle
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rules import Role
from common import delivery
from feedback.models import ConductRemark, Feedback, RemarkOpening, RemarkReply, SenderContact
from feedback.reports.remarks_people import person_label
from tests.access.world import World
from tests.feedback.public_pages import Citizen

__all__ = ["CONTACT", "REMARK", "WORDS", "CanaryWorld", "Sightings", "found_in"]

# No part of the portal makes such words by itself; without tones, they survive every search key.
REMARK = {
    "text": "zebratext",
    "about": "zebraabout",
    "name": "zebraname",
    "phone": "0977131771",
    "question": "zebraquestion",
    "reply": "zebrareply",
    "note": "zebranote",
    "told": "zebratold",
    "denounced": "zebradenounced",
    "message": "zebramessage",
    "denouncer": "zebradenouncer",
}
CONTACT = {"name": "zebrasender", "phone": "0977131772", "email": "zebramail@example.com"}
WORDS = {word: name for name, word in REMARK.items()} | {
    word: f"contact {name}" for name, word in CONTACT.items()
}
_ANY = re.compile("|".join(WORDS).encode())


def found_in(*texts: Any) -> set[str]:
    """Return the names of the secret words in any of `texts`, however grouped or cased."""
    found: set[str] = set()
    for text in texts:
        raw = text if isinstance(text, bytes) else str(text).encode()
        for each in _opened(raw):
            flat = re.sub(rb"[ .\-]+(?=\d)", b"", each.lower())
            found |= {WORDS[hit.decode()] for hit in _ANY.findall(flat)}
    return found


def _opened(raw: bytes) -> Iterator[bytes]:
    """Yield the bytes, and what lies in them if they are a spreadsheet."""
    yield raw
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield archive.read(name)


class Sightings:
    """Where which secret word was seen."""

    def __init__(self) -> None:
        self.seen: dict[str, set[str]] = defaultdict(set)

    def note(self, place: str, *texts: Any) -> None:
        """Look into `texts`, and remember what was in them under `place`."""
        for name in found_in(*texts):
            self.seen[name].add(place)

    def note_answer(self, place: str, answer: Any) -> None:
        """Look into a whole answer: its headers, cookies and content."""
        body = b"".join(answer) if answer.streaming else answer.content
        headers = [f"{name}: {value}" for name, value in answer.headers.items()]
        self.note(place, body)
        self.note(f"headers of {place}", *headers, answer.cookies.output())

    def note_title(self, place: str, answer: Any) -> None:
        """Look into the title and the way to a page of sealed content."""
        if answer.status_code == 200 and not answer.streaming:
            page = answer.content.decode(errors="replace")
            heads = re.findall(r"<title>.*?</title>|<nav.*?</nav>|<h1.*?</h1>", page, re.DOTALL)
            self.note(f"title of {place}", *heads)

    def note_database(self) -> None:
        """Look into every value of every table, sessions opened."""
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                columns = [column[0] for column in cursor.description]
                for row in cursor.fetchall():
                    for column, value in zip(columns, row, strict=True):
                        if isinstance(value, str | bytes | memoryview):
                            held = bytes(value) if isinstance(value, memoryview) else value
                            self.note(f"{table}.{column}", held)
        for session in Session.objects.all():
            self.note("session", session.get_decoded(), session.session_key)

    def note_cache(self) -> None:
        """Look into every entry of the cache, its name too."""
        for key, packed in cache._cache.items():  # type: ignore[attr-defined]
            self.note("cache", key, packed, pickle.loads(packed))

    def note_mail(self) -> None:
        """Let the outbox deliver, and look into every mail."""
        for pk in delivery.due_now():
            delivery.deliver_now(pk)
        for letter in mail.outbox:
            self.note("mail", letter.message().as_bytes(), letter.subject, letter.body)

    def note_log(self, records: list[logging.LogRecord]) -> None:
        """Look into what was logged, with tracebacks, arguments and attached values."""
        lines = logging.Formatter("{asctime} {levelname} {name} {message}", style="{")
        for record in records:
            self.note("log", lines.format(record), record.__dict__)


class CanaryWorld(World):
    """The small world, in which whatever is secret holds one of the words."""

    def __init__(self, clock: Any) -> None:
        self.clock = clock
        self.codes: dict[str, str] = {}

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        """Let what is made and done inside be as if it had not been: rows of the access table clash."""
        kept, people = dict(self.__dict__), dict(self._people)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.__dict__.clear()
        self.__dict__.update({**kept, "_people": people})

    def as_(self, role: Role) -> Client:
        """Return the browser of the insider of `role`."""
        client = Client()
        client.force_login(self.insider(role))
        return client

    def citizen(self) -> Citizen:
        return Citizen(self.clock)

    # --- What citizens send ---

    @cached_property
    def remark(self) -> ConductRemark:
        """Return the remark that a citizen sent with their name."""
        assert self.remark_reader.pk
        assert self.remark_oversight.pk
        sender = self.citizen()
        typed = {
            "sent_key": sender.key("feedback:remark_send"),
            "committee": self.commune.pk,
            "about": REMARK["about"],
            "text": REMARK["text"],
            "name": REMARK["name"],
            "phone": REMARK["phone"],
            "consent": "on",
        }
        sent(sender.client.post(reverse("feedback:remark_send"), typed))
        self.codes["remark"] = sender.code()
        return ConductRemark.objects.latest("pk")

    @cached_property
    def feedback(self) -> Feedback:
        """Return the matter whose sender left a contact."""
        sent(self._sends(**CONTACT))
        return Feedback.objects.latest("pk")

    @cached_property
    def sender_contact(self) -> SenderContact:
        return SenderContact.objects.get(feedback=self.feedback)

    def _sends(self, **more: str) -> Any:
        sender = self.citizen()
        self.codes["latest"] = ""
        answer = sender.sends(committee=self.commune.pk, consent="on", **more)
        self.codes["latest"] = sender.code()
        return answer

    @cached_property
    def denunciation(self) -> ConductRemark:
        """Return what was a denunciation typed as feedback, moved by the commune."""
        assert self.remark_reader.pk
        sender = self.citizen()
        text, name = REMARK["denounced"], REMARK["denouncer"]
        sent(sender.sends(committee=self.commune.pk, text=text, name=name, consent="on"))
        sent(sender.posts("feedback:message_send", text=REMARK["message"]))
        matter = Feedback.objects.latest("pk")
        staff = self.as_(Role.COMMUNE_OFFICER)
        sent(staff.post(reverse("feedback:feedback_move", args=[matter.pk])))
        return ConductRemark.objects.latest("pk")

    # --- What readers, the second reader and the cadre do ---

    def opens(self, remark: ConductRemark, what: str, by: User) -> RemarkOpening:
        """Let `by` ask to open `what` ("noi-dung", "nguoi-gui") on its page."""
        client = Client()
        client.force_login(by)
        address = reverse("feedback:opening_ask", args=[remark.pk, what])
        sent(client.post(address, {"reason": "Xem theo phân công"}))
        return RemarkOpening.objects.latest("pk")

    @cached_property
    def opening(self) -> RemarkOpening:
        return self.opens(self.remark, "noi-dung", self.insider(Role.INSPECTOR))

    @cached_property
    def waiting_opening(self) -> RemarkOpening:
        return self.opens(self.denunciation, "noi-dung", self.second_reader)

    @cached_property
    def agreed_openings(self) -> list[RemarkOpening]:
        """Return the near inspector's openings of both senders and of the denunciation."""
        near, other = self.insider(Role.INSPECTOR), self.second_reader
        asked = [(self.remark, "nguoi-gui"), (self.denunciation, "nguoi-gui")]
        asked.append((self.denunciation, "noi-dung"))
        client, openings = Client(), []
        client.force_login(other)
        for remark, what in asked:
            opening = self.opens(remark, what, near)
            sent(client.post(reverse("feedback:opening_agree", args=[opening.pk])))
            openings.append(opening)
        return openings

    @cached_property
    def read_remark(self) -> ConductRemark:
        self.as_(Role.INSPECTOR).get(reverse("feedback:opening_read", args=[self.opening.pk]))
        return self.remark

    @cached_property
    def remark_reply(self) -> RemarkReply:
        """Return the question that the near cadre was asked and replied to."""
        typed = {"subject": person_label(self.insider(Role.CADRE)), "question": REMARK["question"]}
        address = reverse("feedback:subject_ask", args=[self.read_remark.pk])
        sent(self.as_(Role.INSPECTOR).post(address, typed))
        reply = RemarkReply.objects.latest("pk")
        address = reverse("feedback:reply_write", args=[reply.pk])
        sent(self.as_(Role.CADRE).post(address, {"text": REMARK["reply"]}))
        return reply

    def conclude(self) -> None:
        """Let the near inspector close the remark."""
        typed = {"outcome": "founded", "note": REMARK["note"], "told": REMARK["told"]}
        address = reverse("feedback:remark_conclude", args=[self.remark_reply.remark_id])
        sent(self.as_(Role.INSPECTOR).post(address, typed))

    def give_addresses(self) -> None:
        """Let everybody have an e-mail address, so that every notice leaves as a mail too."""
        for role in Role:
            person = self.insider(role)
            User.objects.filter(pk=person.pk).update(email=f"{role}@hoavang.example")
        User.objects.filter(pk=self.second_reader.pk).update(email="thu-hai@hoavang.example")


def sent(answer: Any) -> None:
    """Say what a form refused, if it did."""
    assert answer.status_code == 302, re.findall(
        r'class="error-summary.*?</ul>', answer.content.decode(), re.DOTALL
    )
