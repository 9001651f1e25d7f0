"""Accounts: effect, trail, and each refusal."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.actions import accounts as actions
from accounts.models import User
from accounts.rules import Role
from common.editing import EditConflict
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
def account(commune):
    return make.commune_officer(commune)


def last_entry(thing):
    return AuditEntry.objects.about(thing).first()


# --- Making ---


def test_a_new_account_opens_with_its_start_password_and_must_change_it(officer):
    user, start_password = actions.create_user(
        username="le.thi.bon", full_name="Lê Thị Bốn", email="", by=officer
    )
    assert user.check_password(start_password)
    assert user.must_change_password
    assert user.reach.roles == frozenset()


def test_start_passwords_differ_and_are_not_in_the_trail(officer):
    made = [
        actions.create_user(username=f"nguoi.moi.{n}", full_name="Lê Bốn", email="", by=officer)
        for n in range(2)
    ]
    assert made[0][1] != made[1][1]
    for user, start_password in made:
        entry = last_entry(user)
        assert (entry.act, entry.by) == ("create_user", officer)
        assert start_password not in str(entry.changes)
        assert user.password not in str(entry.changes)


@pytest.mark.parametrize("username", ["co.nguoi", "CO.NGUOI", "Có người", "x"])
def test_a_username_taken_or_out_of_shape_is_refused(officer, username):
    make.user(username="Co.Nguoi")
    with pytest.raises(RuleBroken) as refusal:
        actions.create_user(username=username, full_name="Lê Bốn", email="", by=officer)
    assert refusal.value.field == "username"


def test_who_manages_no_accounts_makes_none(account):
    with pytest.raises(PermissionDenied):
        actions.create_user(username="le.bon", full_name="Lê Bốn", email="", by=account)


# --- Changing ---


def edit(account, by, **changes):
    names = ("username", "full_name", "email")
    typed = {name: getattr(account, name) for name in names} | changes
    return actions.edit_user(pk=account.pk, version=account.version, by=by, **typed)


def test_an_edit_is_stored_and_told(officer, account):
    edit(account, officer, full_name="Lê Văn Mới")
    account.refresh_from_db()
    assert account.full_name == "Lê Văn Mới"
    assert list(last_entry(account).changes) == ["full_name"]


def test_a_second_editor_is_told(officer, account):
    edit(account, officer, full_name="Lê Văn Mới")
    with pytest.raises(EditConflict):
        edit(account, officer, full_name="Lê Văn Khác")


def test_the_old_address_resets_no_password_any_more(officer, account):
    EmailAddress.objects.create(user=account, email="cu@hoavang.example")
    edit(account, officer, email="moi@hoavang.example")
    assert not EmailAddress.objects.filter(user=account).exists()


def test_closing_signs_out_and_opening_lets_in_again(officer, account):
    client = Client()
    client.force_login(account)
    actions.deactivate_user(user=account, by=officer, reason="Nghỉ việc")
    assert client.get("/tai-khoan/").status_code == 302
    assert last_entry(account).reason == "Nghỉ việc"
    actions.activate_user(user=account, by=officer)
    client.force_login(account)
    assert client.get("/tai-khoan/").status_code == 200


def test_what_is_done_is_not_done_twice(officer, account):
    with pytest.raises(RuleBroken):
        actions.activate_user(user=account, by=officer)
    with pytest.raises(RuleBroken):
        actions.reset_second_factor(user=account, by=officer, reason="Mất máy")
    actions.deactivate_user(user=account, by=officer, reason="Nghỉ việc")
    with pytest.raises(RuleBroken):
        actions.deactivate_user(user=account, by=officer, reason="Nghỉ việc")


def test_a_reset_password_signs_out_and_must_be_changed(officer, account):
    client = Client()
    client.force_login(account)
    start_password = actions.reset_password(user=account, by=officer)
    account.refresh_from_db()
    assert account.check_password(start_password)
    assert account.must_change_password
    assert client.get("/tai-khoan/")["Location"].startswith("/tai-khoan/dang-nhap/")
    assert start_password not in str(last_entry(account).changes)


def test_a_second_factor_is_taken_with_its_recovery_codes(officer, account):
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=account, type=kind, data={})
    actions.reset_second_factor(user=account, by=officer, reason="Mất điện thoại")
    assert not Authenticator.objects.filter(user=account).exists()
    assert last_entry(account).act == "reset_second_factor"


ACTS = {
    "edit": edit,
    "deactivate": lambda a, by: actions.deactivate_user(user=a, by=by, reason="Thử"),
    "activate": lambda a, by: actions.activate_user(user=a, by=by),
    "password": lambda a, by: actions.reset_password(user=a, by=by),
    "factor": lambda a, by: actions.reset_second_factor(user=a, by=by, reason="Thử"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_no_act_reaches_oneself_an_equal_or_somebody_above(act, officer, commune):
    people = [officer, make.district_officer(commune.parent), make.operator()]
    people.append(make.inspector(commune.parent))
    for person in people:
        with pytest.raises(PermissionDenied):
            act(person, officer)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_no_act_is_open_to_who_manages_no_accounts(act, account, commune):
    with pytest.raises(PermissionDenied):
        act(account, make.inspector(commune.parent))


# --- The first one ---


def test_the_first_operator_is_made_once():
    user, start_password = actions.create_first_operator(
        username="quan.tri", full_name="Trần Quản Trị", by=None
    )
    assert User.objects.get(pk=user.pk).reach.roles == {Role.OPERATOR}
    assert user.check_password(start_password)
    with pytest.raises(RuleBroken):
        actions.create_first_operator(username="quan.tri.2", full_name="Trần Hai", by=None)
