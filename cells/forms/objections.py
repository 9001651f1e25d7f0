"""Forms of objections to published ratings: raised, kept, redone, and the filters of their list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.forms.ratings import DecisionForm
from cells.models import Committee, RatingObjection
from common.filters import FilterForm
from common.forms import PortalForm, ReasonField

__all__ = ["KeepForm", "ObjectionFilter", "ObjectionForm", "RedoForm"]


class ObjectionForm(PortalForm):
    """What the cell objects."""

    text = ReasonField(
        label=_("Ý kiến của chi bộ"),
        max_length=2000,
        help_text=_("Nêu mức đề nghị, sự việc và tài liệu làm căn cứ. Không ghi tên đảng viên."),
    )


class KeepForm(PortalForm):
    """Why the rating stays."""

    answer = ReasonField(label=_("Trả lời chi bộ"), max_length=2000)


class RedoForm(DecisionForm):
    """A further decision as the answer; its reason is what the cell reads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason", "decision_number"):
            self.fields[name].required = True
        self.fields["reason"].label = _("Trả lời chi bộ, lý do xếp loại lại")
        self.fields["reason"].help_text = ""
        self.fields["decision_number"].help_text = _("Ví dụ 12-QĐ/ĐU.")


class ObjectionFilter(FilterForm):
    """Which objections of the list."""

    xa = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Xã"), required=False, empty_label=_("Mọi xã")
    )
    nam = forms.TypedChoiceField(label=_("Năm"), coerce=int, required=False)
    tinh_trang = forms.ChoiceField(label=_("Tình trạng"), required=False)

    def __init__(self, *args: Any, user: User, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years_offered = [("", _("Mọi năm")), *((each, str(each)) for each in years)]
        self.fields["nam"].choices = years_offered  # type: ignore[attr-defined]
        outcomes = [("", _("Tất cả")), *RatingObjection.Outcome.choices]
        self.fields["tinh_trang"].choices = outcomes  # type: ignore[attr-defined]
        self.choose_from("xa", Committee.objects.visible_to(user).communes())
