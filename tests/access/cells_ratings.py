"""Who may open the pages of ratings."""

from typing import Any

from accounts.rules import Role
from tests import make
from tests.access.rows import Row

_R = Role
_YEAR = {"year": 2025}


def _typed(world: Any) -> dict[str, Any]:
    rating = world.round_rating
    level = make.level("HTTNV", rating.year)
    return {f"muc-{rating.pk}": level.pk, f"ban-{rating.pk}": rating.version}


_SHEET = {"year": lambda w: w.rating_round.year, "commune_id": "commune"}
_ROW = _SHEET | {"rating_id": "round_rating"}
_ROUND = {"round_id": "rating_round"}
_GROUP = _ROUND | {"group_id": "rating_group"}

ROWS = [
    Row("cells:round_list", 302, 403, 200, 200, _R.INSPECTOR, _R.OPERATOR),
    Row("cells:round_open", 302, 403, 200, 200, _R.DISTRICT_OFFICER, _R.COMMUNE_OFFICER),
    Row("cells:round_detail", 302, 403, 404, 200, _R.DISTRICT_OFFICER, _R.OPERATOR, args=_ROUND),
    Row("cells:round_detail", 302, 403, 404, 200, _R.CELL_SECRETARY, _R.OPERATOR, args=_ROUND),
    Row("cells:round_complete", 302, 403, 404, 302, method="post", args=_ROUND),
    Row("cells:ceiling_raise", 302, 403, 404, 200, args=_GROUP),
    Row("cells:rating_sheet", 302, 403, 404, 200, _R.COMMUNE_OFFICER, _R.CADRE, args=_SHEET),
    Row("cells:rating_sheet", 302, 403, 404, 200, _R.DISTRICT_OFFICER, _R.CADRE, args=_SHEET),
    Row(
        "cells:rating_sheet_row",
        302,
        403,
        404,
        200,
        _R.COMMUNE_OFFICER,
        _R.CADRE,
        method="post",
        args=_ROW,
        data=_typed,
    ),
    Row(
        "cells:rating_sheet_accept",
        302,
        403,
        404,
        302,
        _R.COMMUNE_OFFICER,
        _R.CADRE,
        method="post",
        args=_SHEET,
    ),
    Row("cells:rating_list", 302, 403, 200, 200, _R.COMMUNE_OFFICER, _R.OPERATOR),
    Row("cells:rating_detail", 302, 403, 404, 200, _R.CADRE, _R.OPERATOR, args=_YEAR),
    Row("cells:rating_detail", 302, 403, 404, 200, _R.AGENCY_OFFICER, _R.OPERATOR, args=_YEAR),
    Row("cells:rating_self", 302, 403, 404, 200, _R.CELL_SECRETARY, _R.CADRE, args=_YEAR),
    Row("cells:rating_self", 302, 403, 404, 200, _R.COMMUNE_OFFICER, _R.CADRE, args=_YEAR),
    Row("cells:rating_review", 302, 403, 404, 200, _R.COMMUNE_OFFICER, _R.CADRE, args=_YEAR),
    Row("cells:rating_return", 302, 403, 404, 200, _R.DISTRICT_OFFICER, _R.CADRE, args=_YEAR),
    Row("cells:rating_decide", 302, 403, 404, 200, _R.DISTRICT_OFFICER, _R.CADRE, args=_YEAR),
]
