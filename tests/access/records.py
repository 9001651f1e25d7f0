"""Who may record the strength of bodies and disciplinary decisions."""

from accounts.rules import Role
from tests.access.rows import Row

OFFICERS = (Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER)
STRENGTH = {"year": 2025, "strength": "weak", "reason": "Họp thưa", "version": 1}
DECISION = {"decided_on": "03/11/2025", "form": "warning", "number": "7-QĐ/ĐU", "version": 1}

ROWS = [
    *(
        Row(f"cells:{name}", 302, wrong, 404, 200, role, wrong_role)
        for name in ("strength_create", "strength_edit")
        for role in OFFICERS
        for wrong, wrong_role in ((403, Role.CADRE), (403, Role.CELL_SECRETARY))
    ),
    *(
        Row(f"cells:{name}", 302, 403, 404, 200, role, wrong_role)
        for name in ("discipline_create", "discipline_edit")
        for role in OFFICERS
        for wrong_role in (Role.CADRE, Role.CELL_SECRETARY, Role.INSPECTOR)
    ),
    *(
        Row(f"cells:{name}", 302, 403, 404, 302, role, Role.CADRE, method="post", data=data)
        for role in OFFICERS
        for name, data in (
            ("strength_create", STRENGTH),
            ("strength_edit", STRENGTH),
            ("discipline_create", DECISION),
            ("discipline_edit", DECISION),
        )
    ),
]
