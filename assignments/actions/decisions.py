"""Decisions by which cadres are assigned, and the norms of duty."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions.locks import lock_committee
from assignments.models import Decision, DutyNorm
from assignments.rules.assignments import MAX_VISITS_PER_QUARTER
from cells.models import Committee
from common import audit, editing
from common.errors import RuleBroken
from common.vietnamese import search_key

__all__ = ["DecisionFacts", "create_decision", "edit_decision", "edit_norm"]


class DecisionFacts(TypedDict):
    """What is known of a decision."""

    committee: Committee
    number: str
    issued_on: datetime.date
    title: str


@transaction.atomic
def create_decision(*, by: User, **facts: Unpack[DecisionFacts]) -> Decision:
    """Record a decision.  RuleBroken: one of this number and day is there already."""
    _refuse_second(facts)
    decision = Decision.objects.create(**facts)
    audit.record("create_decision", decision, by=by, after=audit.snapshot(decision))
    return decision


@transaction.atomic
def edit_decision(*, pk: int, version: int, by: User, **facts: Unpack[DecisionFacts]) -> Decision:
    """Correct a decision.  RuleBroken: as `create_decision`."""
    _refuse_second(facts, pk=pk)
    decision = editing.lock_for_edit(Decision.objects, pk=pk, version=version)
    before = editing.save_edit(decision, facts)
    audit.record("edit_decision", decision, by=by, before=before, after=facts)
    return decision


@transaction.atomic
def edit_norm(*, pk: int, version: int, visits_per_quarter: int, note: str, by: User) -> DutyNorm:
    """Set how many visits a quarter new assignments ask for; stored assignments keep theirs.

    RuleBroken: a number that no quarter can hold.
    """
    norm = editing.lock_for_edit(DutyNorm.objects, pk=pk, version=version)
    if not 0 <= visits_per_quarter <= MAX_VISITS_PER_QUARTER:
        sentence = _("Số lần dự mỗi quý phải từ 0 đến %(most)s.")
        facts = {"most": MAX_VISITS_PER_QUARTER}
        raise RuleBroken(sentence % facts, field="visits_per_quarter")
    changes = {"visits_per_quarter": visits_per_quarter, "note": note}
    before = editing.save_edit(norm, changes)
    audit.record("edit_norm", norm, by=by, before=before, after=changes)
    return norm


def _refuse_second(facts: DecisionFacts, *, pk: int = 0) -> None:
    """Lock the committee, so that two alike cannot be added at once, and look for a second one."""
    committee = lock_committee(facts["committee"])
    same_day = Decision.objects.filter(committee=committee, issued_on=facts["issued_on"])
    if same_day.filter(search_key=search_key(facts["number"])).exclude(pk=pk).exists():
        raise RuleBroken(_("Đã có quyết định mang số này, ban hành cùng ngày."), field="number")
