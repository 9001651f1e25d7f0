"""What `make check` and `make test` run, stage by stage; the exit code is 0 only if all pass.

Every stage runs even if one before it failed.  The whole suite on SQLite comes last, so that its
closing line is the last of the output; it names the stages that failed before it.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
from redis import Redis
from redis.exceptions import RedisError

BASE_DIR = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
APPS = ("accounts", "assignments", "cells", "common", "emulation", "feedback", "hoavang_portal")
CODE = (*APPS, "manage.py", "tests")
LOCAL_POSTGRESQL = "postgres://postgres@127.0.0.1:5432/test"
LOCAL_REDIS = "redis://127.0.0.1:6379"
MOST_PROCESSES = 6
"""Each test process takes a Redis database of its own, from 9 to 14."""

CHECKS = {
    "ruff format": (str(BIN / "ruff"), "format", "--check", "--quiet", *CODE),
    "ruff check": (str(BIN / "ruff"), "check", "--quiet", *CODE),
    "floors": (str(BIN / "lint-imports"), "--no-cache"),
    "djlint": (str(BIN / "djlint"), "--lint", "--check", "--quiet", "templates"),
    "mypy": (str(BIN / "mypy"), "--no-error-summary", *CODE),
    "system checks": (sys.executable, "manage.py", "check", "--fail-level", "WARNING"),
    "migrations": (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"),
}


def run_stage(name: str, command: tuple[str, ...], env: dict[str, str]) -> bool:
    """Run one stage with its name above it and the seconds it took below; return whether passed."""
    say(f"── {name}")
    began = time.monotonic()
    passed = subprocess.run(command, cwd=BASE_DIR, env=env, check=False).returncode == 0
    say(f"   {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.0f} s")
    return passed


def say(text: str) -> None:
    """Print before whatever the stages print."""
    print(text, flush=True)


def own_environment() -> dict[str, str]:
    """Return the environment without the addresses of servers: SQLite, no broker."""
    strange = {"DATABASE_URL", "REDIS_URL", "FAILED_STAGES", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in strange}


def run_checks() -> list[str]:
    """Run everything that needs no test; return the names of what failed."""
    env = own_environment() | {"DEBUG": "yes"}
    return [name for name, command in CHECKS.items() if not run_stage(name, command, env)]


def pytest_command(*options: str) -> tuple[str, ...]:
    """Return the command that runs the tests on every core."""
    processes = min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    return (sys.executable, "-m", "pytest", "-q", f"-n{processes}", "--dist=load", *options)


def postgresql() -> str:
    """Return the address of a PostgreSQL to test on: the one asked for, or the local one, or ""."""
    if asked := os.environ.get("DATABASE_URL", ""):
        return "" if asked.startswith("sqlite") else asked
    try:
        psycopg2.connect(LOCAL_POSTGRESQL, connect_timeout=3).close()
    except psycopg2.OperationalError:
        return ""
    return LOCAL_POSTGRESQL


def redis() -> str:
    """Return the address of a Redis to test on: the one asked for, or the local one, or ""."""
    if asked := os.environ.get("REDIS_URL", ""):
        return asked
    try:
        with Redis.from_url(LOCAL_REDIS, socket_timeout=3) as client:
            client.ping()
    except (RedisError, OSError):
        return ""
    return LOCAL_REDIS


def run_services() -> list[str]:
    """Run what touches database and broker on the servers that answer; return what failed."""
    servers = {"DATABASE_URL": postgresql(), "REDIS_URL": redis()}
    found = {name: address for name, address in servers.items() if address}
    if not found:
        say("── No PostgreSQL and no Redis answers here: SQLite and the embedded broker only.")
        return []
    name = "tests on " + " and ".join(
        {"DATABASE_URL": "PostgreSQL", "REDIS_URL": "Redis"}[each] for each in found
    )
    command = pytest_command("--create-db", "--without-browser", "--tb=short")
    return [] if run_stage(name, command, own_environment() | found) else [name]


def main(arguments: list[str]) -> int:
    """Run the checks, and unless only they are asked for, the tests."""
    failed = run_checks()
    if arguments == ["check"]:
        say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
        return 1 if failed else 0
    failed += run_services()
    say("── all tests on SQLite and the embedded broker")
    env = own_environment() | {"FAILED_STAGES": ", ".join(failed)}
    return subprocess.run(pytest_command(), cwd=BASE_DIR, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
