"""Who may open the pages of resolutions and their tasks."""

from accounts.rules import Role
from tests import make_scores
from tests.access.cells_cells import READERS, RECORDERS, SENT
from tests.access.rows import Row


def _resolution(world):
    return SENT["cell_id"](world) and make_scores.resolution(cell=world.cell).pk


def _task(world):
    return make_scores.task(resolution=make_scores.resolution(cell=world.cell)).pk


ONE = {"resolution_id": _resolution}
TASK = {"task_id": _task}
FACTS = {"adopted_on": "03/01/2026", "title": "Nghị quyết", "rows": 0, "version": 1}
ACTS = {
    "cells:resolution_edit": (ONE, FACTS),
    "cells:task_edit": (TASK, {"text": "Việc", "member_name": "An", "version": 1}),
    "cells:task_done": (TASK, {"done_on": "20/01/2026", "version": 1}),
    "cells:task_carry": (
        TASK,
        {"carried_to": "20/02/2026", "carried_reason": "Mưa bão", "version": 1},
    ),
}

ROWS = [
    *(Row("cells:resolution_list", 302, 403, 200, 200, role) for role in READERS),
    *(Row("cells:task_list", 302, 403, 200, 200, role) for role in READERS),
    *(
        Row("cells:resolution_list_of_cell", 302, 403, 404, 200, role, args=SENT)
        for role in READERS
    ),
    *(Row("cells:resolution_detail", 302, 403, 404, 200, role, args=ONE) for role in READERS),
    *(Row("cells:resolution_create", 302, 403, 404, 200, role, Role.CADRE) for role in RECORDERS),
    *(
        Row(name, 302, 403, 404, 200, role, Role.CADRE, args=args)
        for name, (args, _facts) in ACTS.items()
        for role in RECORDERS
    ),
    *(
        Row(name, 302, 403, 404, 302, role, Role.INSPECTOR, method="post", data=facts, args=args)
        for name, (args, facts) in ACTS.items()
        for role in RECORDERS
    ),
    Row("cells:resolution_create", 302, 403, 404, 302, method="post", data=FACTS),
]
