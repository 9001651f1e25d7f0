"""Pages about personal data of senders."""

from accounts.rules import Role
from feedback.models import RetentionRule
from tests.access.rows import Row

DISTRICT, COMMUNE, AGENCY = Role.DISTRICT_OFFICER, Role.COMMUNE_OFFICER, Role.AGENCY_OFFICER
INSPECTOR, CADRE = Role.INSPECTOR, Role.CADRE
RULE = {"retention_id": lambda world: RetentionRule.objects.get(what="contact").pk}


def reason(world):
    """Return why the contact of the near matter is read; it has one."""
    assert world.sender_contact
    return {"reason": "hỏi thêm chỗ bị ngập"}


def answered(world):
    return {"status": "done", "answer": "Mở cho xem rồi", "version": world.data_request.version}


def kept(world):
    return {"days": 400, "version": RetentionRule.objects.get(what="contact").version}


#        name, stranger, wrong role, outside reach, inside reach, role, wrong role
ROWS = [
    *(
        Row("feedback:contact_read", 302, 403, 404, 200, role, CADRE, method, data=data)
        for role in (DISTRICT, COMMUNE)
        for method, data in (("get", {}), ("post", reason))
    ),
    Row("feedback:data_request_create", 404, None, 404, 404),
    Row("feedback:data_request_create", 404, None, 404, 404, method="post"),
    Row("feedback:privacy_public", 200, None, 200, 200),
    Row("feedback:data_request_list", 302, 403, 200, 200, DISTRICT, COMMUNE),
    Row("feedback:data_request_list", 302, 403, 200, 200, DISTRICT, INSPECTOR, query="?xuat=csv"),
    Row("feedback:data_request_detail", 302, 403, 404, 200, DISTRICT, COMMUNE),
    Row("feedback:data_request_answer", 302, 403, 404, 200, DISTRICT, COMMUNE),
    Row(
        "feedback:data_request_answer", 302, 403, 404, 302, DISTRICT, COMMUNE, "post", data=answered
    ),
    *(
        Row("feedback:reading_list", 302, 403, 200, 200, role, COMMUNE, query=query)
        for role in (DISTRICT, INSPECTOR)
        for query in ("", "?xuat=xlsx")
    ),
    *(
        Row("feedback:retention_list", 302, 403, 200, 200, role, COMMUNE)
        for role in (DISTRICT, INSPECTOR)
    ),
    Row("feedback:retention_edit", 302, 403, 200, 200, DISTRICT, INSPECTOR, args=RULE),
    Row(
        "feedback:retention_edit", 302, 403, None, 302, DISTRICT, INSPECTOR, "post", RULE, data=kept
    ),
]
