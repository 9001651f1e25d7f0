"""Forms of the calendar of days off, and of trying out a due day."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.filters import FilterForm
from common.forms import DayField, PortalForm, PortalModelForm, ReasonField
from common.models import SpecialDay

__all__ = ["DayForm", "RemoveDayForm", "TryForm", "YearFilter"]


class DayForm(PortalModelForm):
    """What the calendar says of a day."""

    class Meta:
        model = SpecialDay
        fields = ("day", "kind", "name", "is_official", "source")
        labels = {"is_official": _("Đã có thông báo chính thức")}
        help_texts = {
            "day": _("Ví dụ 04/02/2027."),
            "name": _("Ví dụ Tết Nguyên đán; Làm bù cho Thứ Hai 31/08."),
            "is_official": _("Bỏ chọn khi mới là dự kiến; người gửi thấy chữ “dự kiến” ở hạn."),
            "source": _("Số, ngày của thông báo. Bắt buộc với ngày chính thức."),
        }
        widgets = {"source": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = _("Ngày này đã có trong lịch. Sửa dòng đó thay vì thêm.")
        self.fields["day"].error_messages["unique"] = known


class RemoveDayForm(PortalForm):
    """Why a day is taken out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField(label=_("Lý do bỏ"), max_length=300)


class YearFilter(FilterForm):
    """Which year of the calendar, and only what waits for an announcement."""

    nam = forms.TypedChoiceField(label=_("Năm"), coerce=int)
    du_kien = forms.BooleanField(label=_("Chỉ ngày dự kiến"))

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["nam"]
        field.choices = [("", _("Năm nay")), *((year, str(year)) for year in years)]

    @property
    def year(self) -> int:
        """Return the year chosen, this one without."""
        return int(self.chosen.get("nam") or timezone.localdate().year)


class TryForm(FilterForm):
    """A day and a number of working days, to see when that is due."""

    tu = DayField(label=_("Ngày nhận"))
    ngay = forms.IntegerField(label=_("Số ngày làm việc"), min_value=1, max_value=60)
