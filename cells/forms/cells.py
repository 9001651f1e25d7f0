"""Forms of Party cells and of the areas they serve, and the filters of their list."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from cells.models import Committee, PartyCell, RatingScheme, ResidentialArea
from common.filters import FilterForm
from common.forms import DayField, PortalForm, PortalModelForm
from common.picking import PickField

__all__ = ["CellAreaForm", "CellCreateForm", "CellFilter", "CellForm", "area_label"]


def area_label(area: ResidentialArea) -> str:
    """Return "Phú Sơn 3, Hòa Khương"."""
    return f"{area.name}, {area.committee.name}"


class CellForm(PortalModelForm):
    """What is known of a Party cell."""

    class Meta:
        model = PartyCell
        fields = ("name", "kind", "secretary_name", "members", "meeting_day", "valid_from")
        labels = {"valid_from": _("Lập từ ngày")}
        help_texts = {"meeting_day": _("Ngày trong tháng, ví dụ 3.")}


class CellCreateForm(CellForm):
    """A new cell, the committee it belongs to and the area it serves."""

    area = PickField(
        label=_("Khu dân cư"),
        label_of=area_label,
        required=False,
        help_text=_("Gõ tên, không dấu cũng được. Trường học, cơ quan thì để trống."),
    )

    field_order = ("committee", "name", "kind", "area")

    class Meta(CellForm.Meta):
        fields = ("committee", *CellForm.Meta.fields)  # type: ignore[assignment]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acted_on = Committee.objects.acted_on_by(user, Ability.EDIT_UNITS)
        today = timezone.localdate()
        self.choose_from("committee", acted_on.on(today))
        self.fields["committee"].empty_label = _("Chọn đảng ủy")  # type: ignore[attr-defined]
        areas = ResidentialArea.objects.acted_on_by(user, Ability.EDIT_UNITS).on(today)
        self.choose_from("area", areas.select_related("committee"))


class CellAreaForm(PortalForm):
    """An area of the cell's commune, and from when the cell serves it."""

    area = forms.ModelChoiceField(
        ResidentialArea.objects.none(), label=_("Khu dân cư"), empty_label=_("Chọn khu dân cư")
    )
    valid_from = DayField(
        label=_("Từ ngày"), required=False, help_text=_("Để trống nếu không rõ từ bao giờ.")
    )

    def __init__(self, *args: Any, cell: PartyCell, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        served = cell.area_links.on(today).values("area")
        areas = ResidentialArea.objects.visible_to(user).filter(committee=cell.committee_id)
        self.choose_from("area", areas.on(today).exclude(pk__in=served))


class CellFilter(FilterForm):
    """Filters of the list of cells."""

    q = forms.CharField(label=_("Tên chi bộ"))
    xa = forms.ModelChoiceField(Committee.objects.none(), label=_("Xã"), empty_label=_("Mọi xã"))
    loai = forms.ChoiceField(
        label=_("Loại"), choices=[("", _("Mọi loại")), *PartyCell.Kind.choices]
    )
    muc = forms.ChoiceField(label=_("Xếp loại năm trước"))
    dat = forms.ChoiceField(
        label=_("Trong sạch, vững mạnh"),
        choices=[("", _("Tất cả")), ("chua", _("Năm trước chưa đạt")), ("co", _("Năm trước đạt"))],
    )
    tat_ca = forms.BooleanField(label=_("Cả chi bộ đã kết thúc"))

    def __init__(self, *args: Any, user: User, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("xa", Committee.objects.visible_to(user).communes())
        scheme = RatingScheme.objects.for_year(year)
        levels = scheme.levels.all() if scheme else ()
        level_field: Any = self.fields["muc"]
        level_field.label = _("Xếp loại năm %(year)s") % {"year": year}
        level_field.choices = [
            ("", _("Mọi mức")),
            *((level.code, level.name) for level in levels),
            ("chua", _("Chưa xếp loại")),
        ]
