"""The plan of a help: its actions, who has agreed to it, who helps along."""

import datetime
from typing import Any, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions.help import lock_running
from assignments.models import (
    Agency,
    HelpAction,
    HelpAgreement,
    HelpPartner,
    HelpRegistration,
)
from assignments.rules.help import has_plan_agreed
from common import audit, editing, files
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = [
    "ActionFacts",
    "add_help_action",
    "add_help_partner",
    "check_help_action",
    "edit_help_action",
    "finish_help_action",
    "record_help_agreement",
    "remove_help_partner",
    "reopen_help_action",
]


class ActionFacts(TypedDict):
    """What is to be done, who answers for it, by when."""

    text: str
    owner_name: str
    due_on: datetime.date


@transaction.atomic
def add_help_action(*, registration_id: int, by: User, **facts: Unpack[ActionFacts]) -> HelpAction:
    """Add an action to the plan.  RuleBroken: closed; due outside the registration's time."""
    registration = lock_running(registration_id)
    _refuse_outside(registration, facts["due_on"])
    action = HelpAction.objects.create(registration=registration, **facts)
    audit.record("add_help_action", action, by=by, after=facts)
    return action


@transaction.atomic
def edit_help_action(
    *, pk: int, version: int, by: User, **facts: Unpack[ActionFacts]
) -> HelpAction:
    """Change an action that is not done.  RuleBroken: as `add_help_action`; done already."""
    action = _lock_action(pk, version)
    if action.done_on:
        sentence = _("Việc này đã xong ngày %(day)s. Đề nghị huyện trả lại rồi mới sửa.")
        raise RuleBroken(sentence % {"day": day(action.done_on)})
    _refuse_outside(action.registration, facts["due_on"])
    before = editing.save_edit(action, facts)
    audit.record("edit_help_action", action, by=by, before=before, after=facts)
    return action


@transaction.atomic
def finish_help_action(
    *,
    pk: int,
    version: int,
    done_on: datetime.date,
    result: str,
    proof: "UploadedFile[Any] | None",
    by: User,
) -> HelpAction:
    """Record that an action is done, with its result and proof; a proof sent before stays.

    RuleBroken: closed; done in the future or before the help began; checked already.
    """
    action = _lock_action(pk, version)
    _refuse_checked(action)
    today = timezone.localdate()
    words = {"day": day(done_on), "today": day(today), "first": day(action.registration.starts_on)}
    if done_on > today:
        sentence = _("Ngày %(day)s chưa tới. Hôm nay là %(today)s; chỉ ghi việc đã xong.")
        raise RuleBroken(sentence % words, field="done_on")
    if done_on < action.registration.starts_on:
        sentence = _("Ngày %(day)s trước khi bắt đầu giúp đỡ %(first)s.")
        raise RuleBroken(sentence % words, field="done_on")
    stored = files.store(proof, by=by) if proof else action.proof
    facts = {"done_on": done_on, "result": result, "proof": stored}
    before = editing.save_edit(action, facts)
    audit.record("finish_help_action", action, by=by, before=before, after=facts)
    return action


@transaction.atomic
def check_help_action(*, pk: int, version: int, by: User) -> HelpAction:
    """Record that the district found an action done.  RuleBroken: closed, not done, checked."""
    action = _lock_action(pk, version)
    if action.done_on is None:
        raise RuleBroken(_("Việc chưa xong thì chưa kiểm tra được."))
    _refuse_checked(action)
    facts = {"checked_on": timezone.localdate(), "checked_by": by}
    before = editing.save_edit(action, facts)
    audit.record("check_help_action", action, by=by, before=before, after=facts)
    return action


@transaction.atomic
def reopen_help_action(*, pk: int, version: int, reason: str, by: User) -> HelpAction:
    """Give an action back as not done, with the reason.  RuleBroken: closed, not done."""
    action = _lock_action(pk, version)
    if action.done_on is None:
        raise RuleBroken(_("Việc này chưa ghi xong."))
    facts = {"done_on": None, "checked_on": None, "checked_by": None}
    before = editing.save_edit(action, facts)
    audit.record("reopen_help_action", action, by=by, before=before, after=facts, reason=reason)
    return action


# --- Agreements and partners ----------------------------------------------------------------------


