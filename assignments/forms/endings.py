"""Forms that end or cancel something: when and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DayField, PortalForm, ReasonField

__all__ = ["EndForm", "LeaveForm", "ReasonForm"]


class ReasonForm(PortalForm):
    """Why something is cancelled."""

    reason = ReasonField(max_length=300)


class EndForm(PortalForm):
    """The last day of something, and why."""

    valid_to = DayField(label=_("Ngày cuối cùng"), help_text=_("Ví dụ 30/06/2026."))
    reason = ReasonField(max_length=300)


class LeaveForm(PortalForm):
    """The last day of a cadre in service, and what becomes of open assignments."""

    valid_to = DayField(label=_("Ngày công tác cuối cùng"), help_text=_("Ví dụ 30/06/2026."))
    reason = ReasonField(max_length=300)
    end_assignments = forms.BooleanField(
        label=_("Kết thúc tất cả phân công còn lại vào ngày đó"), required=False
    )

    def __init__(self, *args: Any, has_assignments: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_assignments:
            self.fields["end_assignments"].widget = forms.HiddenInput()
        if kwargs["row"].valid_to:
            self.fields["valid_to"].required = False
            self.fields["valid_to"].help_text = _("Để trống nếu đồng chí tiếp tục công tác.")
