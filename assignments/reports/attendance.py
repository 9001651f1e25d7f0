"""Reads behind the pages that log, list and settle attendances."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Ability
from assignments.models import (
    Assignment,
    Attendance,
    AttendanceClash,
    AttendanceCorrection,
    Cadre,
    ClosedQuarter,
)
from assignments.rules.assignments import Period
from assignments.rules.attendance import CONTENT_FIELDS, shared
from cells.models import CellArea, Committee, Meeting, PartyCell
from common.months import Quarter
from common.search import matching

__all__ = [
    "Place",
    "attendances_filtered",
    "cadre_of",
    "cells_to_log",
    "clash_rows",
    "closed_quarters",
    "communes_of",
    "corrections_shown",
    "detail",
    "is_closed",
    "may_change",
    "may_settle",
    "meeting_on",
    "places_of",
    "printed",
    "quarters_to_choose",
    "to_confirm",
    "with_state",
]


@dataclass(frozen=True)
class Place:
    """One assignment by which a cadre reaches a cell, and the days on which it does."""

    assignment: Assignment
    period: Period
    is_substitute: bool


def cadre_of(user: User) -> Cadre | None:
    """Return the cadre whose account this is."""
    return Cadre.objects.filter(user=user).select_related("agency").first()


def places_of(cadre: Cadre, cell: PartyCell) -> list[Place]:
    """Return the ways by which `cadre` reaches `cell`, at any time; their own assignments first."""
    links = list(CellArea.objects.filter(cell=cell))
    assignments = (
        Assignment.objects.filter(Q(cadre=cadre) | Q(substitute=cadre))
        .filter(area__in=[link.area_id for link in links])
        .select_related("cadre")
        .order_by("valid_from", "pk")
    )
    places = [
        Place(assignment, period, is_substitute=assignment.cadre_id != cadre.pk)
        for assignment in assignments
        for link in links
        if link.area_id == assignment.area_id
        and (period := shared(Period.of(assignment), Period.of(link)))
    ]
    return sorted(places, key=lambda place: place.is_substitute)


def cells_to_log(user: User) -> QuerySet[PartyCell]:
    """Return the cells that the person's assignments, or those they stand in for, ever reached.

    An assignment that ended yesterday still lets last week's visit be logged; the guards of the
    action decide by the day.
    """
    own = Assignment.objects.filter(Q(cadre__user=user) | Q(substitute__user=user))
    links = CellArea.objects.filter(area__in=own.values("area"))
    return PartyCell.objects.filter(pk__in=links.values("cell")).select_related("committee")


def meeting_on(cell: PartyCell, day: datetime.date) -> Meeting | None:
    """Return the recorded meeting of `cell` on `day`."""
    return Meeting.objects.filter(cell=cell, held_on=day).first()


def with_state(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Return the attendances with all that a list prints: names, and whether `open_clashes` wait."""
    open_clashes = AttendanceClash.objects.open().filter(attendance=OuterRef("pk"))
    return rows.select_related(
        "cadre__agency", "cell__committee", "assignment__area", "logged_by", "confirmed_by"
    ).annotate(open_clashes=Exists(open_clashes))


def attendances_filtered(
    rows: QuerySet[Attendance], chosen: dict[str, Any]
) -> QuerySet[Attendance]:
    """Return the attendances that the list's filters let through, newest first.

    `chosen`: q (text), quy (Quarter slug), xa (Committee), co_quan (Agency), nguon (source),
    xac_nhan (confirmation, or "clash" or "withdrawn").
    """
    if quarter := chosen.get("quy"):
        rows = rows.during(Quarter.parse(quarter))  # type: ignore[attr-defined]
    if commune := chosen.get("xa"):
        rows = rows.filter(cell__committee=commune)
    if agency := chosen.get("co_quan"):
        rows = rows.filter(cadre__agency=agency)
    if source := chosen.get("nguon"):
        rows = rows.filter(source=source)
    rows = _in_state(rows, chosen.get("xac_nhan", ""))
    if text := chosen.get("q"):
        cadres = matching(Cadre.objects.all(), text).order_by().values("pk")
        cells = matching(PartyCell.objects.all(), text).order_by().values("pk")
        rows = rows.filter(Q(cadre__in=cadres) | Q(cell__in=cells))
    return with_state(rows).order_by("-attended_on", "-id")


