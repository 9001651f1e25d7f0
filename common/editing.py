"""Two people editing one thing: the second is told and sees both versions, nothing is lost.

An edit page carries the `version` it was opened with.  The action locks the row and compares;
when somebody saved in between it refuses with `EditConflict`, which the form shows side by side
with what was typed (`common.forms.PortalForm.perform`).
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models

from common.models import Versioned

__all__ = ["EditConflict", "lock_for_edit", "save_edit"]

Row = TypeVar("Row", bound=Versioned)


class EditConflict(Exception):  # noqa: N818 -- a state of the form, not a fault of the code
    """Somebody saved the row after the page was opened; `current` is what is stored now."""

    def __init__(self, current: Versioned) -> None:
        super().__init__(str(current))
        self.current = current


def lock_for_edit(
    rows: models.QuerySet[Row] | models.Manager[Row], *, pk: int, version: int
) -> Row:
    """Lock and return the row, or raise EditConflict when `version` is not the stored one."""
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if row.version != version:
        raise EditConflict(row)
    return row


def save_edit(row: Versioned, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set `changes` on the locked `row`, count its version up, store it; return the old values.

    The whole row is stored, so that the columns derived from its name stay true.
    """
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    return before
