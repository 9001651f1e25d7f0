"""Giving and taking back roles.  Nobody changes their own."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.permission import require_grantable, require_managed
from accounts.models import RoleGrant, User
from accounts.reports.grants import units_to_grant
from accounts.rules import REACH_OF, ReachKind, Role
from common import audit
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["end_grant", "give_grant"]


@transaction.atomic
def give_grant(
    *,
    user: User,
    role: Role,
    unit: models.Model | None,
    valid_from: datetime.date | None,
    valid_to: datetime.date | None,
    by: User,
) -> RoleGrant:
    """Give `user` the role over `unit`: its committee, agency or cell, None where it has none."""
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    require_managed(user=row, by=by)
    require_grantable(role=role, by=by)
    _require_unit_in_reach(role, unit, by=by)
    _require_days(valid_from, valid_to)
    kind = REACH_OF[role]
    named = {} if kind == ReachKind.NONE else {kind.value: unit}
    if row.grants.running().filter(role=role, **named).exists():
        raise RuleBroken(_("Người này đang có vai trò này ở đơn vị ấy."), field="role")
    grant = RoleGrant(
        user=row, role=role, granted_by=by, valid_from=valid_from, valid_to=valid_to, **named
    )
    grant.full_clean()
    grant.save()
    audit.record("give_grant", row, by=by, after=_facts(grant))
    return grant


@transaction.atomic
def end_grant(*, grant: RoleGrant, by: User, reason: str) -> None:
    """End a grant at once; the row stays, and says until when it held."""
    row = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    require_managed(user=row.user, by=by)
    if row.revoked_at or (row.valid_to and row.valid_to < timezone.localdate()):
        raise RuleBroken(_("Quyền này đã hết hiệu lực rồi."))
    row.revoked_at = timezone.now()
    row.version += 1
    row.save(update_fields=["revoked_at", "version"])
    audit.record("end_grant", row.user, by=by, before=_facts(row), reason=reason)


def _require_unit_in_reach(role: Role, unit: models.Model | None, *, by: User) -> None:
    kind = REACH_OF[role]
    if kind == ReachKind.NONE:
        return
    if unit is None:
        sentence = _("Vai trò này phải gắn với %(kind)s.") % {"kind": kind.label}
        raise RuleBroken(sentence, field="unit")
    if not units_to_grant(by, role).contains(unit):
        raise PermissionDenied(_("Đơn vị này ngoài phạm vi đồng chí được cấp quyền."))


def _require_days(valid_from: datetime.date | None, valid_to: datetime.date | None) -> None:
    if valid_from and valid_to and valid_to < valid_from:
        raise RuleBroken(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), field="valid_to")
    if valid_to and valid_to < timezone.localdate():
        raise RuleBroken(
            _("Ngày %(day)s đã qua; ghi ngày từ hôm nay trở đi hoặc để trống.")
            % {"day": day(valid_to)},
            field="valid_to",
        )


def _facts(grant: RoleGrant) -> dict[str, object]:
    """Return what the trail says of a grant, under the names of its fields."""
    return {
        "role": str(Role(grant.role).label),
        "unit": str(grant.unit) if grant.unit else None,
        "valid_from": grant.valid_from,
        "valid_to": grant.valid_to,
    }
