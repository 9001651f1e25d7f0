"""Making and changing accounts of other people."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts.actions.permission import require_managed, require_manager
from accounts.models import RoleGrant, User
from accounts.rules import Role, is_username
from common import audit, editing
from common.errors import RuleBroken

__all__ = [
    "activate_user",
    "create_first_operator",
    "create_user",
    "deactivate_user",
    "edit_user",
    "reset_password",
    "reset_second_factor",
]

# Without signs that look alike on paper: 0 o, 1 l i, and vowels that make words.
_LETTERS = "bcdfghjkmnpqrstvwxyz23456789"


@transaction.atomic
def create_user(*, username: str, full_name: str, email: str, by: User) -> tuple[User, str]:
    """Make an account and return it with its start password, which is stored nowhere.

    The person must choose another password at the first sign-in.
    """
    require_manager(by=by)
    return _created(username=username, full_name=full_name, email=email, by=by)


@transaction.atomic
def create_first_operator(*, username: str, full_name: str, by: None) -> tuple[User, str]:
    """Make the account that a new portal starts with; refuse where an operator works already.

    It is nobody's act (`by` is None): it is done at the server, by who installs the portal.
    """
    if RoleGrant.objects.running().filter(role=Role.OPERATOR, user__is_active=True).exists():
        raise RuleBroken(_("Đã có người quản trị hệ thống; người ấy lập thêm tài khoản được."))
    user, start_password = _created(username=username, full_name=full_name, email="", by=by)
    RoleGrant.objects.create(user=user, role=Role.OPERATOR)
    audit.record("give_grant", user, by=by, after={"role": str(Role.OPERATOR.label)})
    return user, start_password


@transaction.atomic
def edit_user(
    *, pk: int, version: int, username: str, full_name: str, email: str, by: User
) -> User:
    """Change the names and the address of somebody else's account."""
    row = editing.lock_for_edit(User.objects.all(), pk=pk, version=version)
    require_managed(user=row, by=by)
    if username != row.username:
        _require_free_username(username)
    changes = {"username": username, "full_name": full_name, "email": email}
    if email != row.email:
        # The sign-in library keeps addresses of its own, which could still reset the password.
        EmailAddress.objects.filter(user=row).delete()
    before = editing.save_edit(row, changes)
    audit.record("edit_user", row, by=by, before=before, after=changes)
    return row


@transaction.atomic
def deactivate_user(*, user: User, by: User, reason: str) -> None:
    """Close an account: its person is signed out everywhere and cannot sign in."""
    row = _locked(user, by=by)
    if not row.is_active:
        raise RuleBroken(_("Tài khoản này đã khóa rồi."))
    _set_active(row, is_active=False)
    _end_sessions(row)
    audit.record(
        "deactivate_user",
        row,
        by=by,
        before={"is_active": True},
        after={"is_active": False},
        reason=reason,
    )


@transaction.atomic
def activate_user(*, user: User, by: User) -> None:
    """Open a closed account again."""
    row = _locked(user, by=by)
    if row.is_active:
        raise RuleBroken(_("Tài khoản này đang mở."))
    _set_active(row, is_active=True)
    audit.record(
        "activate_user", row, by=by, before={"is_active": False}, after={"is_active": True}
    )


@transaction.atomic
def reset_password(*, user: User, by: User) -> str:
    """Give a new start password and return it; sign the person out everywhere."""
    row = _locked(user, by=by)
    start_password = _start_password()
    row.set_password(start_password)
    row.must_change_password = True
    row.version += 1
    row.save(update_fields=["password", "must_change_password", "version"])
    _end_sessions(row)
    audit.record("reset_password", row, by=by)
    return start_password


@transaction.atomic
def reset_second_factor(*, user: User, by: User, reason: str) -> None:
    """Take away the second factor of who lost the phone; sign the person out everywhere."""
    row = _locked(user, by=by)
    factors = Authenticator.objects.filter(user=row)
    if not factors.exists():
        raise RuleBroken(_("Tài khoản này chưa đặt xác thực hai lớp."))
    factors.delete()
    _end_sessions(row)
    audit.record("reset_second_factor", row, by=by, reason=reason)


def _created(*, username: str, full_name: str, email: str, by: User | None) -> tuple[User, str]:
    _require_free_username(username)
    start_password = _start_password()
    user = User(username=username, full_name=full_name, email=email, must_change_password=True)
    user.set_password(start_password)
    user.full_clean(validate_constraints=False)
    user.save()
    after = {"username": username, "full_name": full_name, "email": email}
    audit.record("create_user", user, by=by, after=after)
    return user, start_password


def _locked(user: User, *, by: User) -> User:
    """Return the locked row of `user`, once `by` may act on it."""
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    require_managed(user=row, by=by)
    return row


def _set_active(row: User, *, is_active: bool) -> None:
    row.is_active = is_active
    row.version += 1
    row.save(update_fields=["is_active", "version"])


def _end_sessions(row: User) -> None:
    for session in UserSession.objects.filter(user=row):
        session.end()


def _require_free_username(username: str) -> None:
    if not is_username(username):
        raise RuleBroken(
            _(
                "Tên đăng nhập gồm 3 đến 50 chữ thường không dấu, chữ số, "
                "dấu chấm, gạch nối; ví dụ nguyen.van.an."
            ),
            field="username",
        )
    if User.objects.filter(username__iexact=username).exists():
        raise RuleBroken(_("Đã có tài khoản mang tên đăng nhập này."), field="username")


def _start_password() -> str:
    """Return 12 random signs in threes, easy to read out on the telephone: 58 bits."""
    return "-".join(get_random_string(3, _LETTERS) for _part in range(4))
