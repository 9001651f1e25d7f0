"""Figures on what people raise: everybody who reads matters, each over their own."""

from accounts.rules import Role
from tests.access.rows import Row

#        name, stranger, wrong role, outside reach, inside reach
ROWS = [
    Row("feedback:figures", 302, 403, None, 200),
    Row("feedback:figures", 302, 403, None, 200, role=Role.CADRE),
    Row("feedback:figures", 302, 403, None, 200, role=Role.AGENCY_OFFICER),
    Row("feedback:figures", 302, 403, None, 200, wrong_role=Role.CELL_SECRETARY),
]
