"""People who sign in, and what each may reach."""

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.rules import ABILITIES, GRANTABLE, REACH_OF, Ability, ReachKind, Role, abilities_of
from common.fields import AccentKeyField, PersonSortKeyField, SearchKeyField
from common.models import Dated, DatedQuerySet, Versioned
from common.models.rows import ends_after_start

__all__ = ["Reach", "RoleGrant", "User"]


@dataclass(frozen=True)
class Reach:
    """What a person's grants of today name; the querysets turn it into rows."""

    roles: frozenset[str] = frozenset()
    committee_paths: tuple[str, ...] = ()
    agency_ids: tuple[int, ...] = ()
    cell_ids: tuple[int, ...] = ()
    is_board_member: bool = False
    is_cadre: bool = False


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> Self:
        """Return the accounts that `user` may see: all for who manages them, else one's own."""
        if user.can(Ability.MANAGE_ACCOUNTS):
            return self
        return self.filter(pk=user.pk)

    def who_may(self, ability: Ability) -> Self:
        """Return the accounts in use whose roles of today allow `ability`."""
        grants = RoleGrant.objects.on(timezone.localdate()).filter(role__in=ABILITIES[ability])
        return self.filter(is_active=True, pk__in=grants.values("user"))

    def manageable_by(self, user: "User") -> Self:
        """Return the accounts that `user` may change: those that cannot do more than they give.

        Every grant that still runs must be one that `user` could have given, and an account that
        belongs to a cadre or a board member of another district is left to that district.
        """
        in_hand = RoleGrant.objects.filter(_grants_in_hand(user)).values("pk")
        beyond = RoleGrant.objects.running().exclude(pk__in=in_hand).values("user")
        return self.exclude(pk=user.pk).exclude(pk__in=beyond)


class PortalUserManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts as Django does, and asks as this page does."""

    use_in_migrations = False


class User(AbstractUser, Versioned):
    """One person with an account."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("họ và tên"), max_length=150)
    must_change_password = models.BooleanField(default=False)
    search_key = SearchKeyField(source="full_name")
    accent_key = AccentKeyField(source="full_name")
    sort_key = PersonSortKeyField(source="full_name")

    objects: ClassVar[Any] = PortalUserManager()

    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = _("tài khoản")
        ordering = ("sort_key", "id")
        indexes = (models.Index(fields=("sort_key", "id"), name="user_sort"),)

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Return family, middle and given name, in that order."""
        return self.full_name

    def get_short_name(self) -> str:
        """Return the given name, by which people are called."""
        return self.full_name.rsplit(" ", 1)[-1]

    @cached_property
    def grants_today(self) -> list["RoleGrant"]:
        """Return the grants valid today, read once per request."""
        return list(self.grants.on(timezone.localdate()).select_related("committee"))

    @cached_property
    def reach(self) -> Reach:
        """Return what today's grants reach."""
        grants = self.grants_today
        roles = frozenset(grant.role for grant in grants)
        return Reach(
            roles=roles,
            committee_paths=_outermost(g.committee.path for g in grants if g.committee),
            agency_ids=tuple(g.agency_id for g in grants if g.agency_id),
            cell_ids=tuple(g.cell_id for g in grants if g.cell_id),
            is_board_member=Role.BOARD_MEMBER in roles,
            is_cadre=Role.CADRE in roles,
        )

    @cached_property
    def abilities(self) -> frozenset[Ability]:
        """Return everything this person may do today."""
        return abilities_of(self.reach.roles)

    def can(self, ability: Ability) -> bool:
        """Say whether this person's roles allow `ability`."""
        return ability in self.abilities


