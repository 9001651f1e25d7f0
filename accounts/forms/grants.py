"""The form by which a role is given."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.reports.grants import units_to_grant
from accounts.rules import REACH_OF, ReachKind, Role
from common.forms import DayField, PortalForm
from common.picking import PickField

__all__ = ["GrantForm", "unit_label"]

_UNIT_LABELS = {
    ReachKind.COMMITTEE: _("Đảng bộ, cấp ủy"),
    ReachKind.AGENCY: _("Cơ quan"),
    ReachKind.CELL: _("Chi bộ"),
}


class GrantForm(PortalForm):
    """The unit of a role, where it names one, and its days."""

    unit = PickField(
        label="", help_text=_("Gõ vài chữ của tên, không dấu cũng được."), required=True
    )
    valid_from = DayField(
        label=_("Từ ngày"), required=False, help_text=_("Để trống là có hiệu lực ngay.")
    )
    valid_to = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống là không thời hạn.")
    )

    def __init__(self, *args: Any, giver: User, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if REACH_OF[role] == ReachKind.NONE:
            del self.fields["unit"]
            return
        field = self.fields["unit"]
        assert isinstance(field, PickField)
        field.label = _UNIT_LABELS[REACH_OF[role]]
        field.label_of = unit_label
        field.lookup = reverse("accounts:unit_options", args=[role.value])
        field.queryset = units_to_grant(giver, role)


def unit_label(unit: models.Model) -> str:
    """Return the name of a unit and where it is: "Chi bộ thôn Phú Sơn 3, Hòa Khương"."""
    above = getattr(unit, "committee", None) or getattr(unit, "parent", None)
    return f"{unit}, {above}" if above else str(unit)
