"""Who is to look at a flash report from a commune: board, staff; and who is told what came of it."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import Ability, Role
from assignments.models import Absence, AreaCharge
from cells.models import Committee
from feedback.models import FlashEvent, FlashReport
from feedback.rules.flash import next_turn

__all__ = ["chain_of", "commune_officers", "next_reader", "staff_of", "told_of"]

TURNS = (FlashEvent.Kind.SENT, FlashEvent.Kind.ESCALATED)


def chain_of(committee: Committee, day: datetime.date) -> list[User]:
    """Return who of the Standing Board looks at reports from `committee` on `day`, in their order.

    The member in charge, then the substitute; left out are those who are away that day, whose
    account is out of use, or who hold no role that reads flash reports.
    """
    charge = AreaCharge.objects.of(committee, day)
    if charge is None:
        return []
    keys = [key for key in (charge.member_id, charge.substitute_id) if key]
    away = Absence.objects.on(day).filter(cadre__user__in=keys).values("cadre__user")
    people = User.objects.who_may(Ability.DIRECT_FLASH).filter(pk__in=keys).exclude(pk__in=away)
    found = people.in_bulk()
    return [found[key] for key in keys if key in found]


def told_of(report: FlashReport) -> set[int]:
    """Return the keys of the people whose turn it is or was to look at `report`."""
    events = FlashEvent.objects.filter(report=report, kind__in=TURNS, to__isnull=False)
    return set(events.values_list("to", flat=True))


def next_reader(report: FlashReport, day: datetime.date) -> User | None:
    """Return who is told when nobody looks; None when that is the staff.  Nobody looks at their own.

    A member who took the commune over since is in the chain of `day`, and comes before the staff.
    """
    chain = [each for each in chain_of(report.committee, day) if each.pk != report.reporter_id]
    turn = next_turn([each.pk for each in chain], told_of(report))
    return next((each for each in chain if each.pk == turn), None)


def staff_of(committee: Committee) -> QuerySet[User]:
    """Return the staff of the committees above `committee` who direct flash reports."""
    return _holders(Role.DISTRICT_OFFICER, [int(key) for key in committee.path.split("/") if key])


def commune_officers(committee: Committee) -> QuerySet[User]:
    """Return the officers of the commune `committee`."""
    return _holders(Role.COMMUNE_OFFICER, [committee.pk])


def _holders(role: Role, committee_ids: list[int]) -> QuerySet[User]:
    grants = RoleGrant.objects.on(timezone.localdate()).filter(
        role=role, committee__in=committee_ids
    )
    people: QuerySet[User] = User.objects.filter(is_active=True, pk__in=grants.values("user"))
    return people.order_by("pk")
