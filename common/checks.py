"""Wrong or missing settings are refused at start, with a sentence that says what to set."""

import base64
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

__all__ = ["settings_are_right"]

SHORTEST_SECRET = 40


@register(Tags.security)
def settings_are_right(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Return one error for each setting that is wrong, in any mode."""
    found = list(_addresses())
    found += _numbers()
    found += _seals()
    if not settings.DEBUG:
        found += _production()
    return [Error(sentence, hint=hint, id=f"portal.E{number}") for number, sentence, hint in found]


Finding = tuple[str, str, str]


def _addresses() -> Iterator[Finding]:
    schemes = {
        "DATABASE_URL": ({"", "postgres", "postgresql", "sqlite"}, "postgres://… or sqlite:///…"),
        "REDIS_URL": ({"", "redis", "rediss", "unix"}, "redis://… or unix:///path"),
    }
    for name, (allowed, example) in schemes.items():
        scheme = urlsplit(getattr(settings, name)).scheme
        if scheme not in allowed or (getattr(settings, name) and not scheme):
            yield "001", f"{name} is no address the portal knows.", f"Set {name}={example}"
    if urlsplit(settings.PORTAL_ADDRESS).scheme not in {"http", "https"}:
        yield (
            "002",
            "PORTAL_ADDRESS is not a web address.",
            "Set PORTAL_ADDRESS=https://the-name-people-type, as it stands in mails.",
        )
    if settings.EMAIL_USE_TLS and settings.EMAIL_USE_SSL:
        yield "003", "SMTP_STARTTLS and SMTP_TLS are both on.", "Set only one of them to 1."


def _numbers() -> Iterator[Finding]:
    numbers = {
        "SMTP_PORT": settings.EMAIL_PORT,
        "TRUSTED_PROXY_COUNT": settings.ALLAUTH_TRUSTED_PROXY_COUNT,
        "NOTICE_LEASE_SECONDS": settings.NOTICE_LEASE_SECONDS,
        "NOTICE_RETRY_SECONDS": settings.NOTICE_RETRY_SECONDS,
        "TASK_REDELIVERY_SECONDS": settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"],
    }
    for name, value in numbers.items():
        if value < 0:
            yield "004", f"{name} is not a whole number.", f"Set {name} to digits only."


def _seals() -> Iterator[Finding]:
    if not settings.SEAL_KEYS or not all(_is_fernet_key(key) for key in settings.SEAL_KEYS):
        yield (
            "010",
            "SEAL_KEYS holds something that is not a key.",
            "Set SEAL_KEYS to keys of 32 random bytes in URL-safe base64, separated by commas.",
        )


def _is_fernet_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key.encode())) == 32
    except ValueError:
        return False


def _production() -> Iterator[Finding]:
    """Yield what may pass on a developer's desk only.

    The try-out (DEMO_MODE) says yes to SQLite itself and shows on every page what it is.
    """
    secret = settings.SECRET_KEY
    is_sqlite = urlsplit(settings.DATABASE_URL).scheme in {"", "sqlite"}
    if secret == settings.DEFAULT_SECRET_KEY or len(secret) < SHORTEST_SECRET:
        yield (
            "005",
            "SECRET_KEY is missing, the default or too short.",
            f"Set SECRET_KEY to at least {SHORTEST_SECRET} random characters.",
        )
    if settings.DEFAULT_SEAL_KEY in settings.SEAL_KEYS:
        yield (
            "009",
            "SEAL_KEYS is missing: what people send in confidence would be sealed with a known key.",
            "Set SEAL_KEYS to a Fernet key (docs/operations.md says how to make one).",
        )
    if is_sqlite and not settings.ALLOW_SQLITE:
        yield (
            "006",
            "There is no DATABASE_URL, and SQLite was not allowed.",
            "Set DATABASE_URL=postgres://…, or ALLOW_SQLITE=1 for a small trial.",
        )
    if settings.DEMO_MODE and not is_sqlite:
        yield (
            "007",
            "DEMO_MODE is on beside a real database: anybody could sign in with one click.",
            "Set DEMO_MODE=0.",
        )
    if not settings.REDIS_URL:
        yield (
            "008",
            "REDIS_URL is missing: without it no reminder is sent and sign-in limits are per process.",
            "Set REDIS_URL=redis://…",
        )
