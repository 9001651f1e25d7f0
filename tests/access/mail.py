"""Mails, for the operator."""

from accounts.rules import Role
from tests.access.rows import Row

OPERATOR, OFFICER = Role.OPERATOR, Role.DISTRICT_OFFICER

ROWS = [
    Row("accounts:mail_list", 302, 403, None, 200, OPERATOR, OFFICER),
    Row("accounts:mail_retry", 302, 403, None, 302, OPERATOR, OFFICER, method="post"),
    # Not the try-out: no mailbox, whoever asks.
    Row("accounts:mailbox", 302, 403, None, 404, OPERATOR, OFFICER),
    Row("accounts:mailbox_mail", 302, 403, None, 404, OPERATOR, OFFICER, args={"name": "x"}),
]
