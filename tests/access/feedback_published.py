"""Answered matters that everybody may read, and who lets them."""

from accounts.rules import Role
from tests.access.rows import Row

DISTRICT, COMMUNE, CADRE = Role.DISTRICT_OFFICER, Role.COMMUNE_OFFICER, Role.CADRE
WORDS = {"subject": "Mương đã thông", "text": "Mương tắc", "answer": "Đã nạo vét 60 m"}
MATTER = {"feedback_id": "answered_feedback"}


def photo(world):
    return world.published.photos.get().pk


def reason(world):
    return {"reason": "Đăng nhầm việc", "version": world.published.version}


#        name, stranger, wrong role, outside reach, inside reach, role, wrong role
ROWS = [
    Row("feedback:published_public", 200, None, 200, 200),
    Row("feedback:published_public", 200, None, 200, 200, query="?q=muong&committee=1"),
    Row("feedback:published_detail", 200, None, 200, 200),
    Row("feedback:published_photo", 200, None, 200, 200, args={"photo_id": photo}),
    Row("feedback:published_read_out", 200, None, 200, 200),
    *(
        row
        for role in (DISTRICT, COMMUNE)
        for row in (
            Row("feedback:published_list", 302, 403, 200, 200, role, CADRE),
            Row("feedback:published_candidates", 302, 403, 200, 200, role, CADRE),
            Row("feedback:published_edit", 302, 403, 404, 200, role, CADRE, args=MATTER),
            Row(
                "feedback:published_preview",
                *(302, 403, 404, 200, role, CADRE, "post"),
                args=MATTER,
                data=WORDS,
            ),
            Row(
                "feedback:published_publish",
                *(302, 403, 404, 302, role, CADRE, "post"),
                args=MATTER,
                data=WORDS,
            ),
            Row(
                "feedback:published_withdraw", 302, 403, 404, 302, role, CADRE, "post", data=reason
            ),
        )
    ),
]
