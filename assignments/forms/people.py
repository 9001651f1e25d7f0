"""Forms of agencies, cadres and absences, and the filters of their lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Ability
from assignments.forms.picks import (
    AreaPick,
    CadrePick,
    UserPick,
    agencies_of,
    areas_of,
    cadres_of,
    name_empty_choice,
    offer,
    with_present,
)
from assignments.models import Absence, Agency, Cadre
from cells.models import Committee
from common.filters import FilterForm
from common.forms import DayField, PortalModelForm

__all__ = [
    "AbsenceCreateForm",
    "AbsenceFilter",
    "AbsenceForm",
    "AgencyFilter",
    "AgencyForm",
    "CadreFilter",
    "CadreForm",
]


class AgencyForm(PortalModelForm):
    """What is known of an agency."""

    class Meta:
        model = Agency
        fields = ("name", "short_name", "committee", "valid_from")
        labels = {"valid_from": _("Có từ ngày")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, committee=Committee.objects.acted_on_by(user, Ability.EDIT_CADRES))
        name_empty_choice(self, committee=_("Chọn đảng bộ"))


class CadreForm(PortalModelForm):
    """What is known of a cadre."""

    home_area = AreaPick(
        label=_("Khu dân cư nơi ở"),
        required=False,
        help_text=_("Để cổng nhắc khi phân công về chính nơi ở."),
    )
    user = UserPick(
        label=_("Tài khoản"),
        required=False,
        help_text=_("Tài khoản mà đồng chí dùng để tự ghi buổi dự."),
    )

    class Meta:
        model = Cadre
        fields = (
            "full_name",
            "agency",
            "category",
            "position",
            "is_leader",
            "gender",
            "birth_year",
            "home_area",
            "phone",
            "email",
            "user",
            "valid_from",
        )
        labels = {"valid_from": _("Công tác từ ngày")}
        widgets = {
            "phone": forms.TextInput(
                attrs={"class": "in-phone", "inputmode": "tel", "autocomplete": "off"}
            )
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may, row = Ability.EDIT_CADRES, self.instance
        accounts = User.objects.visible_to(user).filter(is_active=True)
        offer(
            self,
            agency=Agency.objects.acted_on_by(user, may),
            home_area=with_present(areas_of(user, may), row.home_area_id),
            user=with_present(accounts, row.user_id),
        )
        name_empty_choice(self, agency=_("Chọn cơ quan"), gender=_("Không ghi"))


class AbsenceForm(PortalModelForm):
    """When a cadre is away and why."""

    class Meta:
        model = Absence
        fields = ("kind", "starts_on", "ends_on", "note")


class AbsenceCreateForm(AbsenceForm):
    """Who is away, when and why."""

    cadre = CadrePick(label=_("Cán bộ"))

    field_order = ("cadre",)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, cadre=cadres_of(user, Ability.RECORD_ABSENCES))


# --- Filters --------------------------------------------------------------------------------------


class AgencyFilter(FilterForm):
    """Filters of the list of agencies."""

    q = forms.CharField(label=_("Tên cơ quan"))
    tat_ca = forms.BooleanField(label=_("Cả cơ quan đã kết thúc"))


class CadreFilter(FilterForm):
    """Filters of the list of cadres."""

    q = forms.CharField(label=_("Họ tên"))
    co_quan = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Cơ quan"), empty_label=_("Mọi cơ quan")
    )
    dien = forms.ChoiceField(
        label=_("Diện"), choices=[("", _("Mọi diện")), *Cadre.Category.choices]
    )
    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            ("", _("Đang công tác")),
            ("chua", _("Chưa được phân công")),
            ("thoi", _("Sắp thôi, đã thôi")),
            ("tat_ca", _("Tất cả")),
        ],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, co_quan=agencies_of(user))


class AbsenceFilter(FilterForm):
    """Filters of the list of absences."""

    q = forms.CharField(label=_("Họ tên"))
    co_quan = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Cơ quan"), empty_label=_("Mọi cơ quan")
    )
    ngay = DayField(label=_("Nghỉ vào ngày"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, co_quan=agencies_of(user))
