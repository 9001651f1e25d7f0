"""Forms of committees, and the filters of their list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import Committee
from common.filters import FilterForm
from common.forms import DayField, PortalModelForm

__all__ = ["CommitteeFilter", "CommitteeForm", "OwnCommitteeForm"]


class OwnCommitteeForm(PortalModelForm):
    """What those who staff a committee may change of it; its place in the tree is not among it."""

    class Meta:
        model = Committee
        fields: tuple[str, ...] = ("name", "code", "valid_from")
        labels = {"valid_from": _("Có từ ngày")}
        help_texts = {
            "code": _("Mã đơn vị hành chính, ví dụ 20302. Đơn vị mới có thể dùng lại mã cũ."),
            "valid_from": _("Để trống nếu có từ trước khi dùng cổng."),
        }


class CommitteeForm(OwnCommitteeForm):
    """What is known of a committee and where it stands in the tree."""

    class Meta(OwnCommitteeForm.Meta):
        fields = ("name", "level", "parent", "code", "valid_from")
        labels = {**OwnCommitteeForm.Meta.labels, "parent": _("Trực thuộc")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = Committee.objects.acted_on_by(user, Ability.EDIT_UNITS).exclude(
            level=Committee.Level.COMMUNE
        )
        if self.instance.pk:
            above = above.exclude(path__startswith=self.instance.path)
        self.choose_from("parent", above.filter(valid_to__isnull=True))
        parent: Any = self.fields["parent"]
        parent.required = True
        parent.empty_label = None if above.count() == 1 else _("Chọn đảng bộ")


class CommitteeFilter(FilterForm):
    """Filters of the list of committees."""

    q = forms.CharField(label=_("Tên xã, phường"))
    ngay = DayField(label=_("Tại ngày"))
    tat_ca = forms.BooleanField(label=_("Cả đơn vị đã kết thúc"))
