"""Which parts of help are due, late or missing, and who is to be told."""

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import Role
from assignments.models import Absence, AreaCharge, HelpAction, HelpRegistration, HelpReview
from assignments.rules.help import BOARD_AFTER_DAYS, SOON_DAYS
from common.months import Quarter

__all__ = [
    "actions_due_soon",
    "actions_late",
    "actions_late_for_board",
    "board_members_of",
    "focal_officers",
    "reviews_missing_of",
]

Actions = QuerySet[HelpAction]


def actions_due_soon(today: datetime.date) -> Actions:
    """Return the open actions that are due within a week from `today`."""
    return _open().filter(due_on__range=(today, today + datetime.timedelta(days=SOON_DAYS)))


def actions_late(today: datetime.date) -> Actions:
    """Return the open actions whose day has passed."""
    return _open().filter(due_on__lt=today)


def actions_late_for_board(today: datetime.date) -> Actions:
    """Return the open actions that are late for more than a week."""
    return _open().filter(due_on__lt=today - datetime.timedelta(days=BOARD_AFTER_DAYS))


def _open() -> Actions:
    rows: Actions = HelpAction.objects.filter(
        done_on__isnull=True, registration__status__in=HelpRegistration.RUNNING
    )
    return rows.select_related("registration__cell__committee", "registration__agency")


def reviews_missing_of(quarter: Quarter) -> list[HelpRegistration]:
    """Return the running registrations whose time touched `quarter` and that lack its review."""
    reviewed = HelpReview.objects.filter(year=quarter.year, quarter=quarter.quarter)
    rows = HelpRegistration.objects.running().filter(
        starts_on__lte=quarter.last_day, ends_on__gte=quarter.first_day
    )
    lacking = rows.exclude(pk__in=reviewed.values("registration"))
    return list(lacking.select_related("cell__committee", "agency").order_by("pk"))


def focal_officers() -> dict[int, list[User]]:
    """Return the focal officers of today by the key of their agency."""
    found: dict[int, list[User]] = defaultdict(list)
    grants = RoleGrant.objects.on(timezone.localdate()).filter(
        role=Role.AGENCY_OFFICER, user__is_active=True
    )
    for grant in grants.select_related("user").order_by("pk"):
        if grant.agency_id:
            found[grant.agency_id].append(grant.user)
    return found


def board_members_of(committee_ids: Collection[int], day: datetime.date) -> dict[int, User]:
    """Return who of the Standing Board looks after each commune on `day`.

    The member in charge; the substitute when the member is away or has no account in use; nobody
    for a commune without either.
    """
    away = set(
        Absence.objects.on(day)
        .filter(cadre__user__isnull=False)
        .values_list("cadre__user", flat=True)
    )
    charges = AreaCharge.objects.on(day).filter(committee__in=committee_ids)
    found = {}
    for charge in charges.select_related("member", "substitute"):
        people = [each for each in (charge.member, charge.substitute) if each and each.is_active]
        present = [each for each in people if each.pk not in away]
        if people:
            found[charge.committee_id] = (present or people)[0]
    return found
