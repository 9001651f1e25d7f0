"""Who of the Standing Board is in charge of which commune: given, edited, ended."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions.locks import lock_committee
from assignments.models import AreaCharge
from assignments.reports.pairs import period_text
from assignments.rules.assignments import Misfit, Period, misfit
from cells.models import Committee
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["ChargeFacts", "create_charge", "edit_charge", "end_charge"]


class ChargeFacts(TypedDict):
    """Who is in charge from when to when, and who stands in."""

    member: User
    substitute: User | None
    valid_from: datetime.date
    valid_to: datetime.date | None


@transaction.atomic
def create_charge(*, committee: Committee, by: User, **facts: Unpack[ChargeFacts]) -> AreaCharge:
    """Put a member of the Standing Board in charge of a commune.

    RuleBroken: reversed dates, an ended commune, somebody else in charge on the same days, the
    member as their own substitute.
    """
    _refuse_unfit(lock_committee(committee), facts)
    charge = AreaCharge.objects.create(committee=committee, **facts)
    audit.record("create_charge", charge, by=by, after=audit.snapshot(charge))
    return charge


@transaction.atomic
def edit_charge(*, pk: int, version: int, by: User, **facts: Unpack[ChargeFacts]) -> AreaCharge:
    """Correct a charge; the commune stays.  RuleBroken: as `create_charge`."""
    committee = lock_committee(AreaCharge.objects.select_related("committee").get(pk=pk).committee)
    charge = editing.lock_for_edit(AreaCharge.objects, pk=pk, version=version)
    _refuse_unfit(committee, facts, pk=pk)
    before = editing.save_edit(charge, facts)
    audit.record("edit_charge", charge, by=by, before=before, after=facts)
    return charge


@transaction.atomic
def end_charge(
    *, pk: int, version: int, valid_to: datetime.date, reason: str, by: User
) -> AreaCharge:
    """End a charge after `valid_to`.  RuleBroken: before its start, or after an end already set."""
    charge = editing.lock_for_edit(AreaCharge.objects, pk=pk, version=version)
    if valid_to < charge.valid_from:
        sentence = _("Phụ trách từ %(day)s; ngày kết thúc không được trước ngày đó.")
        raise RuleBroken(sentence % {"day": day(charge.valid_from)}, field="valid_to")
    if charge.valid_to is not None and valid_to > charge.valid_to:
        sentence = _("Đã kết thúc ngày %(day)s. Muốn kéo dài thì sửa.")
        raise RuleBroken(sentence % {"day": day(charge.valid_to)}, field="valid_to")
    changes = {"valid_to": valid_to}
    before = editing.save_edit(charge, changes)
    audit.record("end_charge", charge, by=by, before=before, after=changes, reason=reason)
    return charge


def _refuse_unfit(committee: Committee, facts: ChargeFacts, *, pk: int = 0) -> None:
    period = Period(facts["valid_from"], facts["valid_to"])
    if period.is_reversed:
        raise RuleBroken(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), field="valid_to")
    if facts["substitute"] and facts["substitute"].pk == facts["member"].pk:
        raise RuleBroken(_("Người thay phải là người khác."), field="substitute")
    _refuse_outside(committee, period)
    others = AreaCharge.objects.filter(committee=committee).exclude(pk=pk)
    last = facts["valid_to"] or datetime.date.max
    other = others.during(facts["valid_from"], last).select_related("member").first()
    if other:
        sentence = _("Đ/c %(who)s phụ trách %(where)s %(when)s. Hai kỳ không được trùng ngày.")
        when = period_text(other.valid_from, other.valid_to)
        named = {"who": other.member, "where": committee, "when": when}
        raise RuleBroken(sentence % named, field="valid_from")


def _refuse_outside(committee: Committee, period: Period) -> None:
    found = misfit(period, Period.of(committee))
    facts = {"where": committee, "from": day(committee.valid_from), "to": day(committee.valid_to)}
    if found is Misfit.STARTS_TOO_EARLY:
        sentence = _("%(where)s có từ %(from)s; phụ trách từ ngày đó trở đi.")
        raise RuleBroken(sentence % facts, field="valid_from")
    if found is not None:
        sentence = _("%(where)s chỉ có đến ngày %(to)s; phụ trách phải kết thúc đến ngày đó.")
        raise RuleBroken(sentence % facts, field="valid_to")
