"""Real programs around a test: a broker, Celery workers and a web server on the test database.

They see what the test has committed, so tests that use them need `transactional_db`.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from celery import Celery
from django.conf import settings
from django.db import connection
from redis import Redis

from hoavang_portal.supervisor import Part
from hoavang_portal.tryout import answers_http, broker_part, broker_socket

BASE_DIR = Path(__file__).resolve().parent.parent
FIRST_REDIS_DATABASE = 9
"""On a server that others may use, the tests keep to databases 9 and up: one per test process."""


def wait_until(condition: Callable[[], Any], seconds: float = 30) -> Any:
    """Return the first true value of `condition`, asked again and again; fail after `seconds`."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"still not so after {seconds} s"
        time.sleep(0.05)
    return value


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url() -> str:
    """Return the address of the database of this test process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return "sqlite://" + quote(str(at["NAME"]))
    who = quote(at["USER"]) + (":" + quote(at["PASSWORD"]) if at["PASSWORD"] else "")
    return f"postgres://{who}@{at['HOST']}:{at['PORT'] or 5432}/{quote(at['NAME'])}"


@dataclass
class Stack:
    """The broker of one test process, and the programs started around it.

    `redis_url` is what the portal's own setting REDIS_URL takes.
    """

    data_dir: Path
    redis_url: str
    broker: Part | None = None
    parts: list[Part] = field(default_factory=list)

    @property
    def celery(self) -> Celery:
        """Return a client of the broker, apart from the portal's own Celery application."""
        url = self.redis_url.replace("unix://", "redis+socket://")
        return Celery(broker=url, set_as_current=False)

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a program that works on the test database."""
        return os.environ | {
            "ALLOW_SQLITE": "yes",
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(self.data_dir),
            "DEBUG": "no",
            "DEMO_MODE": "no",
            "LOG_LEVEL": "INFO",
            "REDIS_URL": self.redis_url,
            "SEAL_KEYS": ",".join(settings.SEAL_KEYS),
            "SECRET_KEY": settings.SECRET_KEY,  # else sessions made by a test are not believed
            **more,
        }

    def empty_broker(self) -> None:
        """Forget all queued messages, and what the cache holds."""
        with Redis.from_url(self.redis_url) as redis:
            redis.flushdb()

    def is_idle(self) -> bool:
        """Return whether no task waits or runs."""
        with Redis.from_url(self.redis_url) as redis:
            return not redis.llen("celery") and not redis.hlen("unacked")

    def send(self, task: str, *args: Any) -> None:
        """Put a task into the queue by its name."""
        with self.celery as client:
            client.send_task(task, args=args)

    def manage(self, *arguments: str, **env: str) -> str:
        """Run a management command in a process of its own; return what it printed."""
        done = subprocess.run(
            [sys.executable, str(BASE_DIR / "manage.py"), *arguments],
            env=self.environment(**env),
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def start_worker(self, name: str = "worker", **env: str) -> Part:
        """Start a Celery worker with two processes and wait until it answers a ping.

        Killing it as a whole: `part.signal(signal.SIGKILL)`.
        """
        host = f"{name}@{os.getpid()}"
        options = ("--concurrency", "2", "--hostname", host, "--loglevel", "INFO")
        part = self._part(name, ("celery", "-A", "hoavang_portal", "worker", *options), env)
        part.is_ready = lambda: bool(self._answering(host))
        return self._started(part)

    def _answering(self, host: str) -> Any:
        with self.celery as client:
            return client.control.inspect([host], timeout=0.5).ping()

    def start_web(self, port: int, **env: str) -> Part:
        """Start the web server with one worker on 127.0.0.1 and wait until it answers."""
        options = ("--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "2", "--no-ws")
        command = ("granian", "--interface", "wsgi", "hoavang_portal.wsgi:application", *options)
        part = self._part("web", command, {"PORTAL_ADDRESS": f"http://127.0.0.1:{port}", **env})
        part.is_ready = lambda: answers_http("127.0.0.1", port)
        return self._started(part)

    def _part(self, name: str, command: tuple[str, ...], env: dict[str, str]) -> Part:
        log = self.data_dir / "log" / f"{name}.log"
        return Part(name, [sys.executable, "-m", *command], log, env=self.environment(**env))

    def _started(self, part: Part) -> Part:
        self.parts.append(part)
        part.start()
        assert part.wait_ready(60), f"{part.why()}\n{part.last_lines(40)}"
        return part

    def stop_parts(self) -> None:
        """End everything but the broker, at once."""
        while self.parts:
            self.parts.pop().stop(seconds=0)


def start_stack(data_dir: Path, redis_url: str, number: int) -> Stack:
    """Return a stack on the Redis server at `redis_url`, or on an embedded broker if empty.

    `number` tells test processes that run side by side apart.
    """
    if redis_url:
        server = redis_url.rsplit("/", 1)[0] if redis_url.count("/") > 2 else redis_url
        return Stack(data_dir, f"{server}/{FIRST_REDIS_DATABASE + number}")
    path = broker_socket(data_dir)
    broker = broker_part(data_dir, path)
    broker.start()
    assert broker.wait_ready(20), broker.last_lines()
    return Stack(data_dir, f"unix://{path}", broker)
