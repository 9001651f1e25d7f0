"""Assigning cadres to areas: one, many, editing, ending, dropping, handing over."""

import datetime
from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions.locks import lock_areas, lock_assignments, lock_cadres
from assignments.models import Assignment, Attendance, Cadre, Decision
from assignments.reports.pairs import (
    PairCheck,
    Problem,
    check_pairs,
    period_text,
    substitute_problem,
)
from assignments.rules.assignments import Period, day_before
from cells.models import ResidentialArea
from common import audit, editing
from common.errors import RuleBroken
from common.templatetags.portal import day

__all__ = [
    "Terms",
    "assign",
    "assign_many",
    "drop_assignment",
    "edit_assignment",
    "end_assignment",
    "end_or_drop",
    "hand_over",
]


class Terms(TypedDict, total=False):
    """What an assignment says beside who, where and from when; absent means none.

    `visits_per_quarter` None: as the duty norm says.  `own_village_confirmed`: the officer knows
    that a cadre is sent to the area they live in.
    """

    decision: Decision | None
    valid_to: datetime.date | None
    visits_per_quarter: int | None
    substitute: Cadre | None
    note: str
    own_village_confirmed: bool


@transaction.atomic
def assign(
    *,
    cadre: Cadre,
    area: ResidentialArea,
    valid_from: datetime.date,
    by: User,
    **terms: Unpack[Terms],
) -> Assignment:
    """Send one cadre to one area.

    RuleBroken: reversed dates, outside the service of the cadre or the life of the area, a second
    assignment to the same area on the same days, own village unconfirmed, substitute unfit.
    """
    check = _checked_pairs([cadre], [area], valid_from, terms)[0]
    if check.problem:
        raise check.problem.refusal()
    return _write(check, valid_from=valid_from, terms=terms, by=by)


@transaction.atomic
def assign_many(
    *,
    cadres: Sequence[Cadre],
    areas: Sequence[ResidentialArea],
    valid_from: datetime.date,
    only_good: bool,
    by: User,
    **terms: Unpack[Terms],
) -> list[Assignment]:
    """Send every one of `cadres` to every one of `areas`; return what was written.

    All or none, unless `only_good`: then pairs that a rule refuses are left out.
    RuleBroken: a pair is refused (without `only_good`), or no pair is good.
    """
    checks = _checked_pairs(cadres, areas, valid_from, terms)
    good = [check for check in checks if check.is_good]
    refused = [check.problem for check in checks if check.problem]
    if not good or (refused and not only_good):
        sentence = _("%(refused)s trên %(all)s cặp chưa phân công được. %(first)s")
        facts = {"refused": len(refused), "all": len(checks)}
        raise RuleBroken(sentence % {**facts, "first": refused[0].message if refused else ""})
    return [_write(check, valid_from=valid_from, terms=terms, by=by) for check in good]


@transaction.atomic
def edit_assignment(
    *, pk: int, version: int, valid_from: datetime.date, by: User, **terms: Unpack[Terms]
) -> Assignment:
    """Correct an assignment; who and where stay, they would make it another one.

    RuleBroken: as `assign`, and dates that would leave an attendance outside.
    """
    stored = Assignment.objects.get(pk=pk)
    cadre = lock_cadres([stored.cadre])[stored.cadre_id]
    area = lock_areas([stored.area])[stored.area_id]
    row = editing.lock_for_edit(Assignment.objects, pk=pk, version=version)
    period = Period(valid_from, terms.get("valid_to"))
    visits = terms.get("visits_per_quarter")
    # Own village was confirmed when the assignment was written.
    check = check_pairs(
        [(cadre, area)],
        period,
        visits_per_quarter=row.visits_per_quarter if visits is None else visits,
        own_village_confirmed=True,
        ignoring=[pk],
    )[0]
    problem = check.problem or _substitute_problem(cadre, row, terms.get("substitute"), period)
    if problem:
        raise problem.refusal()
    _refuse_losing_attendance(row, period)
    changes = {
        "valid_from": valid_from,
        "valid_to": terms.get("valid_to"),
        "decision": terms.get("decision"),
        "visits_per_quarter": check.visits_per_quarter,
        "substitute": terms.get("substitute"),
        "note": terms.get("note", ""),
    }
    before = editing.save_edit(row, changes)
    audit.record("edit_assignment", row, by=by, before=before, after=changes)
    return row


