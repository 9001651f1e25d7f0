"""Who may give which role, what a username is."""

import pytest

from accounts.rules import (
    ABILITIES,
    GRANTABLE,
    Ability,
    Role,
    abilities_of,
    grantors_of,
    is_username,
    may_grant,
    needs_second_factor,
)


@pytest.mark.parametrize("text", ["an.nguyen", "demo-cadre", "le_thi_4", "abc"])
def test_usernames_are_typed_on_every_keyboard(text):
    assert is_username(text)


@pytest.mark.parametrize("text", ["", "ab", "Nguyen", "lê", "a b c", ".abc", "abc.", "a" * 51])
def test_other_texts_are_no_usernames(text):
    assert not is_username(text)


def test_nobody_gives_a_role_that_gives_back_their_own():
    """Neither side makes an account that can change its maker's rights, but operators can."""
    assert Role.DISTRICT_OFFICER not in GRANTABLE[Role.DISTRICT_OFFICER]
    assert Role.OPERATOR not in GRANTABLE[Role.DISTRICT_OFFICER]


def test_only_who_manages_accounts_gives_roles():
    assert set(GRANTABLE) == ABILITIES[Ability.MANAGE_ACCOUNTS]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_given_by_somebody(role):
    assert any(may_grant([giver], role) for giver in Role)


@pytest.mark.parametrize("ability", list(Ability))
def test_every_ability_is_held_and_can_be_asked_for(ability):
    assert ABILITIES[ability]
    assert grantors_of([ability])


def test_operators_see_no_unit():
    assert Ability.READ_UNITS not in abilities_of([Role.OPERATOR])


def test_a_second_factor_is_needed_for_the_named_roles_only():
    assert needs_second_factor(["cadre", "operator"], ["operator"])
    assert not needs_second_factor(["cadre"], ["operator"])
    assert not needs_second_factor(["cadre"], [])
