"""How often: counted per key in the shared cache, named to nobody, and it ends."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from common.throttle import Throttle, client_network, too_many

NOON = datetime.datetime(2026, 11, 23, 12, 0, 0, tzinfo=datetime.UTC)
LOOKUPS = Throttle("lookups", limit=3, seconds=600)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


def test_hits_beyond_the_limit_are_refused_until_the_window_ends(time_machine):
    time_machine.move_to(NOON, tick=False)
    assert [LOOKUPS.hit("a") for _ in range(5)] == [True, True, True, False, False]
    assert not LOOKUPS.check("a")
    assert LOOKUPS.retry_after() == 600
    time_machine.shift(599)
    assert not LOOKUPS.hit("a")
    assert LOOKUPS.retry_after() == 1
    time_machine.shift(1)
    assert LOOKUPS.check("a")
    assert LOOKUPS.hit("a")


def test_keys_and_names_count_apart():
    for _ in range(3):
        LOOKUPS.hit("a")
    assert LOOKUPS.hit("b")
    assert Throttle("sendings", limit=3, seconds=600).hit("a")


def test_looking_counts_nothing():
    assert all(LOOKUPS.check("a") for _ in range(9))


def test_what_was_let_in_once_is_let_in_again_without_counting():
    assert all(LOOKUPS.hit("a", once="page 1") for _ in range(9))
    assert LOOKUPS.hit("a", once="page 2")
    assert LOOKUPS.hit("a", once="page 3")
    assert not LOOKUPS.hit("a", once="page 4")
    assert LOOKUPS.hit("a", once="page 1")


def test_hits_at_once_are_all_counted(time_machine):
    time_machine.move_to(NOON, tick=False)
    wide = Throttle("wide", limit=100, seconds=600)
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: wide.hit("a"), range(400)))
    assert allowed.count(True) == 100


def test_neither_address_nor_code_stands_in_the_cache(monkeypatch):
    named: list[str] = []
    monkeypatch.setattr(cache, "add", lambda slot, *_args, **_options: named.append(slot))
    monkeypatch.setattr(cache, "incr", lambda _slot: 1)
    LOOKUPS.hit("203.0.113.7")
    assert named
    assert "203.0.113.7" not in named[0]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.99, 198.51.100.1", "198.51.100.1"),
        (2, "198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_who_counts_is_whom_the_trusted_proxies_saw(settings, proxies, forwarded, counted):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().post("/", headers={"x-forwarded-for": forwarded})
    assert client_network(request) == counted


def test_who_has_no_address_is_refused(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = RequestFactory().post("/", headers={"x-forwarded-for": "<script>"})
    with pytest.raises(PermissionDenied):
        client_network(request)


@pytest.mark.django_db
def test_the_refusal_is_a_page_that_says_when_to_come_back():
    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    request.COOKIES = {}
    answer = too_many(request, 130)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "130"
    assert "Chờ 3 phút rồi thử lại." in answer.text
