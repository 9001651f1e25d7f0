"""The base of every form: its look, its Vietnamese text, and how it runs an action.

form = CellForm(request.POST or None, instance=cell)
if request.method == "POST" and form.perform(actions.edit_cell, pk=cell.pk, by=request.user):
    return redirect(cell)
return render_form(request, "cells/cell_form.html", form, cell=cell)
"""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.editing import EditConflict
from common.errors import RuleBroken
from common.inputs import DayField, PortalBoundField, QuickSelect, ReasonField
from common.models import AuditEntry, Versioned
from common.templatetags.portal import day

__all__ = [
    "Conflict",
    "DayField",
    "PortalForm",
    "PortalModelForm",
    "ReasonField",
    "render_form",
    "shown_value",
]

HIDDEN_FIELDS = ("version", "opened")


# --- Conflicts ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ConflictRow:
    """One field of two versions; the three values are the text a reader sees."""

    label: str
    opened: str
    saved: str
    typed: str

    @property
    def is_different(self) -> bool:
        """Say whether keeping one version loses what the other says."""
        return self.saved != self.typed


@dataclass(frozen=True)
class Conflict:
    """Somebody saved the row after this page was opened."""

    rows: list[ConflictRow]
    entry: AuditEntry | None

    @property
    def differing(self) -> int:
        """Return how many fields differ."""
        return sum(row.is_different for row in self.rows)


# --- Forms ----------------------------------------------------------------------------------------


class _PortalFormMixin(forms.BaseForm):
    """What both kinds of form share."""

    bound_field_class = PortalBoundField
    conflict: Conflict | None = None
    result: Any = None

    def _dress(self, row: models.Model | None) -> None:
        """Give the widgets their classes, the form its helper, an edited row its version."""
        self.label_suffix = ""
        self.use_required_attribute = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.render_hidden_fields = True
        for name, field in self.fields.items():
            if type(field) is forms.DateField:
                self.fields[name] = _as_day_field(field)
            _dress_widget(self.fields[name])
            _say_what_to_do(self.fields[name])
        if isinstance(row, Versioned) and row.pk:
            self._carry_version(row)

    def _carry_version(self, row: Versioned) -> None:
        """Add the hidden fields that tell an action which version was opened, and its values."""
        hidden = forms.HiddenInput
        self.fields["version"] = forms.IntegerField(widget=hidden, initial=row.version)
        self.fields["opened"] = forms.CharField(
            # A callable: the values are read when the page is written, not on each post.
            initial=lambda: json.dumps(self._shown_of(row), ensure_ascii=False),
            required=False,
            widget=hidden,
        )

    def choose_from(self, name: str, rows: models.QuerySet[Any]) -> None:
        """Let the field `name` (a PickField or a choice of rows) choose from `rows` only."""
        field: Any = self.fields[name]
        field.queryset = rows

    @cached_property
    def marks_optional(self) -> bool:
        """Say whether to mark the optional fields: they are marked when they are the fewer."""
        shown = self.visible_fields()
        optional = [field for field in shown if not field.field.required]
        return 2 * len(optional) < len(shown)

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """Return (id to go to, label, message) of every error, those of the whole form first."""
        lines = [("", "", str(message)) for message in self.non_field_errors()]
        for bound in self:
            anchor = bound.auto_id + ("_0" if getattr(bound, "kind", "") == "choices" else "")
            label = str(bound.label).rstrip(".?:")  # a colon follows
            lines += [(anchor, label, str(message)) for message in bound.errors]
        return lines

    def perform(self, action: Callable[..., Any], **fixed: Any) -> bool:
        """Check the input and run `action(**cleaned_data, **fixed)`; say whether it was done.

        What the action returns is kept in `result`.  A refusal is shown at its field, a conflict
        of two editors in `conflict`; what was typed stays in the form.
        """
        if not self.is_valid():
            return False
        typed = {name: value for name, value in self.cleaned_data.items() if name != "opened"}
        try:
            self.result = action(**{**typed, **fixed})
        except RuleBroken as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            return False
        except EditConflict as clash:
            self._show_conflict(clash.current)
            return False
        return True

    def _show_conflict(self, current: Versioned) -> None:
        """Keep both versions for the page; the same input sent once more saves over."""
        opened = _read_opened(self.data.get(self.add_prefix("opened"), ""))
        saved = self._shown_of(current)
        rows = [
            ConflictRow(
                label=str(self[name].label),
                opened=opened.get(name, ""),
                saved=text,
                typed=shown_value(self[name], self.cleaned_data.get(name)),
            )
            for name, text in saved.items()
        ]
        rows.sort(key=lambda row: not row.is_different)
        self.conflict = Conflict(rows=rows, entry=AuditEntry.objects.about(current).first())
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(current.version)
        data[self.add_prefix("opened")] = json.dumps(saved, ensure_ascii=False)
        self.data = data

    def _shown_of(self, row: models.Model) -> dict[str, str]:
        """Return the text of each field that `row` has a value for, by the field's name."""
        names = [name for name in self.fields if name not in HIDDEN_FIELDS and hasattr(row, name)]
        return {name: shown_value(self[name], getattr(row, name)) for name in names}


