"""Columns derived from a name, for searching and sorting alike on SQLite and PostgreSQL.

They are computed when a row is saved or bulk-created.  `save(update_fields=[…])`, `update()` and
`bulk_update` must name them, or leave the name alone.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from common import vietnamese

__all__ = ["AccentKeyField", "PersonSortKeyField", "PlaceSortKeyField", "SearchKeyField"]


class _DerivedKeyField(models.CharField):  # type: ignore[type-arg]  # none at run time
    """A key computed from the attribute `source`; never typed by anybody.

    On PostgreSQL the column has collation C, so that both databases compare bytes.
    """

    DEFAULT_LENGTH: ClassVar[int] = 300

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        kwargs["editable"] = False
        kwargs["blank"] = True
        kwargs.setdefault("max_length", self.DEFAULT_LENGTH)
        self.source = source
        super().__init__(*args, **kwargs)

    def key(self, text: str) -> str:
        """Return the key of `text`."""
        raise NotImplementedError

    def deconstruct(self) -> Any:
        """Return what a migration needs to build the field again."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["blank"]
        return name, path, args, {**kwargs, "source": self.source}

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Return the column's type, with collation C where the database has one."""
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 -- Django's
        """Compute the key, put it on the row and return it."""
        del add
        text = getattr(model_instance, self.source) or ""
        value = self.key(str(text))[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class SearchKeyField(_DerivedKeyField):
    """Lower case without marks: what a search compares."""

    def key(self, text: str) -> str:
        return vietnamese.search_key(text)


class AccentKeyField(_DerivedKeyField):
    """Lower case with marks in one spelling: what ranks typed tones first."""

    def key(self, text: str) -> str:
        return vietnamese.accent_key(text)


class PlaceSortKeyField(_DerivedKeyField):
    """The order of names of places, units and things."""

    def key(self, text: str) -> str:
        return vietnamese.place_sort_key(text)


class PersonSortKeyField(_DerivedKeyField):
    """The order of people: given name, middle names, family name."""

    def key(self, text: str) -> str:
        return vietnamese.person_sort_key(text)
