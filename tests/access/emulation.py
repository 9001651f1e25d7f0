"""Scores."""

from accounts.rules import Role
from tests.access.rows import Row

COMMUNE = Role.COMMUNE_OFFICER
YEAR = {"year": lambda world: world.score.year}

ROWS = [
    Row("emulation:score_list", 302, 403, 200, 200, wrong_role=COMMUNE),
    Row("emulation:score_list", 302, 403, 200, 200, Role.CADRE, Role.CELL_SECRETARY),
    Row("emulation:agency_score_list", 302, 403, 200, 200, wrong_role=COMMUNE),
    Row("emulation:score_detail", 302, 403, 404, 200, wrong_role=COMMUNE, args=YEAR),
    Row("emulation:score_detail", 302, 403, 404, 200, Role.INSPECTOR, args=YEAR),
    Row("emulation:score_detail", 302, 403, 404, 200, Role.AGENCY_OFFICER, args=YEAR),
    Row("emulation:score_detail", 302, 403, 404, 200, Role.CADRE, args=YEAR),
    Row("emulation:score_detail", 302, 403, 404, 200, Role.BOARD_MEMBER, args=YEAR),
    *(
        Row("emulation:score_rows", 302, 403, 404, 200, Role.CADRE, args={**YEAR, "measure": words})
        for words in (lambda _: "attendance", lambda _: "guidance", lambda _: "cell_change")
    ),
    Row("emulation:roll_up_page", 302, 403, 200, 200, wrong_role=Role.INSPECTOR),
    Row("emulation:roll_up_state", 302, 403, 200, 200, wrong_role=Role.AGENCY_OFFICER),
    Row(
        "emulation:roll_up_ask",
        302,
        403,
        None,
        302,
        wrong_role=Role.CADRE,
        method="post",
        data=lambda world: {"year": world.score.year},
    ),
]
