"""What `check_invariants` says of accounts."""

import pytest
from django.core.management import call_command

from accounts.invariants import INVARIANTS
from accounts.models import RoleGrant
from accounts.rules import Role
from tests import make

pytestmark = pytest.mark.django_db


def broken():
    return {i.name for i in INVARIANTS if list(i.broken())}


def test_nothing_is_broken_in_good_order():
    make.commune_officer(make.commune())
    assert broken() == set()


def test_usernames_that_differ_in_case_only_are_named():
    make.user(username="le.bon")
    make.user(username="Le.Bon")
    assert broken() == {"usernames_differ"}


def test_a_role_over_a_committee_of_another_level_is_named():
    commune = make.commune()
    make.grant(user=make.user(), role=Role.COMMUNE_OFFICER, committee=commune.parent)
    assert broken() == {"grant_levels_fit"}


def test_the_first_operator_is_made_by_command(capsys):
    call_command("create_operator", "quan.tri", "Trần Quản Trị")
    assert "quan.tri" in capsys.readouterr().out
    assert RoleGrant.objects.get().role == Role.OPERATOR
