"""Giving and ending roles: effect, trail, and every way to raise rights refused."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.actions import grants as actions
from accounts.models import RoleGrant, User
from accounts.rules import Role
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return make.commune()


@pytest.fixture
def officer(commune):
    return make.district_officer(commune.parent)


@pytest.fixture
def person():
    return make.user()


def give(user, role, unit=None, *, by, first=None, last=None):
    return actions.give_grant(
        user=user, role=role, unit=unit, valid_from=first, valid_to=last, by=by
    )


def reach_of(user):
    return User.objects.get(pk=user.pk).reach


def test_a_role_with_its_unit_reaches_it(officer, person, commune):
    give(person, Role.COMMUNE_OFFICER, commune, by=officer)
    assert reach_of(person).committee_paths == (commune.path,)


def test_each_kind_of_unit_can_be_given(officer, person, commune):
    cell = make.cell(area=make.area(commune=commune))
    agency = make.agency(committee=commune.parent)
    give(person, Role.CELL_SECRETARY, cell, by=officer)
    give(person, Role.AGENCY_OFFICER, agency, by=officer)
    give(person, Role.CADRE, by=officer)
    reach = reach_of(person)
    assert (reach.cell_ids, reach.agency_ids, reach.is_cadre) == ((cell.pk,), (agency.pk,), True)


def test_giving_is_told_in_the_trail_of_the_person(officer, person, commune):
    give(person, Role.COMMUNE_OFFICER, commune, by=officer)
    entry = AuditEntry.objects.about(person).get()
    assert (entry.act, entry.by) == ("give_grant", officer)
    assert entry.changes["unit"] == [None, str(commune)]


def test_a_running_role_is_not_given_twice_but_again_after_its_end(officer, person, commune):
    grant = give(person, Role.COMMUNE_OFFICER, commune, by=officer)
    with pytest.raises(RuleBroken):
        give(person, Role.COMMUNE_OFFICER, commune, by=officer)
    actions.end_grant(grant=grant, by=officer, reason="Chuyển việc")
    give(person, Role.COMMUNE_OFFICER, commune, by=officer)
    assert RoleGrant.objects.filter(user=person).count() == 2


def test_ending_takes_effect_at_once_and_keeps_the_row(officer, person, commune):
    grant = give(person, Role.COMMUNE_OFFICER, commune, by=officer)
    actions.end_grant(grant=grant, by=officer, reason="Chuyển việc")
    assert reach_of(person).roles == frozenset()
    assert RoleGrant.objects.filter(pk=grant.pk).exists()
    assert AuditEntry.objects.about(person).first().reason == "Chuyển việc"
    with pytest.raises(RuleBroken):
        actions.end_grant(grant=grant, by=officer, reason="Chuyển việc")


def test_a_role_lasts_from_its_first_to_its_last_day(officer, person, commune):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    give(person, Role.COMMUNE_OFFICER, commune, by=officer, first=tomorrow)
    assert reach_of(person).roles == frozenset()


@pytest.mark.parametrize(("first", "last"), [(2, 1), (None, -1)])
def test_days_that_cannot_be_are_refused(officer, person, commune, first, last):
    days = [
        None if n is None else timezone.localdate() + datetime.timedelta(days=n)
        for n in (first, last)
    ]
    with pytest.raises(RuleBroken) as refusal:
        give(person, Role.COMMUNE_OFFICER, commune, by=officer, first=days[0], last=days[1])
    assert refusal.value.field == "valid_to"


def test_a_role_with_units_needs_one(officer, person):
    with pytest.raises(RuleBroken) as refusal:
        give(person, Role.COMMUNE_OFFICER, by=officer)
    assert refusal.value.field == "unit"


def test_a_unit_of_the_wrong_level_or_kind_is_refused(officer, person, commune):
    """A commune officer of the whole district would rate every commune."""
    with pytest.raises(PermissionDenied):
        give(person, Role.COMMUNE_OFFICER, commune.parent, by=officer)
    namesake = make.agency(committee=commune.parent, pk=commune.pk)
    assert namesake.pk == commune.pk
    with pytest.raises(PermissionDenied):
        give(person, Role.AGENCY_OFFICER, commune, by=officer)


# --- No way to more rights ---


def test_nobody_gives_themselves_a_role(officer, commune):
    with pytest.raises(PermissionDenied):
        give(officer, Role.COMMUNE_OFFICER, commune, by=officer)


def test_nobody_ends_a_role_of_their_own(officer):
    with pytest.raises(PermissionDenied):
        actions.end_grant(grant=officer.grants.get(), by=officer, reason="Thử")


@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICER, Role.INSPECTOR, Role.OPERATOR])
def test_district_staff_give_no_role_like_theirs_or_above(officer, person, commune, role):
    unit = None if role == Role.OPERATOR else commune.parent
    with pytest.raises(PermissionDenied):
        give(person, role, unit, by=officer)


@pytest.mark.parametrize("role", [Role.CADRE, Role.BOARD_MEMBER, Role.COMMUNE_OFFICER])
def test_operators_give_no_role_that_works_with_units(person, commune, role):
    unit = commune if role == Role.COMMUNE_OFFICER else None
    with pytest.raises(PermissionDenied):
        give(person, role, unit, by=make.operator())


def test_units_of_another_district_are_out_of_reach(officer, person):
    other = make.commune()
    with pytest.raises(PermissionDenied):
        give(person, Role.COMMUNE_OFFICER, other, by=officer)
    with pytest.raises(PermissionDenied):
        give(person, Role.AGENCY_OFFICER, make.agency(committee=other.parent), by=officer)
    cell = make.cell(area=make.area(commune=other))
    with pytest.raises(PermissionDenied):
        give(person, Role.CELL_SECRETARY, cell, by=officer)


def test_somebody_elses_role_out_of_hand_cannot_be_ended(officer, commune):
    for account in (make.inspector(commune.parent), make.operator()):
        with pytest.raises(PermissionDenied):
            actions.end_grant(grant=account.grants.get(), by=officer, reason="Thử")


def test_an_officer_whose_own_role_ended_gives_nothing(officer, person, commune):
    RoleGrant.objects.filter(user=officer).update(revoked_at=timezone.now())
    with pytest.raises(PermissionDenied):
        give(person, Role.COMMUNE_OFFICER, commune, by=User.objects.get(pk=officer.pk))
