"""The calendar of days off, and the clock of a matter."""

from accounts.rules import Role
from tests.access.rows import Row

DISTRICT, COMMUNE, CADRE = Role.DISTRICT_OFFICER, Role.COMMUNE_OFFICER, Role.CADRE
SECRETARY = Role.CELL_SECRETARY
DAY = {"day_id": "special_day"}
NEW = {"day": "03/01/2028", "kind": "off", "name": "Nghỉ bù Tết Dương lịch", "source": ""}


def edited(world):
    return {**NEW, "version": world.special_day.version}


def removed(world):
    return {"reason": "Nhập nhầm ngày", "version": world.special_day.version}


#        name, stranger, wrong role, outside reach, inside reach, role, wrong role
# The calendar is everybody's: there is nothing outside of one's reach.
ROWS = [
    Row("feedback:day_list", 302, 403, 200, 200),
    Row("feedback:day_list", 302, 403, 200, 200, COMMUNE, SECRETARY),
    Row("feedback:day_list", 302, 403, 200, 200, CADRE),
    Row("feedback:day_create", 302, 403, None, 302, DISTRICT, COMMUNE, "post", data=NEW),
    Row("feedback:day_edit", 302, 403, None, 302, DISTRICT, COMMUNE, "post", DAY, data=edited),
    Row("feedback:day_remove", 302, 403, None, 302, DISTRICT, COMMUNE, "post", DAY, data=removed),
]
