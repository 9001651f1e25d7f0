"""Forms of the acts on a matter's clock."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm, ReasonField
from feedback.models import ClockPause, UrgencyClass

__all__ = ["PauseForm", "UrgencyForm"]

_READ_BY_SENDER = _("Người gửi đọc được câu này.")


class PauseForm(PortalForm):
    """Why the clock stands still: one of the stated reasons, and words for the sender."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Lý do"), choices=ClockPause.Reason.choices, widget=forms.RadioSelect
    )
    note = ReasonField(label=_("Nói rõ"), max_length=300, help_text=_READ_BY_SENDER)


class UrgencyForm(PortalForm):
    """Another class of urgency, and why."""

    urgency = forms.ModelChoiceField(
        UrgencyClass.objects.all(),
        label=_("Loại thời hạn"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reason = ReasonField(label=_("Lý do đổi"), max_length=300, help_text=_READ_BY_SENDER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["urgency"]
        field.label_from_instance = _with_days


def _with_days(row: UrgencyClass) -> str:
    return str(_("%(name)s: %(days)s ngày làm việc") % {"name": row, "days": row.days})
