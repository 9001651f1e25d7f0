"""Search by name: tones and spelling do not matter, but names with the typed tones come first."""

from typing import Any, Final, TypeVar

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

from common import vietnamese

__all__ = ["matching"]

Row = TypeVar("Row", bound=Model)

MAX_WORDS: Final = 8


def matching(
    rows: QuerySet[Row], text: str, *, through: str = "", sort_key: str = "sort_key"
) -> QuerySet[Row]:
    """Return the rows whose name holds every word of `text`, in any order, best match first.

    First the very name typed, then by how many words have the typed tones, then by name.  Blank
    text returns all rows in their present order; text without a letter or digit returns none.
    `through` names the relation that has the columns search_key, accent_key and `sort_key`
    ("cadre" for the assignments of a cadre).
    """
    if not text.strip():
        return rows
    words = vietnamese.search_key(text).split()[:MAX_WORDS]
    if not words:
        return rows.none()
    prefix = f"{through}__" if through else ""
    accent = vietnamese.accent_key(text)
    for word in words:
        rows = rows.filter(**{f"{prefix}search_key__contains": word})
    return rows.order_by(_rank(prefix, accent).desc(), f"{prefix}{sort_key}", "pk")


def _rank(prefix: str, accent: str) -> Any:
    """Return the expression that counts the typed words found with their tones."""
    exact = Q(**{f"{prefix}accent_key": accent})
    hits = [Q(**{f"{prefix}accent_key__contains": word}) for word in accent.split()[:MAX_WORDS]]
    rank: Any = _one_if(exact, MAX_WORDS + 1)
    for hit in hits:
        rank += _one_if(hit, 1)
    return rank


def _one_if(condition: Q, points: int) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=IntegerField())
