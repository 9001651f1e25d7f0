"""The work list, a matter and the acts on it."""

from accounts.rules import Role
from tests.access.rows import Row

_R = Role
DISTRICT, COMMUNE, AGENCY, CADRE = (
    _R.DISTRICT_OFFICER,
    _R.COMMUNE_OFFICER,
    _R.AGENCY_OFFICER,
    _R.CADRE,
)
READERS = (DISTRICT, COMMUNE, AGENCY, CADRE, _R.BOARD_MEMBER, _R.INSPECTOR)
HANDLERS = (DISTRICT, COMMUNE, AGENCY)
SECRETARY = _R.CELL_SECRETARY
ROUTED = {"feedback_id": "routed_feedback"}


def _ticked(world):
    return {"viec": [world.feedback.pk], "act": "take"}


def _left(world):
    """Return a matter that was passed on by mistake."""
    row = world.feedback
    row.status = row.Status.PASSED_ON
    row.save()
    return row.pk


#        name, stranger, wrong role, outside reach, inside reach, role, wrong role
ROWS = [
    *(Row("feedback:feedback_list", 302, 403, 200, 200, role, SECRETARY) for role in READERS),
    *(
        Row("feedback:feedback_detail", 302, 403, 404, 200, role, SECRETARY, args=ROUTED)
        for role in READERS
    ),
    *(
        Row("feedback:feedback_attachment", 302, 403, 404, 200, role, SECRETARY, args=ROUTED)
        for role in READERS
        if role != CADRE  # papers of the desk stay with the desk
    ),
    Row("feedback:feedback_attachment", 302, 403, 404, 404, CADRE, SECRETARY, args=ROUTED),
    *(
        Row(f"feedback:{name}", 302, 403, 404, 302, role, CADRE, "post", args=ROUTED)
        for name in ("feedback_take", "feedback_verify", "feedback_start")
        for role in HANDLERS
    ),
    *(
        Row(f"feedback:{name}", 302, 403, 404, 200, role, CADRE, args=ROUTED)
        for name in (
            "feedback_answer",
            "feedback_assign",
            "feedback_route",
            "feedback_pass_on",
            "feedback_refuse",
            "feedback_merge",
            "feedback_edit",
            "feedback_note",
            "feedback_message",
            "feedback_attach",
        )
        for role in HANDLERS
    ),
    Row(
        "feedback:feedback_take_back",
        302,
        403,
        404,
        200,
        COMMUNE,
        CADRE,
        args={"feedback_id": _left},
    ),
    *(
        Row("feedback:feedback_enter", 302, 403, 200, 200, role, AGENCY)
        for role in (DISTRICT, COMMUNE, CADRE)
    ),
    # Who ticks what they do not reach is told so on the list.
    Row("feedback:feedback_bulk", 302, 403, 302, 302, COMMUNE, CADRE, "post", data=_ticked),
    Row("feedback:feedback_assign_many", 302, 403, 302, 200, COMMUNE, CADRE, "post", data=_ticked),
    # --- Settings: read by who handles matters, kept by district staff ---
    *(
        Row(f"feedback:{name}", 302, 403, 200, 200, role, SECRETARY)
        for name in ("norm_list", "route_list", "head_list")
        for role in (DISTRICT, COMMUNE)
    ),
    # Numbers, classes and kinds are everybody's: nothing of them is outside of one's reach.
    *(
        Row(f"feedback:{name}", 302, 403, 200, 200, DISTRICT, COMMUNE)
        for name in (
            "norm_edit",
            "urgency_edit",
            "category_create",
            "category_edit",
            "route_create",
            "head_create",
        )
    ),
    *(
        Row(f"feedback:{name}", 302, 403, 404, 200, DISTRICT, COMMUNE)
        for name in ("route_edit", "route_remove", "head_end")
    ),
]
