"""The calendar of days off, and the clock of a matter."""

from accounts.rules import Role
from tests import make_feedback
from tests.access.rows import Row

DISTRICT, COMMUNE, CADRE = Role.DISTRICT_OFFICER, Role.COMMUNE_OFFICER, Role.CADRE
SECRETARY = Role.CELL_SECRETARY
PAUSED = {"feedback_id": "paused_feedback"}
DAY = {"day_id": "special_day"}
NEW = {"day": "03/01/2028", "kind": "off", "name": "Nghỉ bù Tết Dương lịch", "source": ""}


def edited(world):
    return {**NEW, "version": world.special_day.version}


def removed(world):
    return {"reason": "Nhập nhầm ngày", "version": world.special_day.version}


def pause(world):
    return {"reason": "sender", "note": "Chờ cho biết số nhà", "version": world.feedback.version}


def other_class(_world):
    return {"urgency": make_feedback.urgency("urgent").pk, "reason": "Nước đang lên nhanh"}


#        name, stranger, wrong role, outside reach, inside reach, role, wrong role
# The calendar is everybody's: there is nothing outside of one's reach.
ROWS = [
    Row("feedback:day_list", 302, 403, 200, 200),
    Row("feedback:day_list", 302, 403, 200, 200, COMMUNE, SECRETARY),
    Row("feedback:day_list", 302, 403, 200, 200, CADRE),
    Row("feedback:day_create", 302, 403, None, 302, DISTRICT, COMMUNE, "post", data=NEW),
    Row("feedback:day_edit", 302, 403, None, 302, DISTRICT, COMMUNE, "post", DAY, data=edited),
    Row("feedback:day_remove", 302, 403, None, 302, DISTRICT, COMMUNE, "post", DAY, data=removed),
    Row("feedback:feedback_pause", 302, 403, 404, 302, DISTRICT, CADRE, "post", data=pause),
    Row("feedback:feedback_pause", 302, 403, 404, 200, COMMUNE, SECRETARY),
    Row("feedback:feedback_resume", 302, 403, 404, 302, COMMUNE, CADRE, "post", PAUSED),
    Row("feedback:feedback_resume", 302, 403, 404, 200, DISTRICT, CADRE, args=PAUSED),
    Row("feedback:feedback_urgency", 302, 403, 404, 302, COMMUNE, CADRE, "post", data=other_class),
    Row("feedback:feedback_urgency", 302, 403, 404, 200, DISTRICT, Role.INSPECTOR),
]