def _outermost(paths: Any) -> tuple[str, ...]:
    """Drop paths that lie under another one."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(path.startswith(outer) for outer in kept):
            kept.append(path)
    return tuple(kept)


def _reach_fits_role() -> Q:
    """Return the rule that a grant names just what its role reaches."""
    named = {
        ReachKind.COMMITTEE: Q(committee__isnull=False, agency__isnull=True, cell__isnull=True),
        ReachKind.AGENCY: Q(committee__isnull=True, agency__isnull=False, cell__isnull=True),
        ReachKind.CELL: Q(committee__isnull=True, agency__isnull=True, cell__isnull=False),
        ReachKind.NONE: Q(committee__isnull=True, agency__isnull=True, cell__isnull=True),
    }
    rule = Q()
    for kind, condition in named.items():
        roles = [role.value for role, reach in REACH_OF.items() if reach == kind]
        rule |= Q(role__in=roles) & condition
    return rule


class GrantQuerySet(DatedQuerySet):
    def on(self, day: datetime.date) -> Self:
        """Return the grants valid on `day`, without those revoked by then."""
        return super().on(day).filter(_not_revoked_by(day))

    def running(self) -> Self:
        """Return the grants valid today or later."""
        today = timezone.localdate()
        return self.filter(_not_revoked_by(today)).exclude(valid_to__lt=today)


def _not_revoked_by(day: datetime.date) -> Q:
    return Q(revoked_at__isnull=True) | Q(revoked_at__date__gt=day)


def _grants_in_hand(user: User) -> Q:
    """Return the grants that `user` could have given: role by role, unit by unit.

    The reach of one role does not serve another: who staffs one district and inspects a second
    gives nothing in the second.
    """
    ways = Q(pk__in=())
    for held in user.grants_today:
        given = Q(role__in=GRANTABLE.get(Role(held.role), set()))
        ways |= given & (_names_units_under(held.committee.path) if held.committee else Q())
    return ways


def _names_units_under(path: str) -> Q:
    """Return the grants whose unit, or whose person where the role names none, is under `path`."""
    named = {
        kind: [role for role, reach in REACH_OF.items() if reach == kind] for kind in ReachKind
    }
    # Looks upward through strings, as cells.models.scope does: a person is where their cadre's
    # agency is and where the communes in their charge are; who is nowhere yet may be managed.
    belongs = (
        Q(user__cadre__isnull=True) | Q(user__cadre__agency__committee__path__startswith=path)
    ) & (Q(user__charges__isnull=True) | Q(user__charges__committee__path__startswith=path))
    return (
        Q(role__in=named[ReachKind.COMMITTEE], committee__path__startswith=path)
        | Q(role__in=named[ReachKind.AGENCY], agency__committee__path__startswith=path)
        | Q(role__in=named[ReachKind.CELL], cell__committee__path__startswith=path)
        | (Q(role__in=named[ReachKind.NONE]) & belongs)
    )


class RoleGrant(Dated, Versioned):
    """One role of one person: what it reaches, from when to when, given by whom.

    A grant is never deleted: ending it sets `revoked_at`, from which instant it gives nothing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", verbose_name=_("người")
    )
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices)
    committee = models.ForeignKey(
        "cells.Committee", models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "assignments.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    cell = models.ForeignKey(
        "cells.PartyCell", models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyền")
        ordering = ("user", "role", "id")
        constraints = (
            ends_after_start("grant"),
            models.CheckConstraint(
                name="grant_reach_fits_role",
                condition=_reach_fits_role(),
                violation_error_message=_("Vai trò này phải gắn đúng loại đơn vị."),
            ),
            models.CheckConstraint(
                name="grant_not_to_oneself",
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=models.F("user")),
                violation_error_message=_("Không ai tự cấp quyền cho mình."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def is_current(self, day: datetime.date) -> bool:
        """Say whether the grant holds on `day`."""
        return self.revoked_at is None and self.is_valid_on(day)

    @property
    def is_over(self) -> bool:
        """Say whether the last day of the grant is past."""
        return self.valid_to is not None and self.valid_to < timezone.localdate()

    @property
    def is_coming(self) -> bool:
        """Say whether the first day of the grant is still to come."""
        return self.valid_from is not None and self.valid_from > timezone.localdate()

    @property
    def unit(self) -> models.Model | None:
        """Return the committee, agency or cell that the grant names, if its role names one."""
        return self.committee or self.agency or self.cell
