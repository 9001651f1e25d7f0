"""Who may handle a matter, and which matters wait for a person."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import ABILITIES, Ability
from assignments.models.people import own_agencies
from cells.models.scope import any_of, valid_on
from feedback.models import DeskHead, Feedback

__all__ = ["handlers_for", "handlers_of_all", "waiting_for"]

ABILITY = Ability.HANDLE_FEEDBACK


def handlers_for(feedback: Feedback) -> QuerySet[User]:
    """Return the people who may handle `feedback`: by a grant on its agency, commune or above."""
    return handlers_of_all([feedback])


def handlers_of_all(rows: list[Feedback]) -> QuerySet[User]:
    """Return the people who may handle one of `rows` at least; `committee` is loaded on each."""
    above = {int(key) for row in rows for key in row.committee.path.strip("/").split("/")}
    agencies = {row.agency_id for row in rows if row.agency_id}
    grants = RoleGrant.objects.on(timezone.localdate()).filter(
        Q(committee__in=above) | Q(agency__in=agencies), role__in=ABILITIES[ABILITY]
    )
    people: QuerySet[User] = User.objects.filter(is_active=True, pk__in=grants.values("user"))
    return people


def waiting_for(user: User) -> Q:
    """Return the condition of the matters in hand that are this person's to move on.

    Theirs; those nobody has taken that lie with their own commune or agency; and those that
    silence or a "no" has carried up to them as a head or as the board member in charge.
    """
    ways = [Q(handler=user)]
    untaken = Q(handler__isnull=True)
    if user.can(ABILITY):
        committees = [
            grant.committee_id
            for grant in user.grants_today
            if grant.committee_id and grant.role in ABILITIES[ABILITY]
        ]
        ways.append(untaken & Q(agency__isnull=True, committee__in=committees))
        ways.append(untaken & Q(agency__in=own_agencies(user, ABILITY)))
    today = timezone.localdate()
    headed = DeskHead.objects.on(today).filter(user=user)
    ways.append(Q(level__gte=1, agency__in=headed.filter(agency__isnull=False).values("agency")))
    led = headed.filter(committee__isnull=False).values("committee")
    ways.append(Q(level__gte=1, agency__isnull=True, committee__in=led))
    if user.reach.is_board_member:
        ways.append(Q(level=2, pk__in=_of_charges(user)))
    return Q(status__in=Feedback.IN_HAND) & any_of(ways)


def _of_charges(user: User) -> Any:
    valid = valid_on("committee__charges__", timezone.localdate())
    member = Q(committee__charges__member=user) | Q(committee__charges__substitute=user)
    return Feedback.objects.filter(valid & member).values("pk")
