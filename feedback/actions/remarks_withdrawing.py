"""A sender takes their remark back, or their name: by the code alone, at once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.errors import RuleBroken
from feedback.models import ConductRemark

__all__ = ["drop_identity", "withdraw_remark"]


@transaction.atomic
def withdraw_remark(*, code_hash: str, by: None = None) -> None:
    """Delete what the sender wrote and who they are, while nobody has opened it.

    `by` is nobody: the trail does not say who sat at the device.

    RuleBroken: opened already, or a denunciation, which is dealt with all the same.
    """
    row = ConductRemark.objects.select_for_update(of=("self",)).get(code_hash=code_hash)
    if row.status != ConductRemark.Status.SEALED or row.kind != ConductRemark.Kind.REMARK:
        raise RuleBroken(_("Góp ý này đã được mở hoặc chuyển; không rút lại được nữa."))
    row.sealed_text = row.sealed_identity = ""
    row.status, row.deleted_at = ConductRemark.Status.DELETED, timezone.now()
    row.version += 1
    row.save()
    audit.record("withdraw_remark", row, by=by)


@transaction.atomic
def drop_identity(*, code_hash: str, by: None = None) -> None:
    """Delete the name and telephone that the sender left; what they wrote stays.

    RuleBroken: there is none.
    """
    row = ConductRemark.objects.select_for_update(of=("self",)).get(code_hash=code_hash)
    if not row.sealed_identity:
        raise RuleBroken(_("Không còn tên, số điện thoại nào được giữ."))
    row.sealed_identity = ""
    row.version += 1
    row.save()
    audit.record("drop_identity", row, by=by)
