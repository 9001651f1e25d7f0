"""Who may read sealed remarks, and who oversees the readers: named by the district, for a time."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cells.models import Committee
from common import audit
from common.errors import RuleBroken
from feedback.models import RemarkReader
from feedback.notices import remarks as notices
from feedback.reports.remarks_readers import people_to_name

__all__ = ["end_reader", "name_reader"]


@transaction.atomic
def name_reader(
    *,
    committee: Committee,
    user: User,
    part: str,
    valid_from: datetime.date,
    valid_to: datetime.date | None = None,
    by: User,
) -> RemarkReader:
    """Name `user` to read, or to oversee, the remarks about the places of `committee`.

    RuleBroken: oneself, a role that may not, a part already held (nobody reads and oversees).
    """
    if user == by:
        raise RuleBroken(_("Không ai tự chỉ định mình."), field="user")
    if valid_to and valid_to < valid_from:
        raise RuleBroken(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), field="valid_to")
    if not people_to_name(part, by).filter(pk=user.pk).exists():
        sentence = _("Đồng chí này không giữ vai trò làm được việc đó.")
        raise RuleBroken(sentence, field="user")
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    held = RemarkReader.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from), user=user
    )
    if held.exists():
        sentence = _("Đồng chí này đang giữ một việc: không vừa đọc vừa giám sát.")
        raise RuleBroken(sentence, field="user")
    row: RemarkReader = RemarkReader.objects.create(
        committee=committee,
        user=user,
        part=part,
        valid_from=valid_from,
        valid_to=valid_to,
        named_by=by,
    )
    after = {"part": part, "committee": committee, "valid_from": valid_from, "valid_to": valid_to}
    audit.record("name_reader", row, by=by, after=after)
    notices.reader_named(row, user)
    return row


@transaction.atomic
def end_reader(*, reader: RemarkReader, reason: str, by: User) -> None:
    """End a naming at once: from now on the person opens and oversees nothing.

    RuleBroken: over already.
    """
    row = RemarkReader.objects.select_for_update(of=("self",)).get(pk=reader.pk)
    today = timezone.localdate()
    if row.valid_to and row.valid_to < today:
        raise RuleBroken(_("Việc chỉ định này đã kết thúc."))
    yesterday = today - datetime.timedelta(days=1)
    before = {"valid_to": row.valid_to}
    audit.record(
        "end_reader", row, by=by, before=before, after={"valid_to": yesterday}, reason=reason
    )
    if row.valid_from and row.valid_from >= today:
        # It never held on a day that is over; the trail keeps that it was made.
        row.delete()
        return
    row.valid_to = yesterday
    row.version += 1
    row.save()
