"""Forms of residential areas and the bodies in them, and the filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import Committee, ResidentialArea, VillageBody
from common.filters import FilterForm
from common.forms import PortalModelForm

__all__ = ["AreaFilter", "AreaForm", "BodyForm"]


class AreaForm(PortalModelForm):
    """What is known of a residential area."""

    class Meta:
        model = ResidentialArea
        fields = ("name", "kind", "committee", "households", "population", "valid_from")
        labels = {"name": _("Tên khu dân cư"), "valid_from": _("Có từ ngày")}
        help_texts = {
            "name": _("Không ghi chữ “thôn”, “tổ dân phố”: loại đã nói điều đó."),
            "valid_from": _("Để trống nếu có từ trước khi dùng cổng."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = Committee.objects.acted_on_by(user, Ability.EDIT_UNITS).communes()
        self.choose_from("committee", communes.filter(valid_to__isnull=True))
        if self.instance.pk and self.instance.committee.valid_to:
            self.choose_from("committee", communes)


class BodyForm(PortalModelForm):
    """What is known of a body of the political system in an area."""

    class Meta:
        model = VillageBody
        fields = ("kind", "name", "head_name", "members", "valid_from")
        labels = {"valid_from": _("Có từ ngày")}
        help_texts = {"name": _("Chỉ ghi khi khu dân cư có hai tổ chức cùng loại.")}


class AreaFilter(FilterForm):
    """Filters of the list of residential areas."""

    q = forms.CharField(label=_("Tên khu dân cư"))
    xa = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Xã, phường"), empty_label=_("Mọi xã")
    )
    loai = forms.ChoiceField(
        label=_("Loại"), choices=[("", _("Mọi loại")), *ResidentialArea.Kind.choices]
    )
    thieu = forms.ChoiceField(
        label=_("Còn thiếu"),
        choices=[
            ("", _("Tất cả")),
            ("chi_bo", _("Chưa có chi bộ")),
            ("can_bo", _("Chưa có cán bộ")),
        ],
    )
    tat_ca = forms.BooleanField(label=_("Cả khu đã kết thúc"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("xa", Committee.objects.visible_to(user).communes())
