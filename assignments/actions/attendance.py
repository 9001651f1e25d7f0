"""Logging a visit once, whatever is sent how often; correcting and withdrawing it."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import (
    Assignment,
    Attendance,
    AttendanceClash,
    AttendanceCorrection,
    Cadre,
    ClosedQuarter,
)
from assignments.reports.attendance import Place, meeting_on, places_of
from assignments.rules import attendance as rules
from assignments.rules.attendance import Content, Likeness, Outcome
from cells.models import PartyCell
from common import audit, editing
from common.errors import RuleBroken

__all__ = [
    "Logged",
    "correct_attendance",
    "hold_assignment",
    "hold_attendance",
    "log_attendance",
    "refuse_closed",
    "refuse_withdrawn",
    "restore_attendance",
    "store_correction",
    "withdraw_attendance",
]


@dataclass(frozen=True)
class Logged:
    """What became of a record that was sent: the stored row, and the clash if there is one."""

    outcome: Outcome
    attendance: Attendance
    clash: AttendanceClash | None = None


@dataclass(frozen=True)
class _Sent:
    """One record on its way in."""

    cadre: Cadre
    cell: PartyCell
    day: datetime.date
    content: Content
    uuid: UUID | None
    source: str
    by: User

    def with_content(self, content: Content) -> "_Sent":
        return _Sent(self.cadre, self.cell, self.day, content, self.uuid, self.source, self.by)


@transaction.atomic
def log_attendance(  # noqa: PLR0913 -- what one visit is
    *,
    cadre: Cadre,
    cell: PartyCell,
    attended_on: datetime.date,
    guidance: str = "",
    heard: str = "",
    note: str = "",
    client_uuid: UUID | None = None,
    source: str = Attendance.Source.PHONE,
    by: User,
) -> Logged:
    """Store that `cadre` attended `cell` on `attended_on`; say what became of it.

    One row per cadre, cell and day, whatever is sent how often, in any order, in parallel.  The
    same again changes nothing (SAME); other content for the same visit is kept beside the stored
    one until a person decides (CLASH); a record without words agrees with every other one.  A
    substitute's visit counts for the cadre they stand in for; the note says who went.

    RuleBroken, each with its sentence: day in the future, before or after the assignment, cell
    out of reach, quarter closed, attendance withdrawn, `client_uuid` used for another visit.
    """
    content = Content.of(guidance, heard, note)
    sent = _Sent(cadre, cell, attended_on, content, client_uuid, source, by)
    places = places_of(cadre, cell)
    place = next((each for each in places if each.period.contains(attended_on)), None)
    if place and place.is_substitute:
        sent = sent.with_content(rules.in_place_of(cadre.full_name, content))
    if known := _stored_with_uuid(sent, places):
        return _beside(known, sent, is_repeat=True)
    _refuse("attended_on", rules.future_refusal(attended_on, timezone.localdate()))
    if place is None:
        periods = [each.period for each in places]
        field = "attended_on" if places else "cell"
        raise RuleBroken(rules.reach_refusal(attended_on, periods, str(cell)), field=field)
    return _log_at(place, sent)


def _log_at(place: Place, sent: _Sent) -> Logged:
    """Store what was sent for the assignment of `place`, or set it beside what is stored."""
    assignment = hold_assignment(place.assignment.pk)
    if stored := _stored_visit(assignment, sent):
        return _beside(stored, sent)
    refuse_closed(sent.day)
    try:
        with transaction.atomic():
            row = _create(assignment, sent)
    except IntegrityError:
        # Somebody stored the same visit, or the same client_uuid, a moment ago.
        winner = _stored_visit(assignment, sent) or _stored_with_uuid(sent, [place])
        if winner is None:
            raise
        return _beside(winner, sent)
    return Logged(Outcome.CREATED, row)


def _create(assignment: Assignment, sent: _Sent) -> Attendance:
    row = Attendance.objects.create(
        cadre_id=assignment.cadre_id,
        cell=sent.cell,
        assignment=assignment,
        meeting=meeting_on(sent.cell, sent.day),
        attended_on=sent.day,
        source=sent.source,
        client_uuid=sent.uuid,
        logged_by=sent.by,
        **_texts(sent.content),
    )
    after = {"attended_on": sent.day, "source": sent.source, **_texts(sent.content)}
    audit.record("log_attendance", row, by=sent.by, after=after)
    return row


def _stored_visit(assignment: Assignment, sent: _Sent) -> Attendance | None:
    """Return the locked row of this visit."""
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("cadre", "cell")
    return rows.filter(cadre=assignment.cadre_id, cell=sent.cell, attended_on=sent.day).first()


def _stored_with_uuid(sent: _Sent, places: list[Place]) -> Attendance | None:
    """Return the locked row that was sent with this client_uuid before; refuse another visit's."""
    if sent.uuid is None:
        return None
    held = Attendance.objects.filter(client_uuid=sent.uuid).values_list("assignment", flat=True)
    for assignment_id in held:
        hold_assignment(assignment_id)
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("cadre", "cell")
    row = rows.filter(client_uuid=sent.uuid).first()
    if row is None:
        return None
    cadres = {sent.cadre.pk, *(place.assignment.cadre_id for place in places)}
    if row.cadre_id not in cadres:
        message = _("Bản ghi này mang mã đã dùng. Mở lại trang “Ghi buổi dự” rồi ghi lại.")
        raise RuleBroken(message, field="client_uuid")
    if (row.cell_id, row.attended_on) != (sent.cell.pk, sent.day):
        message = _(
            "Cổng đã nhận bản ghi này cho %(cell)s ngày %(day)s. Nếu đây là buổi khác, gửi lại "
            "lần nữa; nếu ghi nhầm, mở bản đã nhận rồi sửa."
        )
        facts = {"cell": row.cell, "day": f"{row.attended_on:%d/%m/%Y}"}
        raise RuleBroken(message % facts, field="client_uuid")
    return row


