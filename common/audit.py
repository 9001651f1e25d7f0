"""The one trail: who did what to which thing, when, with what before and after."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import models

from common.models import AuditEntry

__all__ = ["differences", "entry", "record", "snapshot"]


def record(
    act: str,
    thing: models.Model,
    *,
    by: Any,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Write one line of the trail, in the transaction of the act it tells of.

    `act` is the action's name (`edit_cell`); `before` and `after` map field names to values, of
    which only those that differ are kept.  `by` is the acting user or None for the timetable.
    """
    row = entry(act, thing, by=by, before=before, after=after, reason=reason)
    row.save(force_insert=True)
    return row


def entry(
    act: str,
    thing: models.Model,
    *,
    by: Any,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Return a line of the trail that is not stored yet, for acts that write many at once."""
    return AuditEntry(
        act=act,
        thing_type=thing._meta.label_lower,
        thing_id=str(thing.pk),
        thing_label=str(thing)[:300],
        by=by,
        by_label=str(by) if by else "",
        changes=differences(before or {}, after or {}),
        reason=reason,
    )


def snapshot(row: models.Model, names: list[str] | None = None) -> dict[str, Any]:
    """Return the stored values of `row` by field name, without derived search columns."""
    fields = row._meta.concrete_fields
    wanted = names or [f.name for f in fields if f.editable and f.name not in {"id", "version"}]
    return {name: getattr(row, name) for name in wanted}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return `{field: [old, new]}` of what differs, as values that JSON can carry."""
    names = [*before, *(name for name in after if name not in before)]
    pairs = {name: [_plain(before.get(name)), _plain(after.get(name))] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _plain(value: Any) -> Any:
    """Return `value` as JSON carries it: rows by their name, dates as ISO text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)
