"""Settings and fixtures of all tests.

In the test process itself the cache is local and nothing leaves by a broker; tests that need the
real thing use `portal_stack` (a real broker and Celery workers on the test database), or
`portal_server` and `browser_page` (a real web server and Debian's Chromium).
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations  # type: ignore[attr-defined]
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from hoavang_portal import menu
from tests.browsing import CHROMIUM, CHROMIUM_FLAGS
from tests.stack import Stack, free_port, start_stack

DATA_DIR = pytest.StashKey[Path]()
REDIS_URL = pytest.StashKey[str]()

# Playwright keeps an event loop; the tests use the ORM beside it from the same thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config: pytest.Config) -> None:
    """Keep all that tests write in a folder of their own, and make sign-in cheap."""
    data_dir = Path(tempfile.mkdtemp(prefix="portal-test-"))
    config.stash[DATA_DIR], config.stash[REDIS_URL] = data_dir, settings.REDIS_URL
    settings.DATA_DIR = data_dir
    settings.ALLOW_SQLITE = True
    settings.REDIS_URL = ""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.CELERY_BROKER_URL = "memory://"
    settings.SECRET_KEY = "only-for-tests-" * 4
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # the one that a web server knows
    ]
    settings.STATIC_ROOT = data_dir / "static"
    settings.STATIC_ROOT.mkdir()
    settings.MEDIA_ROOT = data_dir / "files"
    settings.EMAIL_FILE_PATH = str(data_dir / "mail")
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    database: dict[str, Any] = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":  # a file: other processes see it too
        database.setdefault("TEST", {})["NAME"] = str(data_dir / "test.sqlite3")
        _flush_despite_triggers()
    else:
        _truncate_despite_triggers()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throw the folder away."""
    shutil.rmtree(config.stash[DATA_DIR], ignore_errors=True)


def _flush_despite_triggers() -> None:
    """Let SQLite empty append-only tables after a test: it deletes, which their triggers refuse."""
    flush = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        return [
            *(f"DROP TRIGGER {self.quote_name(name)}" for name, _sql in triggers),
            *flush(self, *args, **options),
            *(sql for _name, sql in triggers),
        ]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign, assignment]


def _truncate_despite_triggers() -> None:
    """Let PostgreSQL empty append-only tables after a test: their guards refuse TRUNCATE."""
    flush = PostgresOperations.sql_flush

    def sql_flush(self: PostgresOperations, *args: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE '%_truncate'"
            )
            guards = [f"ALTER TABLE {table} {{}} TRIGGER {name}" for table, name in cursor]
        return [
            *(guard.format("DISABLE") for guard in guards),
            *flush(self, *args, **options),
            *(guard.format("ENABLE") for guard in guards),
        ]

    PostgresOperations.sql_flush = sql_flush  # type: ignore[method-assign, assignment]


# What Playwright says when a page did not come, and when it did not become what was expected.
TIMED_OUT = ["TimeoutError", r"Expect .* with timeout"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option for runs that are about databases and brokers."""
    parser.addoption("--without-browser", action="store_true", help="leave browser tests out")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give back the rows that migrations load after each test that empties the tables.

    A page that did not answer a browser in time, on a machine that others use too, is asked once
    more; the closing line counts it, so that one that needs this often is seen.
    """
    if config.getoption("without_browser"):
        items[:] = [item for item in items if "chromium" not in getattr(item, "fixturenames", ())]
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=TIMED_OUT))
        marker = item.get_closest_marker("django_db")
        empties = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if empties or (marker and marker.kwargs.get("transaction")):
            mark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(mark, append=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail when an earlier stage of `make test` did, even if all tests passed."""
    if os.environ.get("FAILED_STAGES") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the earlier stages that failed just above the closing line."""
    if failed := os.environ.get("FAILED_STAGES"):
        terminalreporter.section("earlier stages failed", red=True)
        terminalreporter.line(f"See their output above: {failed}")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Let no test see what another one cached."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_menu() -> None:
    """Put the menu together anew: tests with addresses of their own would leave theirs behind."""
    for kept in (menu._side, menu._bottom, menu._all_addresses):
        kept.cache_clear()


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    """Take back the language that a request of the test chose: requests leave theirs active."""
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def _broker_stack(request: pytest.FixtureRequest) -> Iterator[Stack]:
    name = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    stack = start_stack(
        request.config.stash[DATA_DIR],
        request.config.stash[REDIS_URL],
        int(name.removeprefix("gw")),
    )
    yield stack
    stack.stop_parts()
    if stack.broker:
        stack.broker.stop()


@pytest.fixture
def portal_stack(_broker_stack: Stack, transactional_db: None) -> Iterator[Stack]:
    """A broker with an empty queue; `start_worker()` and others work on the test database."""
    _broker_stack.empty_broker()
    yield _broker_stack
    _broker_stack.stop_parts()


@pytest.fixture
def celery_worker_process(portal_stack: Stack) -> Stack:
    """A stack with one running worker."""
    portal_stack.start_worker()
    return portal_stack


@dataclass(frozen=True)
class PortalServer:
    """A web server on the test database; `url` is its address without a slash at the end."""

    url: str
    stack: Stack


@pytest.fixture(scope="session")
def portal_server(
    _broker_stack: Stack, django_db_setup: None, django_db_blocker: Any
) -> Iterator[PortalServer]:
    """The web server, as in production, for all browser tests of this process."""
    stack = Stack(_broker_stack.data_dir, _broker_stack.redis_url)
    port = free_port()
    with django_db_blocker.unblock():
        stack.manage("collectstatic", "--no-input", "--verbosity", "0")
        stack.start_web(port)
    yield PortalServer(f"http://127.0.0.1:{port}", stack)
    stack.stop_parts()


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """Debian's Chromium, headless.

    While Playwright runs, its event loop counts as running in this thread, and Django gives
    every asynchronous context a connection of its own: it must know the rows to restore too.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: apt-get install chromium")
    rows = getattr(connection, "_test_serialized_contents", "[]")
    with sync_playwright() as playwright:
        connection._test_serialized_contents = rows  # type: ignore[attr-defined]
        path, flags = str(CHROMIUM), list(CHROMIUM_FLAGS)
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()
        connection.close()


@pytest.fixture
def open_page(
    chromium: Browser, portal_server: PortalServer, transactional_db: None
) -> Iterator[Callable[..., Page]]:
    """A function that opens a window of the given size; a script error or CSP breach fails."""
    faults: list[str] = []
    contexts = []

    def opened(width: int = 1366, height: int = 768, **options: Any) -> Page:
        size: Any = {"width": width, "height": height}
        options = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"} | options
        context = chromium.new_context(viewport=size, base_url=portal_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _note_breach(faults, page.url, said.text))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def _note_breach(faults: list[str], url: str, text: str) -> None:
    if "Content Security Policy" in text:
        faults.append(f"{url}: {text}")


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    """A window of a staff desk: 1366 × 768.  Its addresses are relative to `portal_server`."""
    return open_page()


@pytest.fixture
def phone_page(open_page: Callable[..., Page]) -> Page:
    """A window of a phone: 390 × 844, with touch."""
    return open_page(390, 844, has_touch=True, is_mobile=True, device_scale_factor=2)
