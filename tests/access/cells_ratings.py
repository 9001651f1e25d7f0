"""Who may open the pages of ratings."""

from accounts.rules import Role
from tests.access.rows import Row

_R = Role
_YEAR = {"year": 2025}

ROWS = [
    Row("cells:rating_list", 302, 403, 200, 200, _R.COMMUNE_OFFICER, _R.OPERATOR),
    Row("cells:rating_detail", 302, 403, 404, 200, _R.CADRE, _R.OPERATOR, args=_YEAR),
    Row("cells:rating_detail", 302, 403, 404, 200, _R.AGENCY_OFFICER, _R.OPERATOR, args=_YEAR),
    Row("cells:rating_self", 302, 403, 404, 200, _R.CELL_SECRETARY, _R.CADRE, args=_YEAR),
    Row("cells:rating_self", 302, 403, 404, 200, _R.COMMUNE_OFFICER, _R.CADRE, args=_YEAR),
    Row("cells:rating_review", 302, 403, 404, 200, _R.COMMUNE_OFFICER, _R.CADRE, args=_YEAR),
    Row("cells:rating_return", 302, 403, 404, 200, _R.DISTRICT_OFFICER, _R.CADRE, args=_YEAR),
    Row("cells:rating_decide", 302, 403, 404, 200, _R.DISTRICT_OFFICER, _R.CADRE, args=_YEAR),
]
