"""Fields that name a cadre, an area or an account by typing, and the labels they go by."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy

from accounts.models import User
from accounts.rules import Ability, Role
from assignments.models import Agency, Cadre
from cells.models import Committee, ResidentialArea
from common.picking import PickField

__all__ = [
    "AreaPick",
    "CadrePick",
    "UserPick",
    "agencies_of",
    "area_label",
    "areas_of",
    "board_members",
    "cadre_label",
    "cadres_of",
    "communes_of",
    "name_empty_choice",
    "offer",
    "with_present",
]


def area_label(area: ResidentialArea) -> str:
    """Return "Phú Sơn 3, Hòa Khương"."""
    return f"{area.name}, {area.committee.name}"


def cadre_label(cadre: Cadre) -> str:
    """Return "Nguyễn Văn Bình, Ban Tổ chức", with the year of birth where it is known."""
    born = f", {cadre.birth_year}" if cadre.birth_year else ""
    return f"{cadre.full_name}, {cadre.agency.name}{born}"


def user_label(user: User) -> str:
    """Return "Nguyễn Văn Bình, binh.nv"."""
    return f"{user.full_name}, {user.username}"


def cadres_of(user: User, ability: Ability) -> QuerySet[Cadre]:
    """Return the cadres on whom `user` may use `ability`."""
    return Cadre.objects.acted_on_by(user, ability).select_related("agency")


def areas_of(user: User, ability: Ability) -> QuerySet[ResidentialArea]:
    """Return the areas on which `user` may use `ability`."""
    return ResidentialArea.objects.acted_on_by(user, ability).select_related("committee")


def communes_of(user: User) -> QuerySet[Committee]:
    """Return the communes that `user` reaches, for a filter."""
    return Committee.objects.visible_to(user).communes()


def agencies_of(user: User) -> QuerySet[Agency]:
    """Return the agencies that `user` reaches, for a filter."""
    return Agency.objects.visible_to(user)


def board_members(user: User) -> QuerySet[User]:
    """Return the accounts that `user` sees of members of the Standing Board."""
    members: QuerySet[User] = User.objects.visible_to(user)
    return members.filter(grants__role=Role.BOARD_MEMBER, is_active=True).distinct()


def offer(form: forms.BaseForm, **rows: QuerySet[Any]) -> None:
    """Give each named field of `form` the rows to choose from."""
    for name, queryset in rows.items():
        field: Any = form.fields[name]
        field.queryset = queryset


def name_empty_choice(form: forms.BaseForm, **words: Any) -> None:
    """Say in words what choosing nothing means, instead of a row of dashes."""
    for name, text in words.items():
        field: Any = form.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = text
        else:
            field.choices = [("", text), *(choice for choice in field.choices if choice[0])]


def with_present(rows: QuerySet[Any], *present: int | None) -> QuerySet[Any]:
    """Return `rows` and the rows with these keys: what is stored stays, also out of one's reach."""
    chosen = Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=[key for key in present if key])
    return rows.model._default_manager.filter(chosen)


class CadrePick(PickField):
    """A cadre; set `queryset` in the form."""

    def __init__(self, **kwargs: Any) -> None:
        lookup: Any = reverse_lazy("assignments:cadre_options")
        super().__init__(label_of=cadre_label, lookup=lookup, **kwargs)


class AreaPick(PickField):
    """A residential area; set `queryset` in the form."""

    def __init__(self, **kwargs: Any) -> None:
        lookup: Any = reverse_lazy("assignments:area_options")
        super().__init__(label_of=area_label, lookup=lookup, **kwargs)


class UserPick(PickField):
    """An account; its suggestions are sent with the page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label_of=user_label, **kwargs)
