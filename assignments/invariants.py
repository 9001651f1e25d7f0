"""What must always hold of cadres, assignments, charges and help."""

from collections.abc import Iterator
from itertools import pairwise

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.utils import timezone

from assignments.models import (
    AreaCharge,
    Assignment,
    Attendance,
    HelpAction,
    HelpAgreement,
    HelpRegistration,
    HelpReview,
)
from assignments.rules.help import INDICATORS
from cells.models import CellArea
from common.invariants import Invariant

__all__ = ["INVARIANTS"]


def _no_overlap() -> Iterator[str]:
    rows = Assignment.objects.select_related("cadre", "area")
    for one, other in pairwise(rows.order_by("cadre", "area", "valid_from").iterator()):
        same = (one.cadre_id, one.area_id) == (other.cadre_id, other.area_id)
        if same and (one.valid_to is None or other.valid_from <= one.valid_to):
            yield f"{one.pk} and {other.pk}: {one}"


def _one_in_charge() -> Iterator[str]:
    rows = AreaCharge.objects.select_related("committee", "member")
    for one, other in pairwise(rows.order_by("committee", "valid_from").iterator()):
        same = one.committee_id == other.committee_id
        if same and (one.valid_to is None or other.valid_from <= one.valid_to):
            yield f"{one.pk} and {other.pk}: {one}"


def _within_service() -> Iterator[str]:
    left = Q(cadre__valid_to__isnull=False) & (
        Q(valid_to__isnull=True) | Q(valid_to__gt=F("cadre__valid_to"))
    )
    early = Q(valid_from__lt=F("cadre__valid_from"))
    for row in Assignment.objects.filter(left | early).select_related("cadre", "area").iterator():
        yield f"{row.pk}: {row}"


def _attendance_within_assignment() -> Iterator[str]:
    outside = Q(attended_on__lt=F("assignment__valid_from")) | Q(
        assignment__valid_to__isnull=False, attended_on__gt=F("assignment__valid_to")
    )
    others = ~Q(cadre=F("assignment__cadre"))
    rows = Attendance.objects.counted().filter(outside | others)
    for row in rows.select_related("cadre", "cell").iterator():
        yield f"{row.pk}: {row}"


def _attendance_at_a_cell_of_the_area() -> Iterator[str]:
    serving = CellArea.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=OuterRef("attended_on")),
        Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("attended_on")),
        cell=OuterRef("cell"),
        area=OuterRef("assignment__area"),
    )
    rows = Attendance.objects.counted().exclude(Exists(serving))
    for row in rows.select_related("cadre", "cell").iterator():
        yield f"{row.pk}: {row}"


def _attendance_not_in_the_future() -> Iterator[str]:
    rows = Attendance.objects.filter(attended_on__gt=timezone.localdate())
    for row in rows.select_related("cadre", "cell").iterator():
        yield f"{row.pk}: {row}"


def _help_has_baseline() -> Iterator[str]:
    rows = HelpRegistration.objects.annotate(frozen=Count("indicators"))
    for row in rows.exclude(frozen=len(INDICATORS)).select_related("cell", "agency").iterator():
        yield f"{row.pk}: {row}"


def _help_agreed_by_both() -> Iterator[str]:
    """Yield registrations whose status does not follow from who has agreed."""
    agreed = HelpAgreement.objects.filter(registration=OuterRef("pk"))
    party = HelpAgreement.Party
    rows = HelpRegistration.objects.alias(
        by_committee=Exists(agreed.filter(party=party.COMMITTEE)),
        by_cell=Exists(agreed.filter(party=party.CELL)),
    )
    status = HelpRegistration.Status
    both = Q(by_committee=True, by_cell=True)
    wrong = (Q(status=status.AGREED) & ~both) | (Q(status=status.REGISTERED) & both)
    for row in rows.filter(wrong).select_related("cell", "agency").iterator():
        yield f"{row.pk}: {row}"


def _help_actions_within() -> Iterator[str]:
    outside = (
        Q(due_on__lt=F("registration__starts_on"))
        | Q(due_on__gt=F("registration__ends_on"))
        | Q(done_on__lt=F("registration__starts_on"))
        | Q(done_on__gt=timezone.localdate())
    )
    for action in HelpAction.objects.filter(outside).iterator():
        yield f"{action.pk}: {action}"


def _help_reviews_within() -> Iterator[str]:
    rows = HelpReview.objects.annotate(
        day_year=ExtractYear("attended_on"), day_quarter=ExtractQuarter("attended_on")
    )
    wrong = (
        ~Q(day_year=F("year"), day_quarter=F("quarter"))
        | Q(attended_on__lt=F("registration__starts_on"))
        | Q(attended_on__gt=F("registration__ends_on"))
    )
    for review in rows.filter(wrong).iterator():
        yield f"{review.pk}: registration {review.registration_id}, {review.attended_on}"


def _guards() -> Iterator[str]:
    """Yield guards that a table rebuild on SQLite would have dropped."""
    names = ("assignment_no_overlap", "charge_no_overlap")
    if connection.vendor == "postgresql":
        query = "SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger"
        wanted = {*names, "help_indicator_append_only"}
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = {f"{name}_{event}" for name in names for event in ("insert", "update")}
        wanted |= {f"help_indicator_append_only_{event}" for event in ("update", "delete")}
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    yield from sorted(wanted - present)


INVARIANTS = [
    Invariant(
        "assignments_do_not_overlap", "One cadre is sent to one area once at a time.", _no_overlap
    ),
    Invariant("one_in_charge", "One board member is in charge of a commune.", _one_in_charge),
    Invariant(
        "assignments_within_service", "A cadre is assigned while in service.", _within_service
    ),
    Invariant(
        "attendance_within_assignment",
        "An attendance lies within the assignment it belongs to.",
        _attendance_within_assignment,
    ),
    Invariant(
        "attendance_at_a_cell_of_the_area",
        "The cell of an attendance served the area of its assignment that day.",
        _attendance_at_a_cell_of_the_area,
    ),
    Invariant(
        "attendance_not_in_the_future",
        "Nobody attended a meeting that is to come.",
        _attendance_not_in_the_future,
    ),
    Invariant("help_has_baseline", "A help has each indicator frozen once.", _help_has_baseline),
    Invariant(
        "help_agreed_by_both",
        "Help goes on once committee and cell have agreed, and not before.",
        _help_agreed_by_both,
    ),
    Invariant(
        "help_actions_within",
        "Help actions are due within the help, and done neither before it nor in the future.",
        _help_actions_within,
    ),
    Invariant(
        "help_reviews_within",
        "A review was made in its quarter, within the help.",
        _help_reviews_within,
    ),
    Invariant("assignment_guards", "The database refuses overlaps and changed baselines.", _guards),
]
