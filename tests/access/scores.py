"""Who may open the pages of meeting scores and of the tables they rest on."""

from accounts.rules import Role
from tests import make, make_scores
from tests.access.cells_cells import READERS, RECORDERS, SENT
from tests.access.rows import Row

_R = Role
RUBRIC = {"rubric_id": lambda world: make_scores.rubric().pk}


def _visited(world):
    """Return the near meeting, which the near cadre attended."""
    day = world.meeting.held_on
    make.attendance(assignment=world.assignment, cell=world.cell, attended_on=day)
    return world.meeting.pk


def _points(world):
    points = {f"item_{item.pk}": n for item, n in make_scores.full_points().items()}
    return points | {"note": "", "version": 0}


VISITED = {"meeting_id": _visited}
MET = {"meeting_id": lambda world: SENT["cell_id"](world) and world.meeting.pk}

ROWS = [
    *(Row("cells:meeting_score_list", 302, 403, 200, 200, role) for role in READERS),
    *(Row("cells:meeting_scores", 302, 403, 404, 200, role, args=MET) for role in READERS),
    *(Row("cells:meeting_score", 302, 403, 404, 200, role, _R.CADRE) for role in RECORDERS),
    *(
        Row(
            "cells:meeting_score",
            302,
            403,
            404,
            302,
            role,
            _R.INSPECTOR,
            method="post",
            data=_points,
        )
        for role in RECORDERS
    ),
    *(Row("cells:rubric_list", 302, 403, 200, 200, role) for role in READERS),
    *(Row("cells:rubric_detail", 302, 403, 200, 200, role, args=RUBRIC) for role in READERS),
    Row(
        "assignments:meeting_score", 302, 403, 404, 200, _R.CADRE, _R.COMMUNE_OFFICER, args=VISITED
    ),
    # Who reaches the cell but was not there.
    Row("assignments:meeting_score", 302, 403, 404, 403, _R.CADRE, _R.CELL_SECRETARY, args=MET),
    Row(
        "assignments:meeting_score",
        302,
        403,
        404,
        302,
        _R.CADRE,
        _R.COMMUNE_OFFICER,
        method="post",
        data=_points,
        args=VISITED,
    ),
]
