"""Forms of rounds: opening one, raising a ceiling, the filter of its groups."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import Committee, RatingGroup, RatingRound
from cells.rules.deadlines import STEP_DEADLINES
from common.filters import FilterForm
from common.forms import DayField, PortalForm, ReasonField

__all__ = ["CeilingForm", "GroupFilter", "RoundForm"]

YEARS_OFFERED = 3
_FIELD_OF = {"self": "self_due_on", "commune": "review_due_on", "decision": "decide_due_on"}


class RoundForm(PortalForm):
    """The committee, the year, until when each step is due, how the ceiling is rounded."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Đảng bộ"), empty_label=None
    )
    year = forms.TypedChoiceField(label=_("Năm"), coerce=int)
    self_due_on = DayField(
        label=_("Hạn chi bộ tự xếp loại"), help_text=_("Ngày đặt sẵn là chính sách của địa phương.")
    )
    review_due_on = DayField(
        label=_("Hạn xã xét"), help_text=_("Ngày đặt sẵn là chính sách của địa phương.")
    )
    decide_due_on = DayField(
        label=_("Hạn quyết định"), help_text=_("HD 43-HD/BTCTW, mục 4.1: xong trước ngày 31/12.")
    )
    rounding = forms.ChoiceField(
        label=_("Cách làm tròn trần"),
        choices=RatingRound.Rounding.choices,
        initial=RatingRound.Rounding.DOWN,
        help_text=_(
            "Trần là 20%, tính trên số chi bộ Hoàn thành tốt. Không văn bản nào nói cách làm tròn: "
            "đây là chính sách của địa phương, giữ nguyên suốt đợt."
        ),
    )

    def __init__(self, *args: Any, user: User, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committees = Committee.objects.acted_on_by(user, Ability.RUN_ROUNDS)
        committees = committees.exclude(level=Committee.Level.COMMUNE).order_by("path")
        self.choose_from("committee", committees)
        this_year = timezone.localdate().year
        years = range(this_year, this_year - YEARS_OFFERED, -1)
        self.fields["year"].choices = [(each, str(each)) for each in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = year
        for stage, day in _preset_days(year).items():
            self.fields[_FIELD_OF[stage]].initial = day


def _preset_days(year: int) -> dict[str, datetime.date]:
    """Return the days to begin with: those of the year, or as many days from now when they passed."""
    days = {stage: datetime.date(year, *when) for stage, when in STEP_DEADLINES.items()}
    today = timezone.localdate()
    if days["self"] >= today:
        return days
    shift = today + datetime.timedelta(days=10) - days["self"]
    return {stage: day + shift for stage, day in days.items()}


class CeilingForm(PortalForm):
    """By which decision, and why, the ceiling of a group is raised."""

    decision = forms.CharField(
        label=_("Số quyết định"), max_length=40, help_text=_("Ví dụ 12-QĐ/HU.")
    )
    reason = ReasonField(label=_("Kết quả nổi trội làm căn cứ"), max_length=300)

    def __init__(self, *args: Any, group: RatingGroup, **kwargs: Any) -> None:
        super().__init__(*args, row=group, **kwargs)


class GroupFilter(FilterForm):
    """Which groups of a round."""

    q = forms.CharField(label=_("Tìm xã"), required=False)
    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            ("", _("Tất cả")),
            ("cham", _("chậm hạn")),
            ("chua", _("chưa xong")),
            ("xong", _("đã xong")),
        ],
    )