@transaction.atomic
def end_assignment(
    *, pk: int, version: int, valid_to: datetime.date, reason: str, by: User
) -> Assignment:
    """End an assignment after `valid_to`; it stays in the history.

    RuleBroken: the day is before the start, later than an end already set, or before an attendance.
    """
    row = editing.lock_for_edit(Assignment.objects, pk=pk, version=version)
    if valid_to < row.valid_from:
        sentence = _("Phân công bắt đầu từ %(day)s; ngày kết thúc không được trước ngày đó.")
        raise RuleBroken(sentence % {"day": day(row.valid_from)}, field="valid_to")
    if row.valid_to is not None and valid_to > row.valid_to:
        sentence = _("Phân công đã kết thúc ngày %(day)s. Muốn kéo dài thì sửa phân công.")
        raise RuleBroken(sentence % {"day": day(row.valid_to)}, field="valid_to")
    return _end(row, last=valid_to, reason=reason, by=by)


@transaction.atomic
def drop_assignment(*, pk: int, version: int, reason: str, by: User) -> None:
    """Remove an assignment that has not begun; the trail keeps everything it said.

    RuleBroken: it has begun, so that it belongs to the history; end it instead.
    """
    row = editing.lock_for_edit(Assignment.objects, pk=pk, version=version)
    if row.valid_from <= timezone.localdate():
        sentence = _("Phân công đã bắt đầu từ %(day)s. Hãy kết thúc để còn lịch sử, đừng bỏ.")
        raise RuleBroken(sentence % {"day": day(row.valid_from)})
    _drop(row, reason=reason, by=by)


@transaction.atomic
def hand_over(
    *,
    cadre: Cadre,
    to: Cadre,
    assignments: Iterable[Assignment],
    on: datetime.date,
    by: User,
    **terms: Unpack[Terms],
) -> list[Assignment]:
    """Give areas of `cadre` to another cadre from `on`; return the new assignments.

    The old ones end the day before.  All or none.  An end already planned stays.  Without
    `visits_per_quarter` each keeps its duty; without a decision, its decision.
    RuleBroken: nothing chosen, an assignment that is not `cadre`'s or does not hold around `on`,
    a rule of `assign` for the new cadre.
    """
    given = list(assignments)
    locked = lock_cadres([cadre, to])
    lock_areas(row.area for row in given)
    rows = lock_assignments(row.pk for row in given)
    if not rows:
        raise RuleBroken(_("Chọn ít nhất một khu dân cư để bàn giao."), field="assignments")
    if cadre.pk == to.pk:
        raise RuleBroken(_("Người nhận phải là người khác."), field="to")
    for row in rows:
        _refuse_unfit_for_hand_over(row, cadre, on)
    reason = _("Bàn giao cho đ/c %(who)s từ %(day)s") % {"who": to, "day": day(on)}
    return [_pass_on(row, locked[to.pk], on=on, terms=terms, reason=reason, by=by) for row in rows]


def end_or_drop(row: Assignment, *, last: datetime.date, reason: str, by: User) -> None:
    """End the locked `row` after `last`; remove it when it would only begin later.

    For acts that end all assignments of somebody.  RuleBroken: an attendance lies after `last`.
    """
    if row.valid_from > last:
        _drop(row, reason=reason, by=by)
    else:
        _end(row, last=last, reason=reason, by=by)


# --- Parts ----------------------------------------------------------------------------------------


def _checked_pairs(
    cadres: Sequence[Cadre],
    areas: Sequence[ResidentialArea],
    valid_from: datetime.date,
    terms: Terms,
) -> list[PairCheck]:
    """Lock cadres and areas and check every pair of them."""
    locked, places = lock_cadres(cadres), lock_areas(areas)
    period = Period(valid_from, terms.get("valid_to"))
    substitute = terms.get("substitute")
    for cadre in locked.values():
        if problem := substitute_problem(cadre, substitute, period):
            raise problem.refusal()
    return check_pairs(
        [(locked[cadre.pk], places[area.pk]) for cadre in cadres for area in areas],
        period,
        visits_per_quarter=terms.get("visits_per_quarter"),
        own_village_confirmed=terms.get("own_village_confirmed", False),
    )


def _write(check: PairCheck, *, valid_from: datetime.date, terms: Terms, by: User) -> Assignment:
    row = Assignment.objects.create(
        cadre=check.cadre,
        area=check.area,
        valid_from=valid_from,
        valid_to=terms.get("valid_to"),
        decision=terms.get("decision"),
        visits_per_quarter=check.visits_per_quarter,
        substitute=terms.get("substitute"),
        note=terms.get("note", ""),
    )
    audit.record("assign", row, by=by, after=audit.snapshot(row))
    return row


