"""Forms of accounts and their list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Role
from common.filters import FilterForm
from common.forms import PortalForm, ReasonField

__all__ = ["ReasonForm", "UserFilter", "UserForm"]


class UserForm(PortalForm):
    """Who an account belongs to."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=150)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=50,
        help_text=_("Chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví dụ nguyen.van.an"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Để nhận nhắc việc và tự đặt lại mật khẩu. Không có thì để trống."),
    )

    def __init__(self, *args: Any, row: User | None = None, **kwargs: Any) -> None:
        if row is not None:
            names = ("full_name", "username", "email")
            kwargs.setdefault("initial", {name: getattr(row, name) for name in names})
        super().__init__(*args, row=row, **kwargs)


class ReasonForm(PortalForm):
    """Why somebody does what cannot be taken back unseen."""

    reason = ReasonField()


class UserFilter(FilterForm):
    """The filters of the list of accounts."""

    q = forms.CharField(label=_("Họ tên hoặc tên đăng nhập"))
    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[("", _("Mọi vai trò")), *Role.choices, ("none", _("chưa có vai trò"))],
    )
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[("", _("Đang mở và đã khóa")), ("open", _("đang mở")), ("closed", _("đã khóa"))],
    )
