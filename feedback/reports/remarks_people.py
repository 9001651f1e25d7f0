"""The cadres whom a reader may ask about a remark."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import RoleGrant, User
from assignments.models import Cadre
from cells.models.scope import any_of, under

__all__ = ["person_label", "subjects_to_ask"]


def subjects_to_ask(user: User) -> QuerySet[User]:
    """Return the accounts in use of the cadres and office holders whom `user` reaches."""
    cadres = Cadre.objects.visible_to(user).exclude(user=None).values("user")
    near = any_of(under(user, "committee__"))
    holders = RoleGrant.objects.on(timezone.localdate()).filter(near).values("user")
    rows: QuerySet[User] = User.objects.filter(Q(pk__in=cadres) | Q(pk__in=holders))
    rows = rows.filter(is_active=True).exclude(pk=user.pk).select_related("cadre__agency")
    return rows.order_by("sort_key", "pk")


def person_label(person: User) -> str:
    """Return a name that no other account shares: "Lê Văn Năm, Phòng Nội vụ, le.van.nam"."""
    cadre = getattr(person, "cadre", None)
    parts = (person.get_full_name(), str(cadre.agency) if cadre else "", person.username)
    return ", ".join(part for part in parts if part)
