"""The fields of forms: days, reasons, and how what was typed is read."""

import calendar
import datetime
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.vietnamese import normalise

__all__ = ["DayField", "PortalBoundField", "QuickSelect", "ReasonField"]

_DAY = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$|^(\d{2})(\d{2})(\d{4})$")

_GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$")


class QuickSelect(forms.Select):
    """A <select> written at once: Django renders a template for each of its options.

    Lists of communes and agencies made that half the time of a list's page.
    """

    @classmethod
    def in_place_of(cls, widget: forms.Select) -> "QuickSelect":
        """Return the same select, quick."""
        quick = cls(attrs=widget.attrs, choices=widget.choices)
        quick.is_required = widget.is_required
        return quick

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the select and its options; grouped options are left to Django."""
        widget = self.get_context(name, value, attrs)["widget"]
        if any(title for title, _options, _index in widget["optgroups"]):
            return super().render(name, value, attrs, renderer)
        options = (option for _title, group, _index in widget["optgroups"] for option in group)
        return format_html(
            '<select name="{}"{}>{}</select>',
            widget["name"],
            flatatt(widget["attrs"]),
            format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                ((str(o["value"]), flatatt(o["attrs"]), o["label"]) for o in options),
            ),
        )


class DayField(forms.DateField):
    """A date typed as dd/mm/yyyy (also with dots, hyphens, or eight digits); never a picker.

    The native picker follows the device's language, which here is often English.
    """

    default_error_messages = {
        "invalid": _("Ngày phải ghi dạng ngày/tháng/năm, ví dụ 05/02/2026."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.DateInput(
                format="%d/%m/%Y",
                attrs={"class": "in-short", "inputmode": "numeric", "autocomplete": "off"},
            ),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the typed day; say which part of it does not exist in the calendar."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        match = _DAY.match(normalise(str(value)))
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        day_number, month, year = (int(part) for part in match.groups() if part is not None)
        return self._existing(day_number, month, year, typed=normalise(str(value)))

    def _existing(self, day_number: int, month: int, year: int, *, typed: str) -> datetime.date:
        """Return the day, or refuse one that the calendar does not have."""
        if not (1 <= month <= 12 and year >= datetime.MINYEAR):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        last = calendar.monthrange(year, month)[1]
        if not 1 <= day_number <= last:
            message = _("%(typed)s không có trong lịch. Tháng %(month)d/%(year)d có %(last)d ngày.")
            facts = {"typed": typed, "month": month, "year": year, "last": last}
            raise ValidationError(message, code="no_such_day", params=facts)
        return datetime.date(year, month, day_number)


class ReasonField(forms.CharField):
    """Why somebody does what a rule asks a reason for; not a word too short to be one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Lý do"))
        kwargs.setdefault("min_length", 5)
        kwargs.setdefault("max_length", 1000)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(**kwargs)


class PortalBoundField(forms.BoundField):
    """A field on a page: what was typed in NFC, and which markup it takes."""

    @property
    def data(self) -> Any:
        """Return what was typed; text in NFC and without stray spaces, lines kept."""
        typed = super().data
        if isinstance(typed, str) and isinstance(self.field, forms.IntegerField):
            return _ungrouped(typed, self.field)
        is_secret = isinstance(self.field.widget, forms.PasswordInput)
        if isinstance(typed, str) and isinstance(self.field, forms.CharField) and not is_secret:
            return _tidy(typed)
        return typed

    @property
    def kind(self) -> str:
        """Return which markup of components/field.html shows this field."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        return "file" if isinstance(widget, forms.FileInput) else "input"

    @property
    def is_row(self) -> bool:
        """Say whether the choices are so few and short that they share a line."""
        return len(self.subwidgets) <= 2


def _ungrouped(text: str, field: forms.IntegerField) -> str:
    """Return a typed number without the points that group its thousands: 1.366, 1.234,5.

    Without a comma, one point of a decimal field is its decimal point.
    """
    number = text.strip()
    is_whole = not isinstance(field, forms.DecimalField | forms.FloatField)
    if _GROUPED.match(number) and (is_whole or "," in number):
        return number.replace(".", "")
    return number


def _tidy(text: str) -> str:
    """Return `text` with each line normalised; empty lines at its ends are dropped."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    return "\n".join(normalise(line) for line in lines).strip()
