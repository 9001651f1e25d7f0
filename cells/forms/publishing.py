"""Forms of published rounds: the question before publishing, the filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import Committee, RatingLevel, RatingRound
from common.filters import FilterForm
from common.forms import DayField, PortalForm

__all__ = ["PublishForm", "ResultFilter"]


class PublishForm(PortalForm):
    """The decision that publishes a round, and until when cells may object."""

    decision_number = forms.CharField(
        label=_("Số quyết định"), max_length=40, help_text=_("Ví dụ 31-QĐ/HU.")
    )
    decided_on = DayField(label=_("Ngày quyết định"))
    objections_until = DayField(
        label=_("Nhận ý kiến của chi bộ đến hết ngày"),
        help_text=_("Số ngày nhận ý kiến là chính sách của địa phương."),
    )


class ResultFilter(FilterForm):
    """Which lines of a published list."""

    q = forms.CharField(label=_("Tìm chi bộ"))
    xa = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Đảng bộ"), empty_label=_("Mọi đảng bộ")
    )
    muc = forms.ModelChoiceField(
        RatingLevel.objects.none(), label=_("Mức đã công bố"), empty_label=_("Mọi mức")
    )
    danh_hieu = forms.BooleanField(label=_("Có danh hiệu"))
    xep_lai = forms.BooleanField(label=_("Đã xếp loại lại"))

    def __init__(self, *args: Any, user: User, round_: RatingRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committees = Committee.objects.visible_to(user).filter(rating_groups__round=round_)
        self.choose_from("xa", committees)
        self.choose_from("muc", RatingLevel.objects.filter(scheme=round_.scheme_id))
