"""Secret words, put in through the pages, are found where they may be read, and nowhere else."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.rules import Role
from common.sealing import unseal
from feedback.models import ConductRemark
from tests.access.rows import Row
from tests.feedback.canary import REMARK, CanaryWorld, Sightings, found_in
from tests.test_access import ROWS, _kwargs

pytestmark = pytest.mark.django_db

READING = "feedback:opening_read inspector"
# The only pages on which each word may stand, and who sees it there.
ALLOWED: dict[str, set[str]] = {
    **{name: {READING} for name in (*REMARK,)},
    "question": {READING, "feedback:reply_write cadre"},
    "reply": {READING, "feedback:reply_write cadre"},
    "told": {READING, "the sender's page"},
    **{
        name: {
            f"feedback:contact_read {role} post" for role in ("district_officer", "commune_officer")
        }
        for name in ("contact name", "contact phone", "contact email")
    },
}


@pytest.fixture
def world(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    made = CanaryWorld(time_machine)
    made.give_addresses()
    return made


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO)  # LOG_LEVEL of a portal in use
    return caplog


def everything_happens(world: CanaryWorld) -> None:
    """Send, open, ask, reply, move, close: all of it through the pages."""
    for thing in ("feedback", "sender_contact", "remark", "remark_reply", "denunciation"):
        assert getattr(world, thing).pk
    assert world.agreed_openings
    world.conclude()


def visits(rows: list[Row]) -> Iterator[Row]:
    """Yield one row for each address with each kind of arguments."""
    seen = set()
    for row in rows:
        key = (row.name, tuple(sorted((k, repr(v)) for k, v in row.args.items())), row.query)
        if key not in seen:
            seen.add(key)
            yield row


def people_of(world: CanaryWorld) -> dict[str, Client]:
    """Return a browser for the insider of every role, one far reader, and a stranger."""
    browsers = {"stranger": Client(), "far inspector": Client()}
    browsers["far inspector"].force_login(world.outsider(Role.INSPECTOR))
    for role in Role:
        browsers[str(role.value)] = world.as_(role)
    return browsers


def walk(world: CanaryWorld, sightings: Sightings, log: Any) -> int:
    """Open every address as everybody, with its downloads; return how many answers were read.

    Every address has a row in the access table (tests/test_access.py).
    """
    count = 0
    people = people_of(world)
    for row in visits(ROWS):
        with world.taken_back():
            address = reverse(row.name, kwargs=_kwargs(row, world)) + row.query
            for who, client in people.items():
                count += look(client, address, f"{row.name} {who}", sightings)
        sightings.note_log(log.records)
        log.clear()
    return count


def look(client: Client, address: str, place: str, sightings: Sightings) -> int:
    """Open one address, and each download that its page offers."""
    answer = client.get(address)
    page = b"" if answer.streaming else answer.content
    sightings.note_answer(place, answer)
    sightings.note_title(place, answer)
    downloads = set(re.findall(r'href="(\?[^"]*xuat=[^"]+)"', page.decode(errors="replace")))
    for query in downloads:
        path = address.split("?", maxsplit=1)[0]
        sightings.note_answer(f"{place} download", client.get(path + query.replace("&amp;", "&")))
    return 1 + len(downloads)


def post_all(world: CanaryWorld, sightings: Sightings) -> int:
    """Send every form of the access table once, as who may, each to the same world; return how many.

    What a form of the people's side wrote is looked at before it is taken back.
    """
    rows = [row for row in ROWS if row.method == "post"]
    for row in rows:
        with world.taken_back():
            address = reverse(row.name, kwargs=_kwargs(row, world)) + row.query
            data = row.data(world) if callable(row.data) else row.data
            answer = world.as_(row.role).post(address, data)
            sightings.note_answer(f"{row.name} {row.role.value} post", answer)
            if row.name.startswith("feedback:"):
                sightings.note_database()
    return len(rows)


def test_no_secret_word_is_anywhere_but_where_it_may_be_read(world, log):
    everything_happens(world)
    sightings = Sightings()
    read = walk(world, sightings, log)
    for opening in world.agreed_openings:
        address = reverse("feedback:opening_read", args=[opening.pk])
        for who, client in people_of(world).items():
            read += look(client, address, f"feedback:opening_read {who}", sightings)
    sender = world.citizen()
    sender.types_code(world.codes["remark"])
    sightings.note("the sender's page", sender.reads())
    sightings.note_cache()
    sightings.note_database()
    read += post_all(world, sightings)
    sightings.note_cache()
    sightings.note_mail()
    sightings.note_log(log.records)
    assert dict(sightings.seen) == ALLOWED
    assert read > 2_000


def test_the_looking_finds_what_is_there(world, log, mailoutbox):
    """Every way of looking, shown a word on purpose, sees it: the test above can fail."""
    sightings = Sightings()
    client = Client()
    session = client.session
    session["kept"] = REMARK["text"]
    session.save()
    cache.set("kept", {"deep": [REMARK["about"]]})
    world.insider(Role.OPERATOR).__class__.objects.update(full_name=f"Ông {REMARK['name'].upper()}")
    logging.getLogger("thu").warning("said %s", "0977 131 771")
    sightings.note_database()
    sightings.note_cache()
    sightings.note_log(log.records)
    answer = world.as_(Role.DISTRICT_OFFICER).get(reverse("accounts:user_list") + "?xuat=xlsx")
    sightings.note_answer("download", answer)
    assert "session" in sightings.seen["text"]
    assert sightings.seen["about"] == {"cache"}
    assert {"accounts_user.full_name", "download"} <= sightings.seen["name"]
    assert sightings.seen["phone"] == {"log"}


def test_the_words_are_in_the_envelopes_of_the_database(world):
    everything_happens(world)
    inside = found_in(
        *(
            unseal(value)
            for row in ConductRemark.objects.all()
            for value in (row.sealed_text, row.sealed_identity, row.sealed_conclusion)
            if value
        ),
        unseal(world.remark_reply.sealed_question),
    )
    assert inside >= set(REMARK) - {"reply"}


def test_when_the_time_of_an_opening_is_over_its_reader_sees_nothing(world, time_machine):
    everything_happens(world)
    time_machine.shift(3600)
    client = world.as_(Role.INSPECTOR)
    for opening in (world.opening, *world.agreed_openings):
        answer = client.get(reverse("feedback:opening_read", args=[opening.pk]), follow=True)
        assert not found_in(answer.content)


def test_pages_with_sealed_content_are_kept_by_no_browser(world):
    everything_happens(world)
    for role, name, pk in (
        (Role.INSPECTOR, "feedback:opening_read", world.opening.pk),
        (Role.CADRE, "feedback:reply_write", world.remark_reply.pk),
        (Role.INSPECTOR, "feedback:remark_conclude", world.denunciation.pk),
    ):
        answer = world.as_(role).get(reverse(name, args=[pk]))
        assert "no-store" in answer.headers["Cache-Control"], name