def _substitute_problem(
    cadre: Cadre, row: Assignment, substitute: Cadre | None, period: Period
) -> Problem | None:
    """Return why a newly chosen substitute does not fit; one already there may stay."""
    if substitute is not None and substitute.pk == row.substitute_id:
        return None
    return substitute_problem(cadre, substitute, period)


def _end(row: Assignment, *, last: datetime.date, reason: str, by: User) -> Assignment:
    _refuse_losing_attendance(row, Period(row.valid_from, last))
    changes = {"valid_to": last, "end_reason": reason[:300]}
    before = editing.save_edit(row, changes)
    audit.record("end_assignment", row, by=by, before=before, after=changes, reason=reason)
    return row


def _drop(row: Assignment, *, reason: str, by: User) -> None:
    if row.attendances.exists() or row.month_marks.exists():
        sentence = _(
            "Phân công về %(where)s từ %(day)s đã có lượt dự hoặc dấu chấm, không bỏ được."
        )
        raise RuleBroken(sentence % {"where": row.area, "day": day(row.valid_from)})
    before = audit.snapshot(row)
    audit.record("drop_assignment", row, by=by, before=before, reason=reason)
    row.delete()


def _refuse_losing_attendance(row: Assignment, period: Period) -> None:
    """Refuse dates that would leave an attendance of `row` outside its time."""
    days = Attendance.objects.counted().filter(assignment=row)
    found = days.aggregate(first=Min("attended_on"), last=Max("attended_on"))
    lost, field = None, ""
    if found["first"] and period.first and found["first"] < period.first:
        lost, field = found["first"], "valid_from"
    elif found["last"] and period.last and found["last"] > period.last:
        lost, field = found["last"], "valid_to"
    if lost:
        sentence = _("Đã ghi lượt dự ngày %(day)s ở %(where)s; phân công phải gồm cả ngày đó.")
        raise RuleBroken(sentence % {"day": day(lost), "where": row.area}, field=field)


def _refuse_unfit_for_hand_over(row: Assignment, cadre: Cadre, on: datetime.date) -> None:
    """Refuse what is not the cadre's, or does not hold the day before `on` and on it."""
    facts = {"where": row.area, "who": cadre, "day": day(on)}
    if row.cadre_id != cadre.pk:
        sentence = _("%(where)s không còn là phân công của đ/c %(who)s.")
        raise RuleBroken(sentence % facts, field="assignments")
    if row.is_valid_on(day_before(on)) and row.is_valid_on(on):
        return
    if row.valid_from == on:
        sentence = _(
            "Phân công về %(where)s bắt đầu đúng ngày %(day)s, chưa có gì để bàn giao. "
            "Chọn ngày sau đó."
        )
        raise RuleBroken(sentence % facts, field="on")
    when = period_text(row.valid_from, row.valid_to)
    sentence = _("Phân công về %(where)s %(when)s, không bàn giao được từ %(day)s.")
    raise RuleBroken(sentence % {**facts, "when": when}, field="on")


def _pass_on(
    row: Assignment, to: Cadre, *, on: datetime.date, terms: Terms, reason: str, by: User
) -> Assignment:
    """End `row` the day before `on` and write its successor."""
    visits = terms.get("visits_per_quarter")
    substitute = row.substitute if row.substitute_id != to.pk else None
    followed: Terms = {
        "decision": terms.get("decision") or row.decision,
        "valid_to": row.valid_to,
        "visits_per_quarter": row.visits_per_quarter if visits is None else visits,
        "substitute": substitute,
        "note": terms.get("note", ""),
        "own_village_confirmed": terms.get("own_village_confirmed", False),
    }
    check = check_pairs(
        [(to, row.area)],
        Period(on, row.valid_to),
        visits_per_quarter=followed["visits_per_quarter"],
        own_village_confirmed=followed["own_village_confirmed"],
    )[0]
    if check.problem:
        field = {"valid_from": "on", "cadre": "to"}.get(check.problem.field, check.problem.field)
        raise RuleBroken(check.problem.message, field=field)
    _end(row, last=day_before(on), reason=reason, by=by)
    return _write(check, valid_from=on, terms=followed, by=by)
