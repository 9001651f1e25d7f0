"""Who may open the calendar of meetings, their minutes, and what cells owe."""

import datetime

from django.utils import timezone

from accounts.rules import Role
from tests.access.cells_cells import READERS
from tests.access.rows import Row

CALLERS = (Role.COMMUNE_OFFICER, Role.CELL_SECRETARY)
NEXT = {"month": lambda world: f"{timezone.localdate() + datetime.timedelta(days=40):%Y-%m}"}
PAPER = {"meeting_id": lambda world: world.assignment and world.meeting_with_minutes.pk}
CALLED = {"planned_meeting_id": lambda world: world.assignment and world.planned_meeting.pk}


def _on(days: int) -> str:
    return f"{timezone.localdate() + datetime.timedelta(days=days):%d/%m/%Y}"


def _with_usual_day(world):
    world.cell.meeting_day = 3
    world.cell.save()
    return {"reason": "Trùng ngày bầu cử"}


ROWS = [
    *(Row("cells:calendar_list", 302, 403, 200, 200, role) for role in READERS),
    *(Row("cells:missing_list", 302, 403, 200, 200, role) for role in READERS),
    *(Row("cells:planned_detail", 302, 403, 404, 200, role, args=CALLED) for role in READERS),
    *(Row("cells:meeting_minutes", 302, 403, 404, 200, role, args=PAPER) for role in READERS),
    *(
        Row(f"cells:{name}", 302, 403, 404, 200, role, wrong)
        for name in ("planned_create", "planned_edit", "planned_move", "planned_call_off")
        for role in CALLERS
        for wrong in (Role.CADRE, Role.DISTRICT_OFFICER)
    ),
    *(
        Row("cells:usual_call_off", 302, 403, 404, 200, role, Role.INSPECTOR, args=NEXT)
        for role in CALLERS
    ),
    *(
        Row(
            "cells:planned_create",
            302,
            403,
            404,
            302,
            role,
            Role.CADRE,
            method="post",
            data=lambda world: {"planned_on": _on(3), "kind": "regular"},
        )
        for role in CALLERS
    ),
    *(
        Row(name, 302, 403, 404, 302, role, Role.CADRE, method="post", data=data)
        for role in CALLERS
        for name, data in (
            ("cells:planned_edit", {"kind": "regular", "version": 1}),
            (
                "cells:planned_call_off",
                {"reason": "Trùng ngày bầu cử", "version": 1},
            ),
        )
    ),
    *(
        Row(
            "cells:usual_call_off",
            302,
            403,
            404,
            302,
            role,
            Role.CADRE,
            method="post",
            args=NEXT,
            data=_with_usual_day,
        )
        for role in CALLERS
    ),
]
