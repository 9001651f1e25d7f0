"""Settings: what is wrong is refused at start and says what to set."""

import pytest
from pytest_django import Settings

from common.checks import settings_are_right

GOOD_SECRET = "k" * 50
GOOD_SEAL_KEY = "a" * 43 + "="
DEFAULT_SEAL_KEY = "b25seS1mb3ItZGV2ZWxvcG1lbnQtYW5kLXRlc3RzISE="


@pytest.fixture
def production(settings: Settings) -> Settings:
    settings.DEBUG = False
    settings.DEMO_MODE = False
    settings.SECRET_KEY = GOOD_SECRET
    settings.SEAL_KEYS = [GOOD_SEAL_KEY]
    settings.ALLOW_SQLITE = True
    settings.DATABASE_URL = ""
    settings.REDIS_URL = "redis://127.0.0.1:6379"
    return settings


def ids() -> set[str]:
    return {str(message.id) for message in settings_are_right(None)}


def test_good_production_settings_pass(production: Settings) -> None:
    assert ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SECRET_KEY", "only-for-development-and-tests", "portal.E005"),
        ("SECRET_KEY", "short", "portal.E005"),
        ("SEAL_KEYS", [], "portal.E010"),
        ("SEAL_KEYS", ["too-short"], "portal.E010"),
        ("SEAL_KEYS", [DEFAULT_SEAL_KEY], "portal.E009"),
        ("REDIS_URL", "", "portal.E008"),
        ("REDIS_URL", "amqp://broker", "portal.E001"),
        ("DATABASE_URL", "mysql://somewhere/x", "portal.E001"),
        ("DATABASE_URL", "no address at all", "portal.E001"),
        ("PORTAL_ADDRESS", "hoavang.example", "portal.E002"),
        ("EMAIL_PORT", -1, "portal.E004"),
    ],
)
def test_a_wrong_setting_is_refused(
    production: Settings, name: str, value: object, expected: str
) -> None:
    setattr(production, name, value)
    assert ids() == {expected}


def test_sqlite_needs_an_explicit_yes(production: Settings) -> None:
    production.DATABASE_URL = ""
    production.ALLOW_SQLITE = False
    assert ids() == {"portal.E006"}


def test_demo_accounts_are_refused_beside_a_real_database(production: Settings) -> None:
    production.DATABASE_URL = "postgres://127.0.0.1/portal"
    production.DEMO_MODE = True
    assert ids() == {"portal.E007"}


def test_both_kinds_of_mail_encryption_are_refused(production: Settings) -> None:
    production.EMAIL_USE_TLS = production.EMAIL_USE_SSL = True
    assert ids() == {"portal.E003"}


def test_every_message_says_what_to_set(production: Settings) -> None:
    production.SECRET_KEY, production.REDIS_URL = "short", ""
    assert all("Set " in str(message.hint) for message in settings_are_right(None))
