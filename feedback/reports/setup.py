"""What the desk is set up with, as the pages of settings show it."""

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.rules import Ability
from assignments.models import Agency
from cells.models import Committee
from feedback.models import Category, DeskHead, DeskNorm, Feedback, Route, UrgencyClass

__all__ = [
    "agencies_to_route",
    "all_categories",
    "communes_to_route",
    "heads",
    "norms",
    "people_to_head",
    "routes",
    "routes_to_change",
    "urgencies",
]

ABILITY = Ability.MANAGE_DESK


def norms() -> DeskNorm:
    """Return the numbers of the desk."""
    return DeskNorm.objects.in_force()


def urgencies() -> QuerySet[UrgencyClass]:
    """Return the classes of urgency, the shortest first, with how many matters in hand have them."""
    in_hand = Q(feedback__status__in=Feedback.IN_HAND)
    counted = UrgencyClass.objects.annotate(in_hand=Count("feedback", filter=in_hand))
    return counted.order_by("days", "pk")


def all_categories() -> QuerySet[Category]:
    """Return all kinds, in the order of the forms, with their usual class."""
    return Category.objects.select_related("urgency")


def routes(user: User) -> QuerySet[Route]:
    """Return the routes for everybody and those of the communes that `user` reaches."""
    reached = Committee.objects.visible_to(user).values("pk")
    rows = Route.objects.filter(Q(committee__isnull=True) | Q(committee__in=reached))
    return rows.select_related("committee", "category", "agency").order_by(
        "committee__sort_key", "category__order", "pk"
    )


def routes_to_change(user: User) -> QuerySet[Route]:
    """Return the routes that `user` may change."""
    own = Committee.objects.acted_on_by(user, ABILITY).values("pk")
    return routes(user).filter(Q(committee__isnull=True) | Q(committee__in=own))


def heads(user: User) -> QuerySet[DeskHead]:
    """Return who answers for which place, present ones first."""
    rows: QuerySet[DeskHead] = DeskHead.objects.visible_to(user)
    return rows.select_related("committee", "agency", "user").order_by(
        "committee__sort_key", "agency__sort_key", "-valid_from", "pk"
    )


def communes_to_route(user: User) -> QuerySet[Committee]:
    """Return the communes of today for which `user` may set the desk up."""
    rows: QuerySet[Committee] = Committee.objects.acted_on_by(user, ABILITY).communes()
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))


def agencies_to_route(user: User) -> QuerySet[Agency]:
    """Return the agencies of today to which `user` may let matters go."""
    rows: QuerySet[Agency] = Agency.objects.acted_on_by(user, ABILITY)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))


def people_to_head() -> QuerySet[User]:
    """Return the accounts that handle matters."""
    people: QuerySet[User] = User.objects.who_may(Ability.HANDLE_FEEDBACK)
    return people
