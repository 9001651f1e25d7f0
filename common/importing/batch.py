"""Rows of one model that the lines of a chunk create or change, stored together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models

from common import audit
from common.importing.kinds import Taken
from common.models import AuditEntry, ImportLine, Versioned

__all__ = ["Batch"]

Outcome = ImportLine.Outcome
Row = TypeVar("Row", bound=models.Model)


@dataclass
class _Change:
    before: dict[str, Any]
    after: dict[str, Any]
    source: str


class Batch(Generic[Row]):
    """New rows, and stored rows with new values; the same row may be named by many lines.

    `noun` is how the trail calls them (`import_cell`); `source` of each says where it stood.
    """

    def __init__(self, model: type[Row], noun: str) -> None:
        self.model = model
        self.noun = noun
        self._created: dict[int, tuple[Row, str]] = {}
        self._changed: dict[int, tuple[Row, _Change]] = {}

    def create(self, row: Row, source: str) -> bool:
        """Store the new `row` later; say whether no line before asked for it."""
        if id(row) in self._created:
            return False
        self._created[id(row)] = row, source
        return True

    def change(self, row: Row, after: Mapping[str, Any], source: str) -> None:
        """Give `row` the values `after` and store it later, unless it is new anyway."""
        before = {name: getattr(row, name) for name in after}
        for name, value in after.items():
            setattr(row, name, value)
        if id(row) in self._created:
            return
        if id(row) in self._changed:
            known = self._changed[id(row)][1]
            known.before = before | known.before
            known.after.update(after)
            return
        if isinstance(row, Versioned):
            row.version += 1
        self._changed[id(row)] = row, _Change(before, dict(after), source)

    def adopt(self, taken: Taken, row: Row, given: Mapping[str, Any], source: str) -> None:
        """Plan `row` if it is new, and those values of `given` that differ; None is no value.

        What it does to the row is told in `taken`.
        """
        is_new = row._state.adding
        if is_new:
            self.create(row, source)
        differing = {k: v for k, v in given.items() if v is not None and v != getattr(row, k)}
        for name, value in differing.items():
            field = row._meta.get_field(name)
            old = None if is_new else _in_words(field, getattr(row, name))
            taken.change(str(getattr(field, "verbose_name", name)), old, _in_words(field, value))
        if differing:
            self.change(row, differing, source)
        outcome = Outcome.CHANGE if differing else Outcome.SAME
        taken.count(row._meta.label_lower, Outcome.CREATE if is_new else outcome)

    @property
    def created(self) -> list[Row]:
        """Return the new rows in the order of their lines."""
        return [row for row, _source in self._created.values()]

    def store(self, *, by: Any) -> Iterator[AuditEntry]:
        """Write the rows in two queries or so; yield a line of the trail for each."""
        self.model._default_manager.bulk_create(self.created)
        changed = [row for row, _change in self._changed.values()]
        if changed:
            self.model._default_manager.bulk_update(changed, self._changed_fields(), batch_size=100)
        for row, source in self._created.values():
            after = audit.snapshot(row)
            yield audit.entry(f"import_{self.noun}", row, by=by, after=after, reason=source)
        for row, change in self._changed.values():
            facts: dict[str, Any] = {"before": change.before, "after": change.after}
            yield audit.entry(f"import_{self.noun}", row, by=by, reason=change.source, **facts)

    def _changed_fields(self) -> list[str]:
        names = {name for _row, change in self._changed.values() for name in change.after}
        if issubclass(self.model, Versioned):
            names.add("version")
        return sorted(names)


def _in_words(field: Any, value: Any) -> Any:
    """Return a choice by its name, other values as they are."""
    names = dict(getattr(field, "flatchoices", None) or ())
    return str(names[value]) if isinstance(value, str) and value in names else value