class PortalForm(_PortalFormMixin, forms.Form):
    """A form of its own fields; `row` is the versioned row it edits, if it edits one."""

    def __init__(self, *args: Any, row: models.Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress(row)


class PortalModelForm(_PortalFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A form of a model's fields.  It never saves: run it with `perform`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress(self.instance)

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """Refuse: writes are actions."""
        del commit
        message = "Run the form with perform(action)."
        raise NotImplementedError(message)


def render_form(
    request: HttpRequest, template: str, form: _PortalFormMixin, **context: Any
) -> HttpResponse:
    """Render a page with its `form`; htmx gets status 422 when the input was refused."""
    is_refused = form.is_bound and bool(form.errors or form.conflict)
    code = 422 if is_refused and getattr(request, "htmx", False) else 200
    return render(request, template, {"form": form, **context}, status=code)


def _as_day_field(field: forms.DateField) -> DayField:
    """Return the model's date field as one that is typed dd/mm/yyyy."""
    return DayField(
        required=field.required,
        label=field.label,
        help_text=field.help_text,
        initial=field.initial,
        disabled=field.disabled,
    )


def _dress_widget(field: forms.Field) -> None:
    """Give the control Bootstrap's class, once; numbers and times are typed, not stepped."""
    if type(field.widget) is forms.Select:
        field.widget = QuickSelect.in_place_of(field.widget)
    widget = field.widget
    if widget.is_hidden:
        return
    classes = str(widget.attrs.get("class", "")).split()
    css = _control_class(widget)
    if css not in classes:
        classes.insert(0, css)
    if isinstance(widget, forms.NumberInput):
        _type_numbers(field)
    if isinstance(widget, forms.Textarea):
        # A browser cuts what is pasted without a word; the server says how much is too long.
        widget.attrs.pop("maxlength", None)
    if isinstance(widget, forms.TimeInput):
        widget.format = "%H:%M"
    if isinstance(widget, forms.NumberInput | forms.TimeInput) and len(classes) == 1:
        classes.append("in-short")
    widget.attrs["class"] = " ".join(classes)


def _say_what_to_do(field: forms.Field) -> None:
    """Replace Django's own words for an empty field by what the reader should do."""
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.error_messages["required"] = _("Chọn một mục.") if chosen else _("Mục này phải điền.")


def _control_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _type_numbers(field: forms.Field) -> None:
    """Read 1.366 and 86,94 as they are written here, which <input type=number> refuses."""
    field.localize = True
    field.widget.is_localized = True
    field.widget.input_type = "text"
    for name in ("min", "max", "step"):
        field.widget.attrs.pop(name, None)
    whole = not isinstance(field, forms.DecimalField | forms.FloatField)
    field.widget.attrs.setdefault("inputmode", "numeric" if whole else "decimal")


def shown_value(bound: forms.BoundField, value: Any) -> str:
    """Return the text by which a reader knows `value` of this field."""
    if isinstance(value, models.Manager):
        value = value.all()
    if isinstance(value, models.QuerySet | list | tuple):
        return ", ".join(_shown_one(bound, item) for item in value)
    return "" if value is None else _shown_one(bound, value)


def _shown_one(bound: forms.BoundField, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Có") if value else _("Không"))
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, models.Model):
        return str(getattr(bound.field, "label_of", str)(value))
    names = dict(_flat_choices(getattr(bound.field, "choices", ())))
    return names.get(str(value), str(value))


def _flat_choices(choices: Any) -> list[tuple[str, str]]:
    """Return (value, name) of plain choices; rows of other tables are named by themselves."""
    if isinstance(choices, forms.models.ModelChoiceIterator):
        return []
    flat: list[tuple[str, str]] = []
    for value, name in choices:
        group = name if isinstance(name, list | tuple) else [(value, name)]
        flat += [(str(key), str(text)) for key, text in group]
    return flat


def _read_opened(text: str) -> dict[str, str]:
    """Return the values the page was opened with; nothing when they were tampered with."""
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {}