@transaction.atomic
def record_help_agreement(
    *, registration_id: int, party: str, agreed_on: datetime.date, by_name: str, by: User
) -> HelpAgreement:
    """Record that a party on the spot agrees; help begins once committee and cell have agreed.

    RuleBroken: closed; a day to come or after the end; the party has agreed already.
    """
    registration = lock_running(registration_id)
    today = timezone.localdate()
    if agreed_on > today:
        sentence = _("Ngày %(day)s chưa tới. Hôm nay là %(today)s.")
        words = {"day": day(agreed_on), "today": day(today)}
        raise RuleBroken(sentence % words, field="agreed_on")
    if agreed_on > registration.ends_on:
        sentence = _("Việc giúp đỡ kết thúc ngày %(day)s; thống nhất phải trước ngày đó.")
        raise RuleBroken(sentence % {"day": day(registration.ends_on)}, field="agreed_on")
    if earlier := registration.agreements.filter(party=party).first():
        words = {
            "party": earlier.get_party_display(),
            "day": day(earlier.agreed_on),
            "name": earlier.by_name,
        }
        sentence = _("%(party)s đã thống nhất ngày %(day)s, đ/c %(name)s thay mặt.")
        raise RuleBroken(sentence % words, field="party")
    agreement = HelpAgreement.objects.create(
        registration=registration,
        party=party,
        agreed_on=agreed_on,
        by_name=by_name,
        recorded_by=by,
    )
    before = _begin_when_agreed(registration)
    after = {"party": agreement.get_party_display(), "agreed_on": agreed_on, "by_name": by_name}
    after["status"] = registration.status
    audit.record("record_help_agreement", registration, by=by, before=before, after=after)
    return agreement


def _begin_when_agreed(registration: HelpRegistration) -> dict[str, str]:
    """Move the registration on once committee and cell have agreed; return its old status."""
    before = {"status": registration.status}
    parties = registration.agreements.values_list("party", flat=True)
    if registration.status == HelpRegistration.Status.REGISTERED and has_plan_agreed(list(parties)):
        editing.save_edit(registration, {"status": HelpRegistration.Status.AGREED})
    return before


@transaction.atomic
def add_help_partner(*, registration_id: int, agency: Agency, part: str, by: User) -> HelpPartner:
    """Add an agency that helps along.  RuleBroken: closed; it leads or helps along already."""
    registration = lock_running(registration_id)
    if agency.pk == registration.agency_id:
        sentence = _("%(agency)s đã là cơ quan nhận giúp đỡ; chọn cơ quan phối hợp khác.")
        raise RuleBroken(sentence % {"agency": agency}, field="agency")
    if registration.partners.filter(agency=agency).exists():
        raise RuleBroken(_("%(agency)s đã phối hợp.") % {"agency": agency}, field="agency")
    partner = HelpPartner.objects.create(registration=registration, agency=agency, part=part)
    after = {"partner": agency, "part": part}
    audit.record("add_help_partner", registration, by=by, after=after)
    return partner


@transaction.atomic
def remove_help_partner(*, pk: int, by: User) -> None:
    """Take a partner off.  RuleBroken: closed; somebody has taken it off already."""
    partner = HelpPartner.objects.select_related("agency").filter(pk=pk).first()
    if partner is None:
        raise RuleBroken(_("Cơ quan này đã được bỏ khỏi danh sách phối hợp."))
    registration = lock_running(partner.registration_id)
    partner.delete()
    before = {"partner": partner.agency, "part": partner.part}
    audit.record("remove_help_partner", registration, by=by, before=before)


# --- Locks and refusals ---------------------------------------------------------------------------


def _lock_action(pk: int, version: int) -> HelpAction:
    """Lock the registration, then its action, as opened."""
    lock_running(HelpAction.objects.values_list("registration", flat=True).get(pk=pk))
    return editing.lock_for_edit(
        HelpAction.objects.select_related("registration", "proof"), pk=pk, version=version
    )


def _refuse_outside(registration: HelpRegistration, due_on: datetime.date) -> None:
    if registration.starts_on <= due_on <= registration.ends_on:
        return
    words = {
        "day": day(due_on),
        "first": day(registration.starts_on),
        "last": day(registration.ends_on),
    }
    sentence = _("Hạn %(day)s ngoài thời gian giúp đỡ: phải từ %(first)s đến %(last)s.")
    raise RuleBroken(sentence % words, field="due_on")


def _refuse_checked(action: HelpAction) -> None:
    if action.checked_on:
        sentence = _("Huyện đã kiểm tra việc này ngày %(day)s, không ghi lại được.")
        raise RuleBroken(sentence % {"day": day(action.checked_on)})
