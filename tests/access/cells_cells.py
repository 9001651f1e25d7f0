"""Who may open the pages of Party cells and meetings."""

from accounts.rules import Role
from tests.access.rows import Row

READERS = (
    Role.DISTRICT_OFFICER,
    Role.INSPECTOR,
    Role.BOARD_MEMBER,
    Role.AGENCY_OFFICER,
    Role.CADRE,
    Role.COMMUNE_OFFICER,
    Role.CELL_SECRETARY,
)
EDITORS = (Role.DISTRICT_OFFICER, Role.COMMUNE_OFFICER)
RECORDERS = (*EDITORS, Role.CELL_SECRETARY)

# An agency reaches the cells that its cadres are sent to.
SENT = {"cell_id": lambda world: world.assignment and world.cell.pk}
LINK = {"link_id": lambda world: world.cell.area_links.get().pk}
FACTS = {"name": "Chi bộ thôn Mới", "kind": "village", "version": 1}
END = {"valid_to": "31/12/2030", "reason": "Sáp nhập thôn", "version": 1}
FIGURES = {"kind": "regular", "due": 20, "present": 20, "excused": 0, "unexcused": 0}


def _cell_facts(world):
    return FACTS | {"committee": world.commune.pk}


ROWS = [
    *(Row("cells:cell_list", 302, 403, 200, 200, role) for role in READERS),
    *(Row("cells:cell_detail", 302, 403, 404, 200, role, args=SENT) for role in READERS),
    *(Row("cells:cell_create", 302, 403, 200, 200, role, Role.CADRE) for role in EDITORS),
    *(Row("cells:cell_edit", 302, 403, 404, 200, role, Role.CADRE) for role in EDITORS),
    *(Row("cells:cell_end", 302, 403, 404, 200, role, Role.INSPECTOR) for role in EDITORS),
    *(Row("cells:cell_area_add", 302, 403, 404, 200, role, Role.CADRE) for role in EDITORS),
    *(
        Row("cells:cell_area_end", 302, 403, 404, 200, role, Role.CADRE, args=LINK)
        for role in EDITORS
    ),
    Row("cells:cell_create", 302, 403, 200, 302, method="post", data=_cell_facts),
    Row("cells:cell_edit", 302, 403, 404, 302, method="post", data=FACTS),
    Row("cells:cell_end", 302, 403, 404, 302, method="post", data=END),
    Row("cells:cell_area_end", 302, 403, 404, 302, method="post", data=END, args=LINK),
    *(Row("cells:meeting_list", 302, 403, 200, 200, role) for role in READERS),
    *(Row("cells:meeting_create", 302, 403, 404, 200, role, Role.CADRE) for role in RECORDERS),
    *(Row("cells:meeting_edit", 302, 403, 404, 200, role, Role.CADRE) for role in RECORDERS),
    *(
        Row(
            "cells:meeting_create",
            302,
            403,
            404,
            302,
            role,
            Role.CADRE,
            method="post",
            data=FIGURES | {"held_on": "05/10/2025"},
        )
        for role in RECORDERS
    ),
]
