"""What the desk is set up with: classes of urgency, kinds, routes, heads, norms."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Agency
from cells.models import Committee
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day
from feedback.models import Category, DeskHead, DeskNorm, Route, UrgencyClass

__all__ = [
    "create_category",
    "create_head",
    "create_route",
    "edit_category",
    "edit_norms",
    "edit_route",
    "edit_urgency",
    "end_head",
    "remove_route",
]


@transaction.atomic
def edit_norms(*, version: int, by: User, **facts: int) -> DeskNorm:
    """Change the numbers of the desk."""
    row = editing.lock_for_edit(DeskNorm.objects, pk=1, version=version)
    before = editing.save_edit(row, facts)
    audit.record("edit_norms", row, by=by, before=before, after=facts)
    return row


@transaction.atomic
def edit_urgency(*, pk: int, version: int, by: User, **facts: Any) -> UrgencyClass:
    """Change a class; matters that are known keep the days they began with."""
    row = editing.lock_for_edit(UrgencyClass.objects, pk=pk, version=version)
    before = editing.save_edit(row, facts)
    audit.record("edit_urgency", row, by=by, before=before, after=facts)
    return row


# --- Kinds ----------------------------------------------------------------------------------------


@transaction.atomic
def create_category(*, by: User, **facts: Any) -> Category:
    """Add a kind of matter."""
    last = Category.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    row = Category.objects.create(code=f"local-{last + 1}", **facts)
    audit.record("create_category", row, by=by, after=facts)
    return row


@transaction.atomic
def edit_category(*, pk: int, version: int, by: User, **facts: Any) -> Category:
    """Change a kind.  RuleBroken: closing the last one that takes matters."""
    row = editing.lock_for_edit(Category.objects, pk=pk, version=version)
    others = Category.objects.filter(is_open=True).exclude(pk=pk)
    if not facts["is_open"] and not others.exists():
        sentence = _("Phải còn ít nhất một loại việc đang nhận.")
        raise RuleBroken(sentence, field="is_open")
    before = editing.save_edit(row, facts)
    audit.record("edit_category", row, by=by, before=before, after=facts)
    return row


# --- Routes ---------------------------------------------------------------------------------------


@transaction.atomic
def create_route(
    *, committee: Committee | None, category: Category | None, agency: Agency | None, by: User
) -> Route:
    """Say where matters of a commune and kind go from now on.  RuleBroken: said already."""
    _refuse_route(committee, category, agency)
    row = Route.objects.create(committee=committee, category=category, agency=agency)
    audit.record("create_route", row, by=by, after=audit.snapshot(row))
    return row


@transaction.atomic
def edit_route(*, pk: int, version: int, agency: Agency | None, by: User) -> Route:
    """Change where a route leads; matters on their way stay where they are."""
    row = editing.lock_for_edit(Route.objects, pk=pk, version=version)
    if agency:
        _refuse_agency(row.committee, agency)
    before = editing.save_edit(row, {"agency": agency})
    audit.record("edit_route", row, by=by, before=before, after={"agency": agency})
    return row


@transaction.atomic
def remove_route(*, pk: int, version: int, reason: str, by: User) -> None:
    """Take a route out; the next one that fits holds."""
    row = editing.lock_for_edit(Route.objects, pk=pk, version=version)
    audit.record("remove_route", row, by=by, before=audit.snapshot(row), reason=reason)
    row.delete()


def _refuse_route(
    committee: Committee | None, category: Category | None, agency: Agency | None
) -> None:
    # All routes are locked: two for everything are not refused by the database.
    list(Route.objects.select_for_update(of=("self",)).order_by("pk"))
    if Route.objects.filter(committee=committee, category=category).exists():
        raise RuleBroken(_("Đã có cách chuyển cho nơi và loại việc này. Sửa dòng đã có."))
    if agency:
        _refuse_agency(committee, agency)


def _refuse_agency(committee: Committee | None, agency: Agency) -> None:
    if committee and not committee.path.startswith(agency.committee.path):
        facts = {"name": agency, "place": committee}
        sentence = _("%(name)s không phụ trách %(place)s.")
        raise RuleBroken(sentence % facts, field="agency")


# --- Heads ----------------------------------------------------------------------------------------


@transaction.atomic
def create_head(
    *,
    committee: Committee | None,
    agency: Agency | None,
    user: User,
    valid_from: datetime.date,
    by: User,
) -> DeskHead:
    """Say who answers for the matters of a commune or an agency.

    RuleBroken: neither or both places, or somebody who answers for it on the same days.
    """
    if (committee is None) == (agency is None):
        raise RuleBroken(_("Chọn một xã hoặc một cơ quan."), field="committee")
    rows = DeskHead.objects.select_for_update(of=("self",)).filter(
        committee=committee, agency=agency
    )
    other = rows.during(valid_from, datetime.date.max).select_related("user").first()
    if other:
        facts = {"who": other.user, "place": committee or agency}
        sentence = _(
            "Đ/c %(who)s đang là người đứng đầu %(place)s. Kết thúc trước, rồi ghi người mới."
        )
        raise RuleBroken(sentence % facts, field="user")
    row = DeskHead.objects.create(
        committee=committee, agency=agency, user=user, valid_from=valid_from
    )
    audit.record("create_head", row, by=by, after=audit.snapshot(row))
    return row


@transaction.atomic
def end_head(*, pk: int, version: int, valid_to: datetime.date, reason: str, by: User) -> DeskHead:
    """End somebody's answering for a place after `valid_to`.  RuleBroken: before it began."""
    row = editing.lock_for_edit(DeskHead.objects, pk=pk, version=version)
    if row.valid_from and valid_to < row.valid_from:
        sentence = _("Bắt đầu từ %(day)s; ngày kết thúc không được trước ngày đó.")
        raise RuleBroken(sentence % {"day": day(row.valid_from)}, field="valid_to")
    changes = {"valid_to": valid_to}
    before = editing.save_edit(row, changes)
    audit.record("end_head", row, by=by, before=before, after=changes, reason=reason)
    return row
