"""Whether one person may act on another's account: asked by every action before it writes."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability, Role, may_grant

__all__ = ["require_grantable", "require_managed", "require_manager"]


def require_manager(*, by: User) -> None:
    """Refuse who does not manage accounts."""
    if not by.can(Ability.MANAGE_ACCOUNTS):
        raise PermissionDenied(_("Đồng chí không quản lý tài khoản."))


def require_managed(*, user: User, by: User) -> None:
    """Refuse to act on one's own account, and on one that can do more than `by` gives.

    Without it, setting somebody's password would be a way to their rights.
    """
    require_manager(by=by)
    if user.pk == by.pk:
        raise PermissionDenied(
            _("Không ai tự sửa tài khoản, quyền của mình. Nhờ một cán bộ khác quản lý tài khoản.")
        )
    if not User.objects.manageable_by(by).filter(pk=user.pk).exists():
        raise PermissionDenied(
            _(
                "Tài khoản này có quyền hoặc đơn vị ngoài phạm vi đồng chí được cấp, "
                "nên đồng chí chỉ xem được."
            )
        )


def require_grantable(*, role: Role, by: User) -> None:
    """Refuse a role that `by` cannot give."""
    if not may_grant(by.reach.roles, role):
        raise PermissionDenied(_("Đồng chí không được cấp vai trò này."))
