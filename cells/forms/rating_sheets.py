"""What is typed into the rows of a rating sheet, and into the act for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from cells.models import RatingLevel

__all__ = ["MAX_NUMBER", "MAX_REASON", "TypedRow", "read_row", "read_versions"]

MAX_REASON = 1000
MAX_NUMBER = 40


@dataclass(frozen=True)
class TypedRow:
    """One row as it was sent; `level` is None where nothing was chosen."""

    level: RatingLevel | None
    reason: str
    version: int


def read_row(data: QueryDict, key: int, levels: Iterable[RatingLevel]) -> TypedRow:
    """Return what was sent for the row `key`; a level of another scheme counts as none."""
    chosen = data.get(f"muc-{key}", "")
    return TypedRow(
        level=next((level for level in levels if str(level.pk) == chosen), None),
        reason=data.get(f"ly-do-{key}", "")[:MAX_REASON].strip(),
        version=_number(data.get(f"ban-{key}", "")),
    )


def read_versions(data: QueryDict, keys: Iterable[int]) -> dict[int, int]:
    """Return by row the version that the officer saw; rows that were not sent are left out."""
    return {key: _number(data.get(f"ban-{key}", "")) for key in keys if f"ban-{key}" in data}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else -1
