"""The sign-in library's forms in our look, with our words (settings.ACCOUNT_FORMS, MFA_FORMS)."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa import app_settings as second_factor
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm

__all__ = [
    "ChangePasswordForm",
    "NewPasswordForm",
    "PasswordAgainForm",
    "ResetPasswordForm",
    "SecondFactorAgainForm",
    "SecondFactorForm",
    "SetSecondFactorForm",
    "SignInForm",
]

_PASSWORD_HINT = _("Ít nhất 10 ký tự, không chỉ toàn chữ số, không giống tên của mình.")
_CODE = {"class": "form-control in-code", "inputmode": "numeric", "autocomplete": "one-time-code"}


class _OurWords(PortalForm):
    """Gives a library's form our labels and hints, and takes its placeholders away."""

    words: dict[str, tuple[Any, Any]] = {}
    """Label and hint of each field by its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]

    @property
    def marks_optional(self) -> bool:
        """Mark nothing: every field is required, and each form has few."""
        return False


class _TwicePassword(_OurWords):
    """A new password typed twice."""

    def clean(self) -> dict[str, Any]:
        """Say in our words that the two differ."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Hai lần gõ mật khẩu mới không giống nhau."))
        return cleaned


class SignInForm(_OurWords, account.LoginForm):
    """Username and password."""

    words = {"login": (_("Tên đăng nhập"), ""), "password": (_("Mật khẩu"), "")}


class ChangePasswordForm(_TwicePassword, account.ChangePasswordForm):
    """The password in use and the new one."""

    words = {
        "oldpassword": (_("Mật khẩu đang dùng"), ""),
        "password1": (_("Mật khẩu mới"), _PASSWORD_HINT),
        "password2": (_("Gõ lại mật khẩu mới"), ""),
    }


class NewPasswordForm(_TwicePassword, account.ResetPasswordKeyForm):
    """A new password by a link from a mail."""

    words = {
        "password1": (_("Mật khẩu mới"), _PASSWORD_HINT),
        "password2": (_("Gõ lại mật khẩu mới"), ""),
    }


class ResetPasswordForm(_OurWords, account.ResetPasswordForm):
    """The address to which a link is sent, if an account has it."""

    words = {"email": (_("Thư điện tử đã ghi ở tài khoản"), "")}


class PasswordAgainForm(_OurWords, account.ReauthenticateForm):
    """The password once more, before an act on one's own security."""

    words = {"password": (_("Mật khẩu"), "")}


class _Code(_OurWords):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(_CODE)


_ANY_CODE = (
    _("Mã xác thực"),
    _("Sáu chữ số đang hiện trên điện thoại, hoặc một mã dự phòng chưa dùng."),
)


class _CodeOnce(_Code, mfa.BaseAuthenticateForm):
    """A code opens once in all the time it is good for.

    We take the codes next to the present one too (settings.MFA_TOTP_TOLERANCE); the library
    remembers a used code for one period only.
    """

    def clean_code(self) -> str:
        """Refuse a code of the phone that has opened already."""
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            good_for = second_factor.TOTP_PERIOD * (2 * second_factor.TOTP_TOLERANCE + 1)
            used = f"second-factor-used:{self.user.pk}:{''.join(code.split())}"
            if not cache.add(used, "used", timeout=good_for):
                raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_CodeOnce, mfa.AuthenticateForm):
    """The second factor at sign-in."""

    words = {"code": _ANY_CODE}


class SecondFactorAgainForm(_CodeOnce, mfa.ReauthenticateForm):
    """The second factor once more, before an act on one's own security."""

    words = {"code": _ANY_CODE}


class SetSecondFactorForm(_Code, totp.ActivateTOTPForm):
    """The first code of a new second factor."""

    words = {"code": (_("Mã sáu chữ số"), _("Mã đang hiện trong ứng dụng sau khi quét."))}
