"""Agencies: added, edited, ended."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions.locks import lock_committee
from assignments.models import Agency, Cadre
from cells.models import Committee
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day
from common.vietnamese import accent_key

__all__ = ["AgencyFacts", "create_agency", "edit_agency", "end_agency"]


class AgencyFacts(TypedDict):
    """What is known of an agency."""

    committee: Committee
    name: str
    short_name: str
    valid_from: datetime.date | None


@transaction.atomic
def create_agency(*, by: User, **facts: Unpack[AgencyFacts]) -> Agency:
    """Add an agency.  RuleBroken: the committee has ended, or has an agency of this name."""
    _refuse_unfit(facts)
    agency = Agency.objects.create(**facts)
    audit.record("create_agency", agency, by=by, after=audit.snapshot(agency))
    return agency


@transaction.atomic
def edit_agency(*, pk: int, version: int, by: User, **facts: Unpack[AgencyFacts]) -> Agency:
    """Change what is known of an agency.  RuleBroken: as `create_agency`; reversed dates."""
    _refuse_unfit(facts, pk=pk)
    agency = editing.lock_for_edit(Agency.objects, pk=pk, version=version)
    started_on = facts["valid_from"]
    if started_on and agency.valid_to and started_on > agency.valid_to:
        sentence = _("Cơ quan đã kết thúc ngày %(day)s; ngày bắt đầu không được sau ngày đó.")
        raise RuleBroken(sentence % {"day": day(agency.valid_to)}, field="valid_from")
    before = editing.save_edit(agency, facts)
    audit.record("edit_agency", agency, by=by, before=before, after=facts)
    return agency


@transaction.atomic
def end_agency(*, pk: int, version: int, valid_to: datetime.date, reason: str, by: User) -> Agency:
    """End an agency after `valid_to`; it stays readable with its history.

    RuleBroken: the day is before the start, or cadres are still in service after it.
    """
    agency = editing.lock_for_edit(Agency.objects, pk=pk, version=version)
    if agency.valid_from and valid_to < agency.valid_from:
        sentence = _("Cơ quan có từ %(day)s; ngày kết thúc không được trước ngày đó.")
        raise RuleBroken(sentence % {"day": day(agency.valid_from)}, field="valid_to")
    following = valid_to + datetime.timedelta(days=1)
    left = Cadre.objects.filter(agency=agency).during(following, datetime.date.max).count()
    if left:
        sentence = _(
            "Cơ quan còn %(n)s cán bộ công tác sau ngày %(day)s. Chuyển cơ quan hoặc cho thôi công tác trước."
        )
        raise RuleBroken(sentence % {"n": left, "day": day(valid_to)}, field="valid_to")
    changes = {"valid_to": valid_to}
    before = editing.save_edit(agency, changes)
    audit.record("end_agency", agency, by=by, before=before, after=changes, reason=reason)
    return agency


def _refuse_unfit(facts: AgencyFacts, *, pk: int = 0) -> None:
    """Lock the committee, so that two of one name cannot be added at once, and check the facts."""
    committee = lock_committee(facts["committee"])
    if committee.valid_to and not pk:
        sentence = _("%(name)s đã kết thúc hoạt động ngày %(day)s.")
        facts_of = {"name": committee, "day": day(committee.valid_to)}
        raise RuleBroken(sentence % facts_of, field="committee")
    namesakes = Agency.objects.filter(
        committee=committee, accent_key=accent_key(facts["name"]), valid_to__isnull=True
    )
    if namesakes.exclude(pk=pk).exists():
        raise RuleBroken(_("Đã có cơ quan cùng tên."), field="name")
