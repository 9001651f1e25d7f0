"""The form by which a meeting is scored, and the filters of the list."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.actions.scores import misfit
from cells.models import Committee, MeetingScore
from cells.reports.score_sheets import ScoreSheet, SheetLine
from cells.rules import scores as rules
from common.filters import FilterForm
from common.forms import PortalForm, shown_value
from common.months import Quarter

__all__ = ["ScoreFilter", "ScoreForm"]

QUARTERS_OFFERED = 8
YEARS_OFFERED = 3


class ScoreForm(PortalForm):
    """Every line of the table: a row of bands to choose from, or a number up to its maximum."""

    note = forms.CharField(
        label=_("Nhận xét"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Điều nên giữ, điều nên sửa ở kỳ sau."),
    )
    # Of a meeting that this side has not scored; a stored score brings its own.
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, sheet: ScoreSheet, **kwargs: Any) -> None:
        self.sheet = sheet
        score = sheet.score
        initial = {line.field: sheet.given.get(line.item.pk, line.proposed) for line in sheet.lines}
        super().__init__(
            *args,
            row=score,
            initial={**initial, "note": score.note if score else ""},
            **kwargs,
        )

    def _dress(self, row: models.Model | None) -> None:
        """Add the lines first, so that they get their look like every field."""
        note = self.fields.pop("note")
        for line in self.sheet.lines:
            self.fields[line.field] = _field_of(line)
        self.fields["note"] = note
        super()._dress(row)

    @property
    def groups(self) -> list[tuple[str, list[tuple[SheetLine, BoundField]]]]:
        """Return the lines with their fields, under the criteria of the document."""
        return [
            (criterion, [(line, self[line.field]) for line in lines])
            for criterion, lines in self.sheet.groups
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse points that a line cannot get, each at its line."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for line in self.sheet.lines:
            points = data.get(line.field)
            if points is not None and not rules.is_fitting(line.rule, points):
                self.add_error(line.field, misfit(line.item.text, line.rule, points))
        return data

    def perform(self, action: Callable[..., Any], **fixed: Any) -> bool:
        """Run `action` with the points by the key of their line."""

        def give(**typed: Any) -> Any:
            points = {line.item.pk: typed.pop(line.field) for line in self.sheet.lines}
            return action(points=points, **typed)

        return super().perform(give, **fixed)

    def _shown_of(self, row: models.Model) -> dict[str, str]:
        """Return what the stored score says: that is what another scorer saved meanwhile."""
        if not isinstance(row, MeetingScore) or not row.pk:
            return {}
        points = dict(row.items.values_list("item", "points"))
        shown = {
            line.field: shown_value(self[line.field], points.get(line.item.pk))
            for line in self.sheet.lines
        }
        return {**shown, "note": row.note}


def _field_of(line: SheetLine) -> forms.Field:
    """Return the field of one line."""
    item = line.item
    if not line.rule.bands:
        return forms.IntegerField(label=item.text)
    text = item.text.replace("%", "%%")
    return forms.TypedChoiceField(
        label=item.text,
        coerce=int,
        choices=[(band.points, f"{band.points}: {band.text}") for band in line.rule.bands],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": misfit(text, line.rule, "%(value)s")},
    )


class ScoreFilter(FilterForm):
    """Which cells of the list of scores, and over which time."""

    q = forms.CharField(label=_("Tên chi bộ"))
    ky = forms.ChoiceField(label=_("Thời gian"))
    xa = forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))
    loc = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            ("", _("Tất cả")),
            ("da-cham", _("đã có kỳ được chấm")),
            ("chua", _("chưa có kỳ nào được chấm")),
            ("chenh", _("chênh lệch từ 8 điểm")),
        ],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("xa", Committee.objects.visible_to(user).communes())
        now = Quarter.current()
        quarters = [now.plus(-back) for back in range(QUARTERS_OFFERED)]
        years = range(now.year, now.year - YEARS_OFFERED, -1)
        period: Any = self.fields["ky"]
        period.choices = [
            ("", _("12 tháng qua")),
            *((quarter.slug, capfirst(str(quarter))) for quarter in quarters),
            *((str(year), _("Năm %(year)s") % {"year": year}) for year in years),
        ]