def _beside(stored: Attendance, sent: _Sent, *, is_repeat: bool = False) -> Logged:
    """Compare what was sent with the stored row of the same visit; keep both when they differ."""
    likeness = rules.compare(_content_of(stored), sent.content)
    if stored.is_withdrawn and not (is_repeat and likeness is Likeness.SAME):
        return _after_withdrawal(stored, sent)
    if likeness is Likeness.SAME:
        return Logged(Outcome.SAME, stored)
    refuse_closed(sent.day)
    if likeness is Likeness.ADDS:
        _complete(stored, sent)
        return Logged(Outcome.CREATED, stored)
    clash, _is_new = AttendanceClash.objects.get_or_create(
        attendance=stored,
        content_hash=sent.content.digest,
        defaults={
            "client_uuid": sent.uuid,
            "source": sent.source,
            "sent_by": sent.by,
            **_texts(sent.content),
        },
    )
    return Logged(Outcome.CLASH, stored, clash)


def _complete(stored: Attendance, sent: _Sent) -> None:
    """Add the words to a row that had none, such as the desk's mark of the same visit."""
    changes: dict[str, Any] = _texts(sent.content)
    if sent.uuid and stored.client_uuid is None:
        changes["client_uuid"] = sent.uuid
    before = editing.save_edit(stored, changes)
    audit.record("complete_attendance", stored, by=sent.by, before=before, after=changes)


def _after_withdrawal(stored: Attendance, sent: _Sent) -> Logged:
    """Take up again what the desk itself had cleared; refuse what somebody withdrew for a reason."""
    from_desk = sent.source != Attendance.Source.PHONE
    if not (from_desk or stored.is_desk_draft):
        withdrawn_on = timezone.localdate(stored.withdrawn_at)
        _refuse("attended_on", rules.withdrawn_refusal(sent.day, withdrawn_on))
    restore_attendance(attendance=stored, by=sent.by)
    if rules.compare(_content_of(stored), sent.content) is Likeness.ADDS:
        _complete(stored, sent)
    return Logged(Outcome.CREATED, stored)


@transaction.atomic
def restore_attendance(*, attendance: Attendance, by: User) -> None:
    """Count a withdrawn attendance again."""
    refuse_closed(attendance.attended_on)
    before = editing.save_edit(attendance, {"withdrawn_at": None})
    audit.record(
        "restore_attendance", attendance, by=by, before=before, after={"withdrawn_at": None}
    )


@transaction.atomic
def correct_attendance(  # noqa: PLR0913 -- the fields of the form
    *,
    pk: int,
    version: int,
    attended_on: datetime.date,
    guidance: str,
    heard: str,
    note: str,
    reason: str,
    by: User,
) -> Attendance:
    """Correct a stored attendance; the old values stay readable in its corrections.

    Another day asks the secretary to confirm again.  RuleBroken: nothing changed, quarter closed
    (of the old or the new day), day taken, in the future or outside the assignment, withdrawn.
    EditConflict when somebody saved in between.
    """
    row = hold_attendance(pk=pk, version=version)
    refuse_withdrawn(row)
    refuse_closed(row.attended_on)
    changes: dict[str, Any] = _texts(Content.of(guidance, heard, note))
    if attended_on != row.attended_on:
        _check_new_day(row, attended_on)
        changes |= {"attended_on": attended_on, "meeting": meeting_on(row.cell, attended_on)}
        changes |= _UNCONFIRMED
    store_correction(row, changes, reason=reason, by=by)
    return row


