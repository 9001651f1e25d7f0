"""Forms of the desk's settings."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.forms.picks import UserPick, name_empty_choice
from assignments.models import Agency
from cells.models import Committee
from common.forms import DayField, PortalForm, PortalModelForm
from feedback.models import Category, DeskNorm, Route, UrgencyClass
from feedback.reports import setup as reports

__all__ = ["CategoryForm", "HeadForm", "NormForm", "RouteEditForm", "RouteForm", "UrgencyForm"]


class NormForm(PortalModelForm):
    """The numbers of the desk."""

    class Meta:
        model = DeskNorm
        fields = (
            "confirm_days",
            "remind_days",
            "head_after_days",
            "board_after_days",
            "flash_unseen_hours",
            "reply_days",
            "opening_minutes",
        )


class UrgencyForm(PortalModelForm):
    """One class of urgency."""

    class Meta:
        model = UrgencyClass
        fields = ("name", "days", "reopened_days", "source")


class CategoryForm(PortalModelForm):
    """One kind of matter."""

    class Meta:
        model = Category
        fields = ("name", "hint", "urgency", "order", "is_open")


class RouteForm(PortalForm):
    """A new route: of which commune, which kind, to which agency."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Xã, phường"), required=False
    )
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Loại việc"), required=False)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Chuyển đến"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("committee", reports.communes_to_route(user))
        self.choose_from("category", reports.all_categories())
        self.choose_from("agency", reports.agencies_to_route(user))
        name_empty_choice(
            self,
            committee=_("Mọi xã"),
            category=_("Mọi loại việc"),
            agency=_("Chính xã, phường đó xử lý"),
        )


class RouteEditForm(PortalModelForm):
    """Where a route leads; commune and kind stay."""

    class Meta:
        model = Route
        fields = ("agency",)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("agency", reports.agencies_to_route(user))
        name_empty_choice(self, agency=_("Chính xã, phường đó xử lý"))


class HeadForm(PortalForm):
    """Who answers for the matters of one commune or one agency, from when."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Xã, phường"), required=False
    )
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("hoặc cơ quan"), required=False)
    user = UserPick(
        label=_("Người đứng đầu"),
        help_text=_("Có tài khoản xử lý phản ánh. Nhận tin khi việc quá hạn hoặc mở lại."),
    )
    valid_from = DayField(label=_("Từ ngày"), initial=timezone.localdate)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("committee", reports.communes_to_route(user))
        self.choose_from("agency", reports.agencies_to_route(user))
        self.choose_from("user", reports.people_to_head())
        name_empty_choice(self, committee=_("– Không –"), agency=_("– Không –"))
