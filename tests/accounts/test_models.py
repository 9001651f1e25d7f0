"""Grants in time, and which accounts somebody may act on."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.rules import Role
from tests import make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def commune():
    return make.commune()


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
    ],
)
def test_a_grant_holds_on_its_days(commune, first, last, holds):
    grant = make.grant(
        user=make.user(),
        role=Role.COMMUNE_OFFICER,
        committee=commune,
        valid_from=first,
        valid_to=last,
    )
    assert RoleGrant.objects.on(TODAY).exists() is holds
    assert grant.is_current(TODAY) is holds


def test_a_revoked_grant_gives_nothing_but_did_before(commune):
    grant = make.grant(user=make.user(), role=Role.COMMUNE_OFFICER, committee=commune)
    grant.revoked_at = timezone.now()
    grant.save()
    today = timezone.localdate()
    assert not RoleGrant.objects.on(today).exists()
    assert not RoleGrant.objects.running().exists()
    assert RoleGrant.objects.on(today - DAY).exists()
    assert User.objects.get(pk=grant.user_id).reach.roles == frozenset()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_without_its_unit_cannot_be_stored(role, commune):
    """Roles that name a unit need it; those that name none refuse one."""
    needs_unit = role not in {Role.BOARD_MEMBER, Role.CADRE, Role.OPERATOR}
    wrong = {} if needs_unit else {"committee": commune}
    with pytest.raises(IntegrityError), transaction.atomic():
        make.grant(user=make.user(), role=role, **wrong)


def test_nobody_is_stored_as_giver_of_their_own_role():
    person = make.user()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.grant(user=person, role=Role.OPERATOR, granted_by=person)


# --- Which accounts somebody may act on -----------------------------------------------------------


def managed(by, account):
    return User.objects.manageable_by(by).filter(pk=account.pk).exists()


@pytest.fixture
def officer(commune):
    return make.district_officer(commune.parent)


def test_a_district_officer_manages_the_accounts_of_the_district(officer, commune):
    cell = make.cell(area=make.area(commune=commune))
    agency = make.agency(committee=commune.parent)
    for account in (
        make.user(),
        make.commune_officer(commune),
        make.cell_secretary(cell),
        make.agency_officer(agency),
        make.board_member(commune),
        make.cadre_user(make.cadre(agency=agency)),
    ):
        assert managed(officer, account)


def test_a_district_officer_leaves_other_districts_alone(officer):
    other = make.commune()
    agency = make.agency(committee=other.parent)
    for account in (
        make.commune_officer(other),
        make.cell_secretary(make.cell(area=make.area(commune=other))),
        make.agency_officer(agency),
        make.board_member(other),
        make.cadre_user(make.cadre(agency=agency)),
    ):
        assert not managed(officer, account)


def test_a_district_officer_manages_no_equal_and_nobody_above(officer, commune):
    for account in (
        make.district_officer(commune.parent),
        make.inspector(commune.parent),
        make.operator(),
    ):
        assert not managed(officer, account)


def test_one_role_out_of_hand_is_enough_to_leave_an_account_alone(officer, commune):
    account = make.commune_officer(commune)
    assert managed(officer, account)
    grant = make.grant(user=account, role=Role.INSPECTOR, committee=commune.parent)
    assert not managed(officer, account)
    grant.revoked_at = timezone.now()
    grant.save()
    assert managed(officer, account)


def test_a_role_to_come_counts_already(officer, commune):
    account = make.commune_officer(commune)
    tomorrow = timezone.localdate() + DAY
    make.grant(user=account, role=Role.INSPECTOR, committee=commune.parent, valid_from=tomorrow)
    assert not managed(officer, account)


def test_inspecting_a_district_gives_no_hand_in_its_accounts(officer):
    """The reach of one role does not serve another."""
    other = make.commune()
    make.grant(user=officer, role=Role.INSPECTOR, committee=other.parent)
    both = User.objects.get(pk=officer.pk)
    assert not managed(both, make.commune_officer(other))


def test_an_operator_manages_district_staff_and_no_role_with_units_below(commune):
    operator = make.operator()
    assert managed(operator, make.district_officer(commune.parent))
    assert managed(operator, make.operator())
    assert not managed(operator, make.commune_officer(commune))


def test_nobody_manages_themselves(officer):
    assert not managed(officer, officer)


def test_who_manages_no_accounts_manages_none(commune):
    assert not managed(make.inspector(commune.parent), make.commune_officer(commune))


def test_who_manages_no_accounts_sees_only_their_own(commune):
    secretary = make.commune_officer(commune)
    make.user()
    assert list(User.objects.visible_to(secretary)) == [secretary]
