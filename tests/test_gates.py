"""Closed by default: every address has a gate, or is a view of the sign-in library named here."""

from accounts.rules import Ability
from tests.addresses import Address, all_addresses

# Views of the sign-in library, which cannot carry our gates: whom each lets in.
LIBRARY = {
    "account_login": "public",
    "account_logout": "public",
    "account_inactive": "public",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_change_password": "signed_in",
    "account_reauthenticate": "signed_in",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "signed_in",
    "mfa_index": "signed_in",
    "mfa_activate_totp": "signed_in",
    "mfa_deactivate_totp": "signed_in",
    "mfa_view_recovery_codes": "signed_in",
    "mfa_generate_recovery_codes": "signed_in",
    "mfa_download_recovery_codes": "signed_in",
    "usersessions_list": "signed_in",
}


def gate_of(address: Address):
    return address.gate or LIBRARY.get(address.name)


def test_every_address_has_a_gate():
    assert [address.route for address in all_addresses() if not gate_of(address)] == []


def test_gates_that_ask_for_abilities_name_real_ones():
    for address in all_addresses():
        if isinstance(address.gate, tuple):
            assert address.gate, address.route
            assert set(address.gate) <= set(Ability), address.route


def test_only_public_gates_let_strangers_in():
    """Django's middleware lets strangers in where `login_required` is off: only at public gates."""
    for address in all_addresses():
        is_open = not getattr(address.view, "login_required", True)
        assert is_open == (gate_of(address) == "public"), address.route


def test_the_table_of_library_views_names_only_views_in_use():
    assert set(LIBRARY) - {address.name for address in all_addresses()} == set()
