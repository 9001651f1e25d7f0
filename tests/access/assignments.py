"""Pages of people and assignments."""

from accounts.rules import Role
from assignments.models import DutyNorm
from tests.access.rows import Row

OFFICER, AGENCY, COMMUNE, CADRE = (
    Role.DISTRICT_OFFICER,
    Role.AGENCY_OFFICER,
    Role.COMMUNE_OFFICER,
    Role.CADRE,
)


def _norm(_world):
    return DutyNorm.objects.get(for_leaders=True).pk


def _only_staff(name: str, outside: int = 404, **more) -> Row:
    """Return the row of a page for district staff, on a thing they reach or do not reach."""
    return Row(f"assignments:{name}", 302, 403, outside, 200, OFFICER, AGENCY, **more)


#        name, stranger, wrong role, outside reach, inside reach
ROWS = [
    *(
        Row("assignments:worry_list", 302, 403, 200, 200, role, Role.CADRE)
        for role in (
            Role.DISTRICT_OFFICER,
            Role.INSPECTOR,
            Role.BOARD_MEMBER,
            Role.COMMUNE_OFFICER,
        )
    ),
    # Lists: everybody in reach of units reads their own part.
    *(
        Row(f"assignments:{name}", 302, 403, 200, 200, role)
        for name in (
            "agency_list",
            "cadre_list",
            "decision_list",
            "assignment_list",
            "charge_list",
            "norm_list",
            "responsible_page",
        )
        for role in (OFFICER, COMMUNE, CADRE)
    ),
    # One thing: read by who reaches it.
    Row("assignments:agency_detail", 302, 403, 404, 200, OFFICER),
    Row("assignments:agency_detail", 302, 403, 404, 200, AGENCY),
    Row("assignments:cadre_detail", 302, 403, 404, 200, OFFICER),
    Row("assignments:cadre_detail", 302, 403, 404, 200, AGENCY),
    Row("assignments:cadre_detail", 302, 403, 404, 200, CADRE),
    Row("assignments:decision_detail", 302, 403, 404, 200, OFFICER),
    # Written by district staff only.
    _only_staff("agency_create", 200),
    _only_staff("agency_edit"),
    _only_staff("agency_end"),
    _only_staff("cadre_create", 200),
    _only_staff("cadre_edit"),
    _only_staff("cadre_leave"),
    _only_staff("cadre_hand_over"),
    _only_staff("cadre_gaps", 200),
    _only_staff("decision_create", 200),
    _only_staff("decision_edit"),
    _only_staff("norm_edit", 200, args={"norm_id": _norm}),
    _only_staff("assignment_create", 200),
    _only_staff("assignment_edit"),
    _only_staff("assignment_end"),
    _only_staff("assignment_drop"),
    _only_staff("assignment_bulk", 200),
    _only_staff("assignment_bulk_write", 200, method="post"),
    _only_staff("assignment_gaps", 200),
    _only_staff("area_options", 200, query="?area=a"),
    _only_staff("charge_create", 200),
    _only_staff("charge_edit"),
    _only_staff("charge_end"),
    # Absences: district staff and the cadre's own agency.
    *(
        Row(f"assignments:{name}", 302, 403, outside, 200, role, COMMUNE, query=query)
        for name, outside, query in (
            ("absence_list", 200, ""),
            ("absence_create", 200, ""),
            ("absence_edit", 404, ""),
            ("absence_cancel", 404, ""),
            ("cadre_options", 200, "?cadre=a"),
        )
        for role in (OFFICER, AGENCY)
    ),
]
