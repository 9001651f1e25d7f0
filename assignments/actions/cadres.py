"""Cadres: added, edited, leaving the service."""

import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions.assignments import end_or_drop
from assignments.actions.locks import lock_assignments
from assignments.models import Agency, Assignment, Cadre
from cells.models import ResidentialArea
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = ["CadreFacts", "create_cadre", "edit_cadre", "leave_service"]

NAMED_AREAS = 5


class CadreFacts(TypedDict):
    """What is known of a cadre."""

    agency: Agency
    full_name: str
    category: str
    position: str
    is_leader: bool
    gender: str
    birth_year: int | None
    home_area: ResidentialArea | None
    phone: str
    email: str
    user: User | None
    valid_from: datetime.date | None


@transaction.atomic
def create_cadre(*, by: User, **facts: Unpack[CadreFacts]) -> Cadre:
    """Add a cadre.  RuleBroken: the agency has ended, the account belongs to another cadre."""
    _refuse_unfit(facts)
    cadre = Cadre.objects.create(**facts)
    audit.record("create_cadre", cadre, by=by, after=audit.snapshot(cadre))
    return cadre


@transaction.atomic
def edit_cadre(*, pk: int, version: int, by: User, **facts: Unpack[CadreFacts]) -> Cadre:
    """Change what is known of a cadre.

    RuleBroken: as `create_cadre`; a start after the end, or after an assignment began.
    """
    cadre = editing.lock_for_edit(Cadre.objects, pk=pk, version=version)
    _refuse_unfit(facts, cadre=cadre)
    _refuse_late_start(cadre, facts["valid_from"])
    before = editing.save_edit(cadre, facts)
    audit.record("edit_cadre", cadre, by=by, before=before, after=facts)
    return cadre


@transaction.atomic
def leave_service(
    *,
    pk: int,
    version: int,
    valid_to: datetime.date | None,
    reason: str,
    end_assignments: bool,
    by: User,
) -> Cadre:
    """Let a cadre leave after `valid_to`; None takes an earlier leaving back.

    With `end_assignments` every assignment beyond that day ends with it (one that would begin
    later is dropped).  RuleBroken: the day is before the start of service; assignments go on and
    are neither handed over nor to be ended; an attendance lies after that day.
    """
    cadre = editing.lock_for_edit(Cadre.objects, pk=pk, version=version)
    if valid_to is not None:
        if cadre.valid_from and valid_to < cadre.valid_from:
            sentence = _("Đ/c %(who)s công tác từ %(day)s; ngày thôi không được trước ngày đó.")
            facts = {"who": cadre, "day": day(cadre.valid_from)}
            raise RuleBroken(sentence % facts, field="valid_to")
        _settle_assignments(cadre, valid_to, reason=reason, ends=end_assignments, by=by)
    changes = {"valid_to": valid_to}
    before = editing.save_edit(cadre, changes)
    act = "leave_service" if valid_to else "return_to_service"
    audit.record(act, cadre, by=by, before=before, after=changes, reason=reason)
    return cadre


def _settle_assignments(
    cadre: Cadre, last: datetime.date, *, reason: str, ends: bool, by: User
) -> None:
    """End what goes on after `last`, or refuse and name it."""
    beyond = Assignment.objects.filter(cadre=cadre).during(
        last + datetime.timedelta(days=1), datetime.date.max
    )
    rows = lock_assignments(beyond.values_list("pk", flat=True))
    if rows and not ends:
        names = ", ".join(row.area.name for row in rows[:NAMED_AREAS])
        sentence = _(
            "Đ/c %(who)s còn %(n)s phân công sau ngày %(day)s: %(names)s. Bàn giao trước, hoặc đánh dấu kết thúc tất cả."
        )
        more = "…" if len(rows) > NAMED_AREAS else ""
        facts = {"who": cadre, "n": len(rows), "day": day(last), "names": names + more}
        raise RuleBroken(sentence % facts, field="end_assignments")
    for row in rows:
        end_or_drop(row, last=last, reason=reason, by=by)


def _refuse_unfit(facts: CadreFacts, *, cadre: Cadre | None = None) -> None:
    """Refuse an ended agency (unless it was the cadre's already) and somebody else's account."""
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=facts["agency"].pk)
    if agency.valid_to and (cadre is None or cadre.agency_id != agency.pk):
        sentence = _("%(name)s đã kết thúc ngày %(day)s; chọn cơ quan đang hoạt động.")
        raise RuleBroken(sentence % {"name": agency, "day": day(agency.valid_to)}, field="agency")
    user = facts["user"]
    if user is None:
        return
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    owner = Cadre.objects.filter(user=user).exclude(pk=cadre.pk if cadre else 0).first()
    if owner:
        sentence = _("Tài khoản này đã gắn với đ/c %(who)s.")
        raise RuleBroken(sentence % {"who": owner}, field="user")


def _refuse_late_start(cadre: Cadre, started_on: datetime.date | None) -> None:
    if started_on is None:
        return
    if cadre.valid_to and started_on > cadre.valid_to:
        sentence = _("Đ/c %(who)s thôi công tác ngày %(day)s; ngày bắt đầu không được sau ngày đó.")
        facts = {"who": cadre, "day": day(cadre.valid_to)}
        raise RuleBroken(sentence % facts, field="valid_from")
    first = Assignment.objects.filter(cadre=cadre).order_by("valid_from").first()
    if first and first.valid_from < started_on:
        sentence = _(
            "Đ/c %(who)s được phân công từ %(day)s; ngày bắt đầu công tác không được sau ngày đó."
        )
        facts = {"who": cadre, "day": day(first.valid_from)}
        raise RuleBroken(sentence % facts, field="valid_from")
