"""The trail in words: what an act is called, what changed from what to what.

Every app may have an `acts.py` with a dict `ACTS`, act → words ("sửa chi bộ"); it is found by app,
as invariants are.  An act without words there is put together from its verb and the kind of thing.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import AuditEntry
from common.months import Month
from common.templatetags.portal import day, moment

__all__ = ["Change", "changes_shown", "followed_models", "words_of"]

# Never shown, whatever an act recorded.
_SECRET = {"password", "last_login", "search_key", "accent_key", "sort_key", "data", "secret"}
_VERBS: dict[str, Any] = {
    "add": gettext_lazy("thêm"),
    "cancel": gettext_lazy("bỏ"),
    "close": gettext_lazy("đóng"),
    "confirm": gettext_lazy("xác nhận"),
    "correct": gettext_lazy("sửa, có lý do"),
    "create": gettext_lazy("thêm"),
    "decide": gettext_lazy("quyết định"),
    "delete": gettext_lazy("xóa"),
    "edit": gettext_lazy("sửa"),
    "end": gettext_lazy("kết thúc"),
    "enter": gettext_lazy("ghi"),
    "import": gettext_lazy("nhập từ bảng tính"),
    "log": gettext_lazy("ghi"),
    "open": gettext_lazy("mở"),
    "record": gettext_lazy("ghi"),
    "reopen": gettext_lazy("mở lại"),
    "set": gettext_lazy("đặt"),
    "withdraw": gettext_lazy("rút"),
}
# What acts record beside the fields of the thing itself.
_LABELS: dict[str, Any] = {
    "role": gettext_lazy("vai trò"),
    "unit": gettext_lazy("đơn vị"),
    "valid_from": gettext_lazy("từ ngày"),
    "valid_to": gettext_lazy("đến hết ngày"),
    "is_active": gettext_lazy("đang mở"),
    "ip": gettext_lazy("địa chỉ máy"),
    "reason": gettext_lazy("lý do"),
}
Text = str | Promise


@dataclass(frozen=True)
class Change:
    """One field of a change in words; an empty value is a dash."""

    label: str
    before: str
    after: str


def words_of(entry: AuditEntry) -> str:
    """Return what was done, in words."""
    if entry.act in _acts():
        return str(_acts()[entry.act])
    verb, _sep, rest = entry.act.partition("_")
    if verb not in _VERBS:
        return entry.act
    model = _model_of(entry)
    return f"{_VERBS[verb]} {model._meta.verbose_name if model else rest}"


def changes_shown(entry: AuditEntry) -> list[Change]:
    """Return what changed, in words, without secrets, derived columns and what stayed empty."""
    model = _model_of(entry)
    shown = []
    for name, pair in entry.changes.items():
        if name not in _SECRET and isinstance(pair, list) and len(pair) == 2:
            field = _field_of(model, name)
            label = str(_LABELS.get(name) or getattr(field, "verbose_name", _as_month(name)))
            before, after = _shown(field, pair[0]), _shown(field, pair[1])
            if before != after:
                shown.append(Change(label, before, after))
    return shown


def followed_models() -> Iterator[type[models.Model]]:
    """Yield the portal's own models that say which rows a person sees."""
    for config in apps.get_app_configs():
        if "." not in config.name:
            for model in config.get_models():
                if hasattr(model._default_manager, "visible_to"):
                    yield model


@lru_cache(maxsize=1)
def _acts() -> dict[str, Text]:
    """Return the words of every app's acts."""
    words: dict[str, Text] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.acts"
        if "." not in config.name and find_spec(module):
            words |= import_module(module).ACTS
    return words


def _model_of(entry: AuditEntry) -> type[models.Model] | None:
    try:
        return apps.get_model(entry.thing_type)
    except (LookupError, ValueError):
        return None


def _field_of(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _as_month(name: str) -> str:
    """Return the "2026-11" of a month's mark as readers know it; other names as they are."""
    try:
        return str(Month.parse(name))
    except ValueError:
        return name


def _shown(field: Any, value: Any) -> str:
    """Return a stored value as a reader knows it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, list):
        return ", ".join(_shown(field, item) for item in value) or "–"
    names = dict(getattr(field, "flatchoices", None) or ())
    if value in names:
        return str(names[value])
    return _as_day(value) if isinstance(value, str) else str(value)


def _as_day(text: str) -> str:
    """Return an ISO date or instant in the Vietnamese way, other text as it is."""
    try:
        if len(text) == len("2020-01-03"):
            return day(datetime.date.fromisoformat(text))
        if len(text) > len("2020-01-03T") and text[10] == "T":
            return moment(datetime.datetime.fromisoformat(text))
    except ValueError:
        pass
    return text
