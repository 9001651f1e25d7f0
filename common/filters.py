"""The filters of a list: a GET form, kept in the address, repeated as chips that can be removed.

filters = CellFilter(request.GET)
rows = PartyCell.objects.visible_to(request.user)
if filters.chosen.get("q"):
    rows = matching(rows, filters.chosen["q"])
"""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property

from common.forms import PortalForm, shown_value
from common.paging import PAGE_PARAMETER

__all__ = ["Chip", "FilterForm"]

# Parameters of the list's address that are not filters.
NOT_FILTERS = (PAGE_PARAMETER, "xuat")


@dataclass(frozen=True)
class Chip:
    """One active filter: its words, and the address of the list without it."""

    text: str
    without: str


class FilterForm(PortalForm):
    """Base of every list's filters.  No field is required; nonsense in an address is ignored."""

    def __init__(self, query: QueryDict, **kwargs: Any) -> None:
        super().__init__(query, **kwargs)
        self.query = query
        for field in self.fields.values():
            field.required = False

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Return the filters in use by name: cleaned, without the empty ones."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v not in (None, "", [], False)}

    @cached_property
    def chips(self) -> list[Chip]:
        """Return the filters in use as words, each with the address that drops it."""
        return [
            Chip(text=self._words(name, value), without=self._without(name))
            for name, value in self.chosen.items()
        ]

    def _words(self, name: str, value: Any) -> str:
        if value is True:
            return str(self[name].label)
        return f"{self[name].label}: {shown_value(self[name], value)}"

    def _without(self, name: str) -> str:
        query = self.query.copy()
        for dropped in (self.add_prefix(name), *NOT_FILTERS):
            query.pop(dropped, None)
        return f"?{query.urlencode()}"
