"""Accounts, grants, notices, the trail, and the sign-in library's pages."""

from accounts.rules import Role
from tests.access.rows import Row

MANAGER, CADRE, COMMUNE = Role.DISTRICT_OFFICER, Role.CADRE, Role.COMMUNE_OFFICER
REASON = {"reason": "Chuyển công tác"}
CELL = {"label": "cells.partycell", "pk": lambda w: str(w.cell.pk)}
GIVEN = {"role": "commune_officer"}
MAILED_LINK = {"uidb36": "1", "key": "khong-con"}


def person(world):
    return {"full_name": "Lê Thị Bốn", "username": "le.thi.bon", "email": ""}


def edited(world):
    return {**person(world), "version": world.user.version}


def commune_of(world):
    return {"unit": world.far_commune.name}


#        name, stranger, wrong role, outside reach, inside reach, role, wrong role
ROWS = [
    # Accounts of others: every manager sees all; acting outside the own reach is refused.
    Row("accounts:user_list", 302, 403, 200, 200, MANAGER, CADRE),
    Row("accounts:user_list", 302, 403, None, 200, Role.OPERATOR, Role.INSPECTOR),
    Row("accounts:user_create", 302, 403, 200, 200, MANAGER, CADRE, "post", data=person),
    Row("accounts:user_detail", 302, 403, 200, 200, MANAGER, CADRE),
    Row("accounts:user_edit", 302, 403, 403, 302, MANAGER, CADRE, "post", data=edited),
    Row("accounts:user_deactivate", 302, 403, 403, 302, MANAGER, CADRE, "post", data=REASON),
    Row("accounts:user_deactivate", 302, 403, None, 403, Role.OPERATOR, COMMUNE),
    Row("accounts:user_activate", 302, 403, 403, 200, MANAGER, CADRE, "post"),
    Row("accounts:user_reset_password", 302, 403, 403, 200, MANAGER, CADRE, "post"),
    Row("accounts:user_reset_password", 302, 403, None, 403, Role.OPERATOR, CADRE, "post"),
    Row("accounts:user_reset_second_factor", 302, 403, 403, 200, MANAGER, CADRE),
    Row("accounts:grant_give", 302, 403, 403, 302, MANAGER, CADRE, "post", GIVEN, data=commune_of),
    Row("accounts:grant_end", 302, 403, 403, 302, MANAGER, CADRE, "post", data=REASON),
    Row("accounts:unit_options", 302, 403, 200, 200, MANAGER, CADRE, args={"role": "inspector"}),
    # One's own.
    Row("accounts:own_account", 302, None, 200, 200),
    Row("accounts:session_end", 302, 404, 404, 302, MANAGER, CADRE, "post"),
    Row("accounts:demo_sign_in", 404, None, 404, 404, method="post"),
    # Notices: only one's own.
    Row("accounts:notice_list", 302, None, 200, 200),
    Row("accounts:notice_detail", 302, 404, 404, 200),
    Row("accounts:notices_mark_read", 302, None, 302, 302, method="post"),
    # The trail.
    Row("accounts:trail_list", 302, 403, 200, 200, COMMUNE),
    Row("accounts:trail_detail", 302, 403, 404, 200, MANAGER, args=CELL),
    Row("accounts:trail_detail", 302, 403, 404, 200, COMMUNE, CADRE, args=CELL),
    Row("accounts:trail_detail", 302, 403, 404, 200, Role.INSPECTOR, CADRE, args=CELL),
    # The sign-in library.
    Row("account_login", 200, None, 302, 302),
    Row("account_logout", 302, None, 302, 302, method="post"),
    Row("account_inactive", 200, None, 200, 200),
    Row("account_change_password", 302, None, 200, 200),
    Row("account_reauthenticate", 302, None, 200, 200),
    Row("account_reset_password", 200, None, 200, 200),
    Row("account_reset_password_done", 200, None, 200, 200),
    Row("account_reset_password_from_key", 200, None, 200, 200, args=MAILED_LINK),
    Row("account_reset_password_from_key_done", 200, None, 200, 200),
    Row("mfa_authenticate", 302, None, 302, 302),
    Row("mfa_index", 302, None, 200, 200),
    Row("mfa_reauthenticate", 302, None, 302, 302),
    Row("mfa_activate_totp", 302, None, 302, 302),
    Row("mfa_deactivate_totp", 302, None, 404, 404),
    Row("mfa_view_recovery_codes", 302, None, 404, 404),
    Row("mfa_generate_recovery_codes", 302, None, 302, 302),
    Row("mfa_download_recovery_codes", 302, None, 404, 404),
    Row("usersessions_list", 302, None, 200, 200),
]