_UNCONFIRMED = {
    "confirmation": Attendance.Confirmation.NONE,
    "confirmed_by": None,
    "confirmed_at": None,
    "confirmation_note": "",
}


def store_correction(row: Attendance, changes: dict[str, Any], *, reason: str, by: User) -> None:
    """Save `changes` on the locked `row` with a correction that keeps the old values."""
    old = {name: getattr(row, name) for name in changes}
    differing = audit.differences(old, changes)
    differing.pop("meeting", None)
    if not differing:
        raise RuleBroken(_("Chưa có gì thay đổi so với bản đã lưu."))
    before = editing.save_edit(row, changes)
    AttendanceCorrection.objects.create(
        attendance=row, changes=differing, reason=reason[:300], by=by
    )
    audit.record("correct_attendance", row, by=by, before=before, after=changes, reason=reason)


def _check_new_day(row: Attendance, day: datetime.date) -> None:
    """Refuse a new day for `row` that the guards of logging would refuse, or that is taken."""
    _refuse("attended_on", rules.future_refusal(day, timezone.localdate()))
    refuse_closed(day)
    places = [p for p in places_of(row.cadre, row.cell) if p.assignment.pk == row.assignment_id]
    periods = [place.period for place in places]
    _refuse("attended_on", rules.reach_refusal(day, periods, str(row.cell)))
    taken = Attendance.objects.filter(cadre=row.cadre, cell=row.cell, attended_on=day)
    if taken.exclude(pk=row.pk).exists():
        message = _("Đã có lượt dự của cán bộ này ở chi bộ này ngày %(day)s.")
        raise RuleBroken(message % {"day": f"{day:%d/%m/%Y}"}, field="attended_on")


@transaction.atomic
def withdraw_attendance(*, pk: int, version: int, reason: str, by: User) -> Attendance:
    """Take an attendance out of the count; the row and the reason stay.

    RuleBroken: already withdrawn, quarter closed.  EditConflict when somebody saved in between.
    """
    row = hold_attendance(pk=pk, version=version)
    refuse_withdrawn(row)
    refuse_closed(row.attended_on)
    changes = {"withdrawn_at": timezone.now()}
    before = editing.save_edit(row, changes)
    if reason:
        AttendanceCorrection.objects.create(
            attendance=row,
            changes=audit.differences(before, changes),
            reason=reason[:300],
            by=by,
        )
    audit.record("withdraw_attendance", row, by=by, before=before, after=changes, reason=reason)
    return row


def hold_assignment(pk: int) -> Assignment:
    """Lock the assignment: whatever writes its attendances, or closes a quarter, waits its turn.

    Always the first lock taken, before the attendance's own.
    """
    return Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def hold_attendance(*, pk: int, version: int | None = None) -> Attendance:
    """Lock the attendance and its assignment; EditConflict when `version` is not the stored one."""
    hold_assignment(Attendance.objects.values_list("assignment", flat=True).get(pk=pk))
    rows = Attendance.objects.select_related("cadre", "cell")
    if version is None:
        return rows.select_for_update(of=("self",)).get(pk=pk)
    return editing.lock_for_edit(rows, pk=pk, version=version)


def refuse_closed(day: datetime.date) -> None:
    """Refuse to change anything in a closed quarter."""
    is_closed = ClosedQuarter.objects.closes(day)
    _refuse("attended_on", rules.closed_refusal(day, is_closed=is_closed))


def refuse_withdrawn(row: Attendance) -> None:
    """Refuse to act on a withdrawn attendance."""
    if row.withdrawn_at:
        withdrawn_on = timezone.localdate(row.withdrawn_at)
        raise RuleBroken(rules.withdrawn_refusal(row.attended_on, withdrawn_on))


def _refuse(field: str, sentence: str) -> None:
    if sentence:
        raise RuleBroken(sentence, field=field)


def _content_of(row: Attendance) -> Content:
    return Content(row.guidance, row.heard, row.note)


def _texts(content: Content) -> dict[str, str]:
    return {name: getattr(content, name) for name in rules.CONTENT_FIELDS}