def printed(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Return listed attendances with what the list's page prints, and nothing else."""
    return (
        rows.select_related(None)
        .select_related("cadre__agency", "cell__committee")
        .only(
            "attended_on",
            "source",
            "confirmation",
            "withdrawn_at",
            "cadre__full_name",
            "cadre__agency__name",
            "cell__name",
            "cell__committee__name",
        )
    )


def _in_state(rows: QuerySet[Attendance], state: str) -> QuerySet[Attendance]:
    if state == "withdrawn":
        return rows.filter(withdrawn_at__isnull=False)
    if state == "clash":
        clashes = AttendanceClash.objects.open()
        return rows.filter(pk__in=clashes.values("attendance"))
    return rows.filter(confirmation=state) if state else rows


def may_change(user: User, attendance: Attendance) -> bool:
    """Say whether `user` may correct, withdraw or settle `attendance`.

    District staff may; a cadre may change what they wrote as long as nobody has confirmed it.
    """
    unconfirmed = attendance.confirmation == Attendance.Confirmation.NONE
    return (unconfirmed and _is_own(user, attendance)) or _may_enter(user, attendance)


def may_settle(user: User, attendance: Attendance) -> bool:
    """Say whether `user` may decide between two records: the cadre themselves, district staff."""
    return _is_own(user, attendance) or _may_enter(user, attendance)


def _may_enter(user: User, attendance: Attendance) -> bool:
    rows = Attendance.objects.acted_on_by(user, Ability.ENTER_ATTENDANCE)
    return rows.filter(pk=attendance.pk).exists()


def _is_own(user: User, attendance: Attendance) -> bool:
    wrote = user.pk in {attendance.cadre.user_id, attendance.logged_by_id}
    return wrote and user.can(Ability.LOG_OWN_ATTENDANCE)


def clash_rows(clash: AttendanceClash) -> list[tuple[str, str, str, bool]]:
    """Return (label, stored, sent, whether they differ) for each text of the two records."""
    stored = _stored_beside(clash)
    rows = []
    for name in CONTENT_FIELDS:
        label = _capital(str(Attendance._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        pair = stored[name], getattr(clash, name)
        rows.append((label, *pair, pair[0] != pair[1]))
    return rows


def _stored_beside(clash: AttendanceClash) -> dict[str, str]:
    """Return the texts that the sent ones were compared with: as they were when it was settled."""
    words = {name: getattr(clash.attendance, name) for name in CONTENT_FIELDS}
    if clash.settled_at is None:
        return words
    corrections = clash.attendance.corrections
    undone = list(corrections.filter(at__gt=clash.settled_at))
    if clash.outcome == AttendanceClash.Outcome.TOOK_SENT:
        undone += corrections.filter(at__lte=clash.settled_at)[:1]
    for correction in undone:
        old = {name: pair[0] for name, pair in correction.changes.items() if name in words}
        words.update(old)
    return words


def closed_quarters() -> set[Quarter]:
    """Return the quarters that are closed."""
    return {Quarter(year, number) for year, number in _closed_pairs()}


def _closed_pairs() -> list[tuple[int, int]]:
    return list(ClosedQuarter.objects.values_list("year", "quarter"))


def quarters_to_choose() -> list[Quarter]:
    """Return this quarter and the eleven before it, newest first."""
    now = Quarter.containing(timezone.localdate())
    return [now.plus(-back) for back in range(12)]


def communes_of(user: User) -> QuerySet[Committee]:
    """Return the communes that the person's lists can be narrowed to."""
    return Committee.objects.visible_to(user).communes().order_by("sort_key", "id")


def to_confirm(user: User) -> QuerySet[Attendance]:
    """Return what waits for the person's confirmation in open quarters, oldest first."""
    rows = Attendance.objects.visible_to(user).confirmable_by(user)
    waiting = rows.filter(confirmation=Attendance.Confirmation.NONE)
    for quarter in closed_quarters():
        waiting = waiting.exclude(attended_on__range=(quarter.first_day, quarter.last_day))
    return with_state(waiting).order_by("attended_on", "id")


def is_closed(attendance: Attendance) -> bool:
    """Say whether the quarter of `attendance` is closed."""
    return ClosedQuarter.objects.closes(attendance.attended_on)


@dataclass(frozen=True)
class CorrectionShown:
    """One correction as a reader sees it: who, when, why; (label, old, new) of each change."""

    correction: AttendanceCorrection
    changes: list[tuple[str, str, str]]


def corrections_shown(attendance: Attendance) -> list[CorrectionShown]:
    """Return the corrections of `attendance`, newest first, in words."""
    return [
        CorrectionShown(
            row,
            [
                _in_words(name, *pair)
                for name, pair in row.changes.items()
                if name not in _NOT_SHOWN
            ],
        )
        for row in attendance.corrections.all()
    ]


_NOT_SHOWN = {"confirmed_by", "confirmed_at", "meeting"}


def _in_words(name: str, old: Any, new: Any) -> tuple[str, str, str]:
    if name == "withdrawn_at":
        return str(_("Tình trạng")), str(_("đang tính")), str(_("đã rút"))
    column: Any = Attendance._meta.get_field(name)
    return _capital(str(column.verbose_name)), _word(column, old), _word(column, new)


def _word(column: Any, value: Any) -> str:
    if value and column.get_internal_type() == "DateField":
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    return str(dict(column.choices or ()).get(value, value or "–"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def detail(user: User) -> QuerySet[Attendance]:
    """Return the attendances `user` reaches with what the page of one prints."""
    clashes = Prefetch("clashes", AttendanceClash.objects.select_related("sent_by", "settled_by"))
    return with_state(Attendance.objects.visible_to(user)).prefetch_related(
        clashes, "corrections__by"
    )
