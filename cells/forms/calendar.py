"""Forms of meetings to come, and the filters of their lists."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import Committee, PlannedMeeting
from common.filters import FilterForm
from common.forms import DayField, PortalForm, PortalModelForm, ReasonField
from common.months import Month

__all__ = ["CalendarFilter", "CallForm", "CallOffForm", "MoveForm", "PlannedForm"]

MONTHS_BEFORE, MONTHS_AFTER = 12, 6

_HINTS = {
    "planned_on": _("Ví dụ 03/12/2026."),
    "starts_at": _("Ví dụ 19:00."),
    "topic": _("Bắt buộc khi có sinh hoạt chuyên đề."),
    "agenda": _("Mỗi việc một dòng. Cán bộ được phân công nhận nội dung này."),
    "reason": _("Chỉ ghi khi họp khác ngày theo lệ."),
}


class CallForm(PortalModelForm):
    """What a cell tells of a meeting it calls."""

    class Meta:
        model = PlannedMeeting
        fields = ("planned_on", "starts_at", "place", "kind", "topic", "agenda", "reason")
        labels = {"reason": _("Lý do họp khác ngày")}
        help_texts = _HINTS
        widgets = {"agenda": forms.Textarea(attrs={"rows": 4})}


class PlannedForm(PortalModelForm):
    """What may be edited without moving the meeting."""

    class Meta:
        model = PlannedMeeting
        fields = ("starts_at", "place", "kind", "topic", "agenda")
        help_texts = _HINTS
        widgets = {"agenda": forms.Textarea(attrs={"rows": 4})}


class MoveForm(PortalForm):
    """Another day or time, and why."""

    planned_on = DayField(label=_("Họp ngày"), help_text=_("Ví dụ 05/12/2026."))
    starts_at = forms.TimeField(label=_("Giờ họp"), required=False, help_text=_("Ví dụ 19:00."))
    reason = ReasonField(label=_("Lý do dời"), max_length=300)


class CallOffForm(PortalForm):
    """Why a meeting is called off."""

    reason = ReasonField(label=_("Lý do hoãn"), max_length=300)


class CalendarFilter(FilterForm):
    """Filters of the meetings of one month."""

    q = forms.CharField(label=_("Tên chi bộ"))
    thang = forms.ChoiceField(label=_("Tháng"))
    xa = forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        choices=[
            ("", _("Tất cả")),
            ("da_bao", _("Đã báo")),
            ("doi", _("Dời ngày")),
            ("hoan", _("Hoãn")),
            ("theo_le", _("Theo lệ, chưa báo")),
            ("da_hop", _("Đã ghi kỳ họp")),
        ],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("xa", Committee.objects.visible_to(user).communes())
        now = Month.containing(timezone.localdate())
        months = [now.plus(n) for n in range(MONTHS_AFTER, -MONTHS_BEFORE - 1, -1) if n]
        asked = _month_or_none(self.query.get("thang", ""))
        if asked and asked not in months:
            months.append(asked)
        month_field: Any = self.fields["thang"]
        month_field.choices = [
            ("", _("Tháng này")),
            *((month.slug, str(month).capitalize()) for month in months),
        ]

    @property
    def month(self) -> Month:
        """Return the month asked for; this month when none is."""
        return _month_or_none(self.chosen.get("thang", "")) or Month.current()


def _month_or_none(slug: str) -> Month | None:
    try:
        return Month.parse(slug)
    except ValueError:
        return None
