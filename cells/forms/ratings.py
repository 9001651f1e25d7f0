"""Forms of ratings: the filter of a year's list, and one step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import Committee, Rating, RatingLevel, RatingScheme, RatingStep
from cells.rules.gates import Gate
from common.filters import FilterForm
from common.forms import PortalForm, ReasonField, shown_value

__all__ = ["DecisionForm", "RatingFilter", "ReturnForm", "ReviewForm", "StepForm"]


class RatingFilter(FilterForm):
    """Which cells of a year's list."""

    q = forms.CharField(label=_("Tìm chi bộ"), required=False)
    nam = forms.TypedChoiceField(label=_("Năm"), coerce=int, required=False)
    xa = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Xã"), required=False, empty_label=_("Mọi xã")
    )
    buoc = forms.ChoiceField(label=_("Bước"), required=False)
    muc = forms.ModelChoiceField(
        RatingLevel.objects.none(), label=_("Mức"), required=False, empty_label=_("Mọi mức")
    )

    def __init__(self, *args: Any, user: User, years: list[int], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nam"].choices = [(each, str(each)) for each in years]  # type: ignore[attr-defined]
        self.fields["nam"].initial = year
        self.fields["buoc"].choices = [("", _("Tất cả")), *Rating.Stage.choices]  # type: ignore[attr-defined]
        self.choose_from("xa", Committee.objects.visible_to(user).communes())
        scheme = RatingScheme.objects.for_year(year)
        self.choose_from("muc", RatingLevel.objects.filter(scheme=scheme))


class StepForm(PortalForm):
    """The level of one step, and the reason where it differs from the step before."""

    level = forms.ModelChoiceField(
        RatingLevel.objects.none(), label=_("Mức"), widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc khi mức khác với bước trước hoặc khi làm lại một bước."),
    )

    # Of a rating that has no step yet; one that has brings its own.
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(
        self, *args: Any, scheme: RatingScheme | None, rating: Rating | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=rating, **kwargs)
        if "level" in self.fields:
            self.choose_from("level", RatingLevel.objects.filter(scheme=scheme))

    def _shown_of(self, row: models.Model) -> dict[str, str]:
        """Return what the newest step says: that is what another officer added meanwhile."""
        step = RatingStep.objects.filter(rating=row.pk).order_by("-number").first()
        if step is None or not isinstance(row, Rating):
            return {}
        values = {
            "level": step.level,
            "reason": step.reason,
            "decision_number": step.decision_number,
            "has_title": row.has_title,
        }
        shown = {
            name: shown_value(self[name], values[name]) for name in values if name in self.fields
        }
        if "level" in self.fields:
            shown["level"] = f"{step.level.name} ({step.get_stage_display()})"
        return shown


class ReviewForm(StepForm):
    """A step that judges: where facts speak against a level, a reason to pass over them."""

    override = forms.CharField(
        label=_("Lý do xếp cao hơn mức mà sự việc cho phép"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, gates: Sequence[Gate] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not gates:
            del self.fields["override"]


class DecisionForm(ReviewForm):
    """The deciding step: its number and the title beside the level."""

    decision_number = forms.CharField(
        label=_("Số quyết định"),
        required=False,
        max_length=40,
        help_text=_("Ví dụ 12-QĐ/ĐU. Bắt buộc khi xếp loại lại."),
    )
    has_title = forms.BooleanField(
        label=_("Được tặng danh hiệu trong sạch, vững mạnh tiêu biểu"), required=False
    )


class ReturnForm(StepForm):
    """Why a rating goes back by one step."""

    level = None  # type: ignore[assignment]
    reason = ReasonField(label=_("Lý do trả lại"), max_length=1000)
