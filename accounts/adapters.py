"""How the sign-in library behaves here: its sentences, what it stores, what it must not do."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import own
from accounts.models import User
from accounts.rules import needs_second_factor

__all__ = ["PortalAccountAdapter", "PortalMFAAdapter", "sign_in_without_password", "user_display"]

logger = logging.getLogger(__name__)

_WRONG_CODE = _("Mã không đúng hoặc đã dùng. Xem mã đang hiện trên điện thoại rồi gõ lại.")
_TOO_MANY = _(
    "Gõ sai quá nhiều lần nên cổng tạm khóa. Chờ 5 phút rồi thử lại; "
    "quên mật khẩu thì nhờ Ban Tổ chức Huyện ủy đặt lại."
)

_TOLD = {
    "mfa/email/totp_activated": "set_second_factor",
    "mfa/email/totp_deactivated": "drop_second_factor",
    "mfa/email/recovery_codes_generated": "renew_recovery_codes",
}


class PortalAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by staff: nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đã khóa."),
        "enter_current_password": _("Mật khẩu đang dùng không đúng."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_password_reset": _("Liên kết đặt lại mật khẩu đã dùng hoặc quá hạn."),
        "rate_limited": _TOO_MANY,
        "too_many_login_attempts": _TOO_MANY,
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Store the password a person chose, by the action that also writes the trail."""
        own.change_own_password(by=user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to the first page after a change of password."""
        return self.get_login_redirect_url(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send by the mail server; when it does not answer, say so in the log alone.

        Such a mail carries a secret, so it bypasses the outbox, whose texts can be read later.  A
        page that failed only for addresses with an account would tell which addresses have one.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("The mail server took no mail of kind %s.", template_prefix)

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **kwargs: Any
    ) -> None:
        """Write into the trail what the library would tell by mail: the one place it says so."""
        del args, kwargs
        if act := _TOLD.get(template_prefix):
            own.record_own_act(act=act, by=user)


class PortalMFAAdapter(DefaultMFAAdapter):
    """The second factor, which some roles must have."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Vai trò của đồng chí bắt buộc xác thực hai lớp, nên không tắt được."
        ),
        "cannot_generate_recovery_codes": _("Đặt xác thực hai lớp trước, rồi mới lấy mã dự phòng."),
        "incorrect_code": _WRONG_CODE,
    }

    def get_totp_label(self, user: User) -> str:
        """Name the account in the person's app by its username."""
        return user.username

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the second factor of who must have one."""
        return not needs_second_factor(authenticator.user.reach.roles, settings.SECOND_FACTOR_ROLES)


def user_display(user: Any) -> str:
    """Return the name shown for `user` on the library's pages."""
    return str(user) if isinstance(user, User) else ""


def sign_in_without_password(request: HttpRequest, user: User) -> None:
    """Sign `user` in as the library would, for the demo alone."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
