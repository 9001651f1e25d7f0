"""Who reads sealed remarks and who oversees them: the list, and whom to choose from."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import Ability
from cells.models import Committee
from cells.models.scope import acting_under, any_of
from feedback.models import RemarkReader

__all__ = ["committees_to_name_for", "people_to_name", "readers_listed", "readers_named_by"]

_ABILITY_OF = {
    RemarkReader.Part.READER: Ability.READ_REMARKS,
    RemarkReader.Part.OVERSIGHT: Ability.OVERSEE_REMARKS,
}


def readers_named_by(user: User) -> QuerySet[RemarkReader]:
    """Return the namings for the committees where `user` names readers."""
    ways = acting_under(user, "committee__", Ability.NAME_READERS)
    rows: QuerySet[RemarkReader] = RemarkReader.objects.filter(any_of(ways))
    return rows


def readers_listed(user: User) -> QuerySet[RemarkReader]:
    """Return the same for the list: those that hold first, then those that are over."""
    today = timezone.localdate()
    rows = readers_named_by(user).select_related("user", "committee", "named_by")
    is_over = Q(valid_to__isnull=False, valid_to__lt=today)
    return rows.alias(is_over=is_over).order_by("is_over", "part", "user__sort_key", "-valid_from")


def committees_to_name_for(user: User) -> QuerySet[Committee]:
    """Return the committees where `user` names readers, the district first."""
    ways = acting_under(user, "", Ability.NAME_READERS)
    rows: QuerySet[Committee] = Committee.objects.filter(any_of(ways)).order_by("path")
    return rows


def people_to_name(part: str, user: User) -> QuerySet[User]:
    """Return whom `user` may name for `part`: holders of its ability in their committees."""
    ability = _ABILITY_OF[RemarkReader.Part(part)]
    near = any_of(acting_under(user, "committee__", Ability.NAME_READERS))
    by_grant = RoleGrant.objects.on(timezone.localdate()).filter(near).values("user")
    in_charge = any_of(acting_under(user, "charges__committee__", Ability.NAME_READERS))
    holders: QuerySet[User] = User.objects.who_may(ability)
    charged = User.objects.filter(in_charge).values("pk")
    return holders.filter(Q(pk__in=by_grant) | Q(pk__in=charged)).exclude(pk=user.pk)
