"""The one way by which a message reaches a person: written with its cause, sent after commit."""

from collections.abc import Mapping
from functools import lru_cache, partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from common.models import Delivery, Notice
from common.tasks import start_delivery

__all__ = ["send_once", "words_of_kind"]


def send_once(  # noqa: PLR0913 -- each a fact of the message, all by keyword
    *,
    key: str,
    kind: str,
    to: Any,
    email: str = "",
    template: str,
    context: Mapping[str, Any],
    url: str = "",
) -> bool:
    """Store a message and send it after commit; False, and nothing happens, if `key` was used.

    `key` says what, to whom, about what and for which period ("visit-soon:17:2026-03-05:1"); it is
    what makes a task safe to run twice.  `to` is an account or None; the message stands on its page
    of notices, and leaves by e-mail when the account, or `email`, has an address.  The text is
    `templates/notices/<template>.txt`: its first line the title, the rest the body.  `url` is a
    path of the portal that the message leads to.
    """
    if Notice.objects.filter(key=key).exists():
        return False
    title, body = _text(template, context)
    values = {
        "kind": kind,
        "to": to,
        "email": (to.email if to else "") or email,
        "title": title,
        "body": body,
        "url": url,
    }
    with transaction.atomic():
        notice, is_new = Notice.objects.get_or_create(key=key, defaults=values)
        if is_new and notice.email:
            row = Delivery.objects.create(
                notice=notice, channel=Delivery.Channel.EMAIL, next_try_at=timezone.now()
            )
            transaction.on_commit(partial(start_delivery, row.pk), robust=True)
    return is_new


def _text(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return title and body in the portal's own language, whoever's request it is."""
    with translation.override(settings.LANGUAGE_CODE):
        found: Any = get_template(f"notices/{template}.txt")
        text: str = found.template.render(Context(dict(context), autoescape=False))
    title, _newline, body = text.strip().partition("\n")
    return title.strip()[:300], body.strip()


def words_of_kind(kind: str) -> str:
    """Return what a kind of message is called, for lists that do not show the message itself.

    Every app's `notices.py` may have a dict `KINDS`, kind → words; it is found by app.
    """
    return str(_kinds().get(kind, kind))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.notices"
        if "." not in config.name and config.name != "common" and find_spec(name):
            found |= getattr(import_module(name), "KINDS", {})
    return found
