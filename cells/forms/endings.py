"""The form that ends something: the last day, and why."""

from django.utils.translation import gettext_lazy as _

from common.forms import DayField, PortalForm, ReasonField

__all__ = ["EndForm"]


class EndForm(PortalForm):
    """The last day of a unit or of a link, and why."""

    valid_to = DayField(label=_("Ngày cuối cùng"), help_text=_("Ví dụ 30/06/2026."))
    reason = ReasonField(max_length=300)
