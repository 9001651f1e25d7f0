"""Pages of help registrations."""

from django.core.files.base import ContentFile

from accounts.rules import Role
from common import files
from tests.access.rows import Row

_R = Role
OFFICER, AGENCY, COMMUNE = _R.DISTRICT_OFFICER, _R.AGENCY_OFFICER, _R.COMMUNE_OFFICER
READERS = (OFFICER, AGENCY, COMMUNE, _R.BOARD_MEMBER, _R.CELL_SECRETARY, _R.INSPECTOR)


def _proven(world):
    """Return the near action, done with a proof."""
    action = world.help_action
    action.proof = files.store(ContentFile(b"%PDF-1.4 thu", name="bien-ban.pdf"), by=None)
    action.save()
    return action.pk


def _of_agency(name: str, **more) -> list[Row]:
    """Return the rows of a page for the helping agency and district staff."""
    return [
        Row(f"assignments:{name}", 302, 403, 404, 200, role, COMMUNE, **more)
        for role in (OFFICER, AGENCY)
    ]


ROWS = [
    *(
        Row(f"assignments:{name}", 302, 403, 200, 200, role)
        for name in ("help_list", "help_needs")
        for role in (*READERS, _R.CADRE)
    ),
    *(Row("assignments:help_detail", 302, 403, 404, 200, role) for role in READERS),
    *(
        Row(
            "assignments:help_action_proof",
            302,
            403,
            404,
            200,
            role,
            args={"help_action_id": _proven},
        )
        for role in READERS
    ),
    *(
        Row(f"assignments:{name}", 302, 403, 200, 200, role, COMMUNE, query=query)
        for name, query in (("help_register", ""), ("help_cell_options", "?cell=a"))
        for role in (OFFICER, AGENCY)
    ),
    *(
        row
        for name in (
            "help_edit",
            "help_withdraw",
            "help_action_create",
            "help_action_edit",
            "help_action_finish",
            "help_partner_create",
            "help_partner_remove",
            "help_review_create",
            "help_review_edit",
        )
        for row in _of_agency(name)
    ),
    *(
        Row("assignments:help_agreement_create", 302, 403, 404, 200, role, AGENCY)
        for role in (OFFICER, COMMUNE)
    ),
    *(
        Row(f"assignments:{name}", 302, 403, 404, 200, OFFICER, AGENCY)
        for name in ("help_close", "help_action_check", "help_action_reopen")
    ),
]
