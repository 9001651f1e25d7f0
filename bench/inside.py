"""The parts of the page bench that need Django set up."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench import data
from bench.pages import Page
from cells.models import PartyCell
from emulation.models import YearScore

__all__ = ["address", "cookie", "grow", "prepare", "queries"]


def prepare(rows: int) -> dict[str, User]:
    """Store the first rows and the people; return the people by role."""
    data.fill(rows)
    people = data.make_people()
    call_command("roll_up_year", str(timezone.localdate().year), verbosity=0)
    return people


def grow(rows: int) -> None:
    """Store more rows and compute the scores again."""
    data.fill(rows)
    call_command("roll_up_year", str(timezone.localdate().year), verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def address(page: Page) -> str:
    """Return the address of `page`."""
    if page.thing == "cell":
        return reverse(page.url_name, args=[PartyCell.objects.order_by("pk")[0].pk])
    if page.thing == "score":
        score = YearScore.objects.get(cadre__user__username="bench-cadre")
        return reverse(page.url_name, args=[score.cadre_id, score.year])
    return reverse(page.url_name) + page.query


def cookie(person: User) -> str:
    """Sign `person` in; return the session's key."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def queries(page: Page, people: dict[str, User], where: str) -> int:
    """Return how many queries the page takes."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(people[page.role])
    client.get(where)
    with CaptureQueriesContext(connection) as captured:
        client.get(where)
    return len(captured)
