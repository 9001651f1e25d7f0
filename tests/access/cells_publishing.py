"""Who may open the pages of published rounds and of objections."""

from accounts.rules import Role
from tests.access.rows import Row

_R = Role
_PUBLISHED = {"year": lambda world: world.published_round.year}
_OBJECTION = {"objection_id": "objection"}
_SECRETARY, _COMMUNE = _R.CELL_SECRETARY, _R.COMMUNE_OFFICER

_RESULT = {"round_id": "published_round"}

ROWS = [
    Row("cells:round_publish", 302, 403, 404, 302, wrong_role=_COMMUNE, args=_RESULT),
    Row("cells:result_list", 302, 403, 404, 200, args=_RESULT),
    Row("cells:result_list", 302, 403, 404, 200, _SECRETARY, args=_RESULT),
    Row("cells:result_print", 302, 403, 404, 200, args=_RESULT),
    Row("cells:result_print", 302, 403, 404, 200, _R.CADRE, args=_RESULT),
    Row("cells:objection_list", 302, 403, 200, 200, _R.DISTRICT_OFFICER, _R.CADRE),
    Row("cells:objection_list", 302, 403, 200, 200, _COMMUNE, _R.CADRE),
    Row("cells:objection_create", 302, 403, 404, 200, _SECRETARY, _R.CADRE, args=_PUBLISHED),
    Row("cells:objection_create", 302, 403, 404, 200, _COMMUNE, _R.CADRE, args=_PUBLISHED),
    Row("cells:objection_keep", 302, 403, 404, 200, wrong_role=_COMMUNE, args=_OBJECTION),
    Row("cells:objection_redo", 302, 403, 404, 200, wrong_role=_COMMUNE, args=_OBJECTION),
]
