"""Choosing one row out of many: a text field with suggestions, never a long <select>.

Without JavaScript the typed text is looked up on the server, accents optional; text that fits
several rows is answered with their names.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.renderers import BaseRenderer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.search import matching
from common.vietnamese import accent_key, normalise, search_key

__all__ = ["PickField", "PickInput", "pick_options"]

OPTIONS_SHOWN = 12
# So many rows at most are sent along with the page when there is no look-up address.
OPTIONS_SENT = 200
CANDIDATES_NAMED = 5
_CANDIDATES_READ = 60

Rows = models.QuerySet[Any]
Label = Callable[[Any], str]


class PickInput(forms.TextInput):
    """A text field with a <datalist>: sent with the page, or filled by htmx from `lookup`."""

    lookup = ""
    options: Callable[[], Sequence[str]] = staticmethod(lambda: ())

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the field and its list of suggestions."""
        list_id = f"{(attrs or {}).get('id', name)}_options"
        told = {**(attrs or {}), "list": list_id, **self._lookup_attrs(list_id)}
        options = () if self.lookup else self.options()
        return format_html(
            '{}<datalist id="{}">{}</datalist>',
            super().render(name, value, told, renderer),
            list_id,
            format_html_join("", '<option value="{}"></option>', ((text,) for text in options)),
        )

    def _lookup_attrs(self, list_id: str) -> dict[str, str]:
        if not self.lookup:
            return {}
        return {
            "hx-get": str(self.lookup),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{list_id}",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }


class PickField(forms.CharField):
    """A row of `queryset` named by typing; the cleaned value is the row (None when left empty).

    `queryset` may be set in the form's `__init__`, scoped to the user.  Its model has the columns
    of `common.search`.  `label` of a row must tell it from its like: "Phú Sơn 3, xã Hòa Khương";
    what stands before the first comma is its name.  `lookup` is the address that answers with
    `pick_options`; without it the first 200 rows are sent along.
    """

    default_error_messages = {
        "unknown": _("Không tìm thấy “%(typed)s”. Gõ lại, không dấu cũng được."),
        "ambiguous": _("“%(typed)s” hợp với nhiều mục: %(names)s. Chép đúng một tên."),
    }

    def __init__(
        self,
        *,
        queryset: Rows | None = None,
        label_of: Label = str,
        lookup: str = "",
        search: Callable[[Rows, str], Rows] = matching,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", PickInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)
        self.label_of = label_of
        self.search = search
        self.lookup = lookup
        self.queryset = queryset

    @property
    def queryset(self) -> Rows | None:
        """Return the rows to choose from."""
        return self._queryset

    @queryset.setter
    def queryset(self, rows: Rows | None) -> None:
        self._queryset = rows
        self.widget.lookup = self.lookup  # may be reverse_lazy: resolved on the page
        self.widget.options = self._sent_options

    def __deepcopy__(self, memo: dict[int, Any]) -> "PickField":
        copied: PickField = super().__deepcopy__(memo)
        copied.queryset = None if self._queryset is None else self._queryset.all()
        return copied

    def prepare_value(self, value: Any) -> Any:
        """Return the text shown: the label of a row, or of the row with that key."""
        if isinstance(value, models.Model):
            return self.label_of(value)
        if isinstance(value, int) and self._queryset is not None:
            row = self._queryset.filter(pk=value).first()
            return self.label_of(row) if row else ""
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether other text was typed than the label of the initial row."""
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:
        """Return the one row that the typed text names, or refuse with what would be right."""
        typed = normalise(super().clean(value) or "")
        if not typed or self._queryset is None:
            return None
        candidates = self._candidates(typed)
        if len(candidates) == 1:
            return candidates[0]
        if not candidates:
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"typed": typed}
            )
        raise ValidationError(
            self.error_messages["ambiguous"],
            code="ambiguous",
            params={"typed": typed, "names": self._names(candidates)},
        )

    def _candidates(self, typed: str) -> list[Any]:
        """Return the rows the text may mean: those of that very label or name, else all fitting."""
        assert self._queryset is not None
        name = typed.split(",", maxsplit=1)[0]
        found = list(self.search(self._queryset, name)[:_CANDIDATES_READ])
        wanted = search_key(typed).split()
        labels = {row: self.label_of(row) for row in found}
        fitting = [row for row in found if _has_words(search_key(labels[row]), wanted)]
        for key in (accent_key, search_key):
            exact = [row for row in fitting if key(labels[row]) == key(typed)]
            named = [row for row in fitting if key(labels[row].split(",")[0]) == key(name)]
            if exact or named:
                return exact or named
        return fitting

    def _names(self, rows: list[Any]) -> str:
        names = [self.label_of(row) for row in rows[:CANDIDATES_NAMED]]
        return "; ".join(names) + ("; …" if len(rows) > CANDIDATES_NAMED else "")

    def _sent_options(self) -> list[str]:
        if self._queryset is None:
            return []
        return [self.label_of(row) for row in self._queryset[:OPTIONS_SENT]]


def pick_options(request: HttpRequest, queryset: Rows, label_of: Label = str) -> HttpResponse:
    """Answer a look-up of a PickField: <option>s of the rows that fit what is being typed.

    The one parameter of the request is the field's own, whatever its name.
    """
    typed = str(next(iter(request.GET.values()), ""))
    rows = matching(queryset, typed)[:OPTIONS_SHOWN] if normalise(typed) else ()
    return render(
        request, "components/_pick_options.html", {"options": [label_of(row) for row in rows]}
    )


def _has_words(key: str, wanted: list[str]) -> bool:
    """Say whether each wanted word begins a word of `key`."""
    words = key.split()
    return all(any(word.startswith(part) for word in words) for part in wanted)
