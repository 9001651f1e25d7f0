"""What a desk does with a matter: taken on, verified, assigned, started, sent where it belongs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Agency
from cells.models import ResidentialArea
from common import audit, editing
from common.errors import RuleBroken
from feedback.actions.clock import close_pause
from feedback.actions.events import add_event
from feedback.actions.matter import refuse_moved
from feedback.models import Category, Feedback, FeedbackEvent
from feedback.notices import desk as notices
from feedback.reports.clock import due_day, pauses_of
from feedback.reports.escalation import who_is_next
from feedback.reports.handlers import handlers_for
from feedback.rules.desk import STARTED_FROM, TAKEN_FROM, VERIFIED_FROM

__all__ = [
    "Done",
    "assign_feedback",
    "do_many",
    "edit_feedback",
    "pass_on_feedback",
    "refuse_feedback",
    "route_feedback",
    "start_feedback",
    "take_back_feedback",
    "take_feedback",
    "verify_feedback",
]

Status = Feedback.Status
Kind = FeedbackEvent.Kind


# --- The course -----------------------------------------------------------------------------------


@transaction.atomic
def take_feedback(*, feedback: Feedback, by: User) -> Feedback:
    """Make oneself the handler of a matter that nobody handles.  RuleBroken: somebody does."""
    row = _locked(feedback)
    _refuse_unless(row, TAKEN_FROM)
    if row.handler_id == by.pk:
        raise RuleBroken(_("Đồng chí đã nhận phản ánh này."))
    if row.handler is not None:
        raise RuleBroken(_("%(who)s đã nhận phản ánh này.") % {"who": row.handler})
    return _move(row, Status.ASSIGNED, "take_feedback", by=by, handler=by)


@transaction.atomic
def verify_feedback(*, feedback: Feedback, by: User) -> Feedback:
    """Say that it is being found out whether and where the matter is.  RuleBroken: past that."""
    row = _locked(feedback)
    _refuse_unless(row, VERIFIED_FROM)
    return _move(row, Status.VERIFYING, "verify_feedback", by=by, handler=row.handler or by)


@transaction.atomic
def start_feedback(*, feedback: Feedback, by: User) -> Feedback:
    """Say that the matter is being worked on; who says so handles it when nobody did."""
    row = _locked(feedback)
    _refuse_unless(row, STARTED_FROM)
    return _move(row, Status.IN_PROGRESS, "start_feedback", by=by, handler=row.handler or by)


@transaction.atomic
def assign_feedback(
    *, feedback: Feedback, handler: User, note: str = "", by: User, version: int | None = None
) -> Feedback:
    """Give a matter in hand to `handler`, who is told; `note` stays inside.

    RuleBroken: not in hand, the same handler, somebody who cannot act for the place.
    """
    row = _locked(feedback, version)
    _refuse_closed(row)
    if row.handler_id == handler.pk:
        raise RuleBroken(_("%(who)s đang xử lý phản ánh này.") % {"who": handler}, field="handler")
    if not handlers_for(row).filter(pk=handler.pk).exists():
        sentence = _(
            "%(who)s không xử lý việc của nơi này. Chọn người khác, hoặc chuyển nơi xử lý."
        )
        raise RuleBroken(sentence % {"who": handler}, field="handler")
    status = Status.ASSIGNED if row.status in TAKEN_FROM else row.status
    add_event(feedback=row, kind=Kind.ROUTED, by=by, text=note.strip(), handler=str(handler))
    moved = _move(row, status, "assign_feedback", by=by, handler=handler)
    notices.feedback_assigned(moved, by)
    return moved


@transaction.atomic
def route_feedback(
    *, feedback: Feedback, agency: Agency | None, note: str = "", by: User, version: int
) -> Feedback:
    """Let `agency` handle a matter in hand, or the commune itself when None; nobody holds it then.

    RuleBroken: not in hand, handled there already, an agency of another committee or ended.
    """
    row = _locked(feedback, version)
    _refuse_closed(row)
    if row.agency_id == (agency.pk if agency else None):
        raise RuleBroken(_("Phản ánh đang ở nơi này."), field="agency")
    if agency and not agency.is_valid_on(timezone.localdate()):
        raise RuleBroken(_("%(name)s không còn hoạt động.") % {"name": agency}, field="agency")
    if agency and not row.committee.path.startswith(agency.committee.path):
        sentence = _("%(name)s không phụ trách %(place)s.")
        facts = {"name": agency, "place": row.committee}
        raise RuleBroken(sentence % facts, field="agency")
    place = str(agency or row.committee)
    add_event(
        feedback=row, kind=Kind.ROUTED, by=by, is_public=True, place=place, note=bool(note.strip())
    )
    if note.strip():
        add_event(feedback=row, kind=Kind.NOTE, by=by, text=note.strip())
    status = Status.RECEIVED if row.status != Status.REOPENED else row.status
    moved = _move(row, status, "route_feedback", by=by, handler=None, agency=agency)
    for person in who_is_next(moved, timezone.localdate()):
        notices.feedback_routed(moved, person)
    return moved


# --- Exits ----------------------------------------------------------------------------------------


@transaction.atomic
def pass_on_feedback(
    *, feedback: Feedback, passed_to: str, reason: str, by: User, version: int
) -> Feedback:
    """Leave a matter to a place outside the portal; the sender reads where and why."""
    row = _locked(feedback, version)
    _refuse_closed(row)
    if not passed_to.strip():
        raise RuleBroken(_("Ghi rõ đã chuyển đến nơi nào."), field="passed_to")
    return _leave(
        row, Status.PASSED_ON, "pass_on_feedback", reason=reason, by=by, place=passed_to.strip()
    )


@transaction.atomic
def refuse_feedback(*, feedback: Feedback, reason: str, by: User, version: int) -> Feedback:
    """Not take a matter up; the sender reads why."""
    row = _locked(feedback, version)
    _refuse_closed(row)
    return _leave(row, Status.REFUSED, "refuse_feedback", reason=reason, by=by)


@transaction.atomic
def take_back_feedback(*, feedback: Feedback, reason: str, by: User, version: int) -> Feedback:
    """Take up again what was passed on, refused or merged by mistake.

    Its clock has run on: who made the mistake does not gain days.  RuleBroken: left otherwise.
    """
    row = _locked(feedback, version)
    _refuse_unless(row, {Status.PASSED_ON, Status.REFUSED, Status.MERGED})
    if not reason.strip():
        raise RuleBroken(_("Ghi lý do."), field="reason")
    row.merged_into = None
    today = timezone.localdate()
    row.due_on = due_day(row.counts_from, row.days, pauses_of(row.pauses.all(), today))
    add_event(feedback=row, kind=Kind.NOTE, by=by, text=reason.strip())
    return _move(row, Status.VERIFYING, "take_back_feedback", by=by, handler=by)


def _leave(
    row: Feedback, status: Status, act: str, *, reason: str, by: User, **facts: str
) -> Feedback:
    if not reason.strip():
        raise RuleBroken(_("Ghi lý do."), field="reason")
    close_pause(feedback=row, on=timezone.localdate())
    return _move(row, status, act, by=by, handler=row.handler, text=reason.strip(), **facts)


# --- What is said of it ---------------------------------------------------------------------------


@transaction.atomic
def edit_feedback(  # noqa: PLR0913 -- the fields of the page
    *,
    feedback: Feedback,
    subject: str,
    category: Category,
    area: ResidentialArea | None,
    place: str,
    by: User,
    version: int,
) -> Feedback:
    """Put a matter's title, kind and place right; what the sender wrote stays as it is.

    The clock stays: its class is changed by an act of its own.
    RuleBroken: an area of another commune.
    """
    row = _locked(feedback, version)
    refuse_moved(row)
    if area is not None and area.committee_id != row.committee_id:
        sentence = _("%(area)s không thuộc %(place)s.")
        raise RuleBroken(sentence % {"area": area, "place": row.committee}, field="area")
    facts = {"category": category, "area": area}
    before = {name: getattr(row, name) for name in facts}
    row.category, row.area, row.subject, row.place = category, area, subject, place
    _save(row)
    add_event(feedback=row, kind=Kind.EDITED, by=by)
    audit.record("edit_feedback", row, by=by, before=before, after=facts)
    return row


# --- Many at once ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """What became of many matters: how many were done, and of the others which and why."""

    count: int
    refused: list[tuple[Feedback, str]]


def do_many(
    *, act: Callable[..., Feedback], rows: Iterable[Feedback], by: User, **facts: Any
) -> Done:
    """Do one act on each of `rows`, each for itself: a refusal stops no other."""
    count, refused = 0, []
    for row in rows:
        try:
            act(feedback=row, by=by, **facts)
            count += 1
        except RuleBroken as refusal:
            refused.append((row, refusal.message))
    return Done(count, refused)


# --- Shared ---------------------------------------------------------------------------------------


def _locked(feedback: Feedback, version: int | None = None) -> Feedback:
    rows = Feedback.objects.select_related("committee", "handler", "agency")
    if version is not None:
        return editing.lock_for_edit(rows, pk=feedback.pk, version=version)
    return rows.select_for_update(of=("self",)).get(pk=feedback.pk)


def _refuse_closed(row: Feedback) -> None:
    if not row.is_in_hand:
        sentence = _("Phản ánh này không còn chờ xử lý: %(status)s.")
        raise RuleBroken(sentence % {"status": row.get_status_display()})


def _refuse_unless(row: Feedback, statuses: Iterable[str]) -> None:
    if row.status not in statuses:
        sentence = _("Không làm được khi phản ánh %(status)s.")
        raise RuleBroken(sentence % {"status": row.get_status_display()})


def _move(
    row: Feedback,
    status: str,
    act: str,
    *,
    by: User,
    handler: User | None,
    text: str = "",
    **changes: Any,
) -> Feedback:
    """Set the status, the handler and where it is handled; tell the timeline and the trail."""
    names = ["status", "handler", *(name for name in ("agency",) if name in changes)]
    before = {name: getattr(row, name) for name in names}
    row.status, row.handler = status, handler
    if "agency" in changes:
        row.agency = changes["agency"]
    _save(row)
    if before["status"] != status:
        place = {"place": changes["place"]} if "place" in changes else {}
        add_event(
            feedback=row,
            kind=Kind.STATUS,
            by=by,
            is_public=True,
            text=text,
            **{"from": before["status"], "to": str(status), **place},
        )
    after = {name: getattr(row, name) for name in names}
    audit.record(act, row, by=by, before=before, after=after)
    return row


def _save(row: Feedback) -> None:
    row.version += 1
    row.save()
