"""The form of a meeting, and the filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cells.models import Committee, Meeting
from common.files import PrivateFileField
from common.filters import FilterForm
from common.forms import PortalModelForm
from common.months import Month

__all__ = ["MeetingFilter", "MeetingForm"]

MONTHS_OFFERED = 24


class MeetingForm(PortalModelForm):
    """What the minutes of a meeting tell, and the minutes themselves."""

    minutes_file = PrivateFileField(label=_("Tệp biên bản"), required=False)

    class Meta:
        model = Meeting
        fields = (
            "held_on",
            "kind",
            "topic",
            "length_minutes",
            "due",
            "present",
            "excused",
            "unexcused",
        )
        help_texts = {
            "held_on": _("Ví dụ 03/10/2026."),
            "topic": _("Tên chuyên đề, nếu có sinh hoạt chuyên đề."),
            "length_minutes": _("Theo biên bản. Thường kỳ từ 90 phút; có chuyên đề từ 120 phút."),
            "due": _("Số đảng viên phải dự."),
        }

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the sum to the action, which says which figures do not add up."""
        return {*super()._get_validation_exclusions(), "due"}  # type: ignore[misc]  # not in the stubs


class MeetingFilter(FilterForm):
    """Filters of the meetings of one month."""

    q = forms.CharField(label=_("Tên chi bộ"))
    thang = forms.ChoiceField(label=_("Tháng"))
    xa = forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))

    bien_ban = forms.ChoiceField(
        label=_("Biên bản"),
        choices=[("", _("Tất cả")), ("chua", _("Chưa có tệp")), ("co", _("Đã có tệp"))],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("xa", Committee.objects.visible_to(user).communes())
        now = Month.current()
        months = [now.plus(-back) for back in range(1, MONTHS_OFFERED)]
        asked = _month_or_none(self.query.get("thang", ""))
        if asked and asked != now and asked not in months:
            months.append(asked)
        month_field: Any = self.fields["thang"]
        month_field.choices = [
            ("", _("Tháng này")),
            *((month.slug, str(month).capitalize()) for month in months),
        ]
        if asked == now:
            month_field.choices.append((now.slug, str(now).capitalize()))

    @property
    def month(self) -> Month:
        """Return the month asked for; this month when none is."""
        return _month_or_none(self.chosen.get("thang", "")) or Month.current()


def _month_or_none(slug: str) -> Month | None:
    try:
        return Month.parse(slug)
    except ValueError:
        return None
