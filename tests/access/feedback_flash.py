"""Pages of flash reports."""

import uuid

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.rules import Role
from common import files
from feedback.actions.flash import send_flash
from feedback.models import FlashPhoto
from tests.access.rows import Row

_R = Role
OFFICER, BOARD, COMMUNE, CADRE = (
    _R.DISTRICT_OFFICER,
    _R.BOARD_MEMBER,
    _R.COMMUNE_OFFICER,
    _R.CADRE,
)
READERS = (OFFICER, _R.INSPECTOR, BOARD, COMMUNE, CADRE)
WRONG = _R.CELL_SECRETARY
WORDS = {"words": "Đảng ủy xã đối thoại trong ngày mai."}


def _report(world):
    """Return the near cadre's report about the near cell."""
    report, _is_new = send_flash(
        client_uuid=uuid.UUID(int=1),
        reporter=world.insider(CADRE),
        committee=world.commune,
        area=world.area,
        cell=world.cell,
        kind="land",
        text="Ba mươi hộ tụ tập vì giá đền bù.",
        written_at=timezone.now(),
    )
    return report


def _key(world):
    return _report(world).pk


def _photo(world):
    paper = ContentFile(b"\xff\xd8\xff\xe0", name="anh.jpg")
    stored = files.store(paper, by=None)
    return FlashPhoto.objects.create(report=_report(world), file=stored).pk


def _form(world):
    place = f"{world.commune.pk}-{world.area.pk}-{world.cell.pk}"
    return {"place": place, "kind": "land", "text": "Có việc.", "client_uuid": str(uuid.uuid4())}


ONE = {"flash_report_id": _key}

ROWS = [
    *(
        Row(f"feedback:{name}", 302, 403, 200, 200, role, WRONG)
        for name in ("flash_list", "flash_trends")
        for role in READERS
    ),
    *(Row("feedback:flash_detail", 302, 403, 404, 200, role, WRONG, args=ONE) for role in READERS),
    *(
        Row(
            "feedback:flash_photo", 302, 403, 404, 200, role, WRONG, args={"flash_photo_id": _photo}
        )
        for role in READERS
    ),
    *(Row("feedback:flash_new", 302, 403, 200, 200, role, OFFICER) for role in (CADRE, COMMUNE)),
    *(
        Row("feedback:flash_send", 302, 403, 422, 201, role, OFFICER, "post", data=_form)
        for role in (CADRE, COMMUNE)
    ),
    *(
        Row(f"feedback:{name}", 302, 403, 404, 302, role, COMMUNE, "post", ONE, data=WORDS)
        for name in ("flash_take", "flash_direct", "flash_close", "flash_mark", "flash_unmark")
        for role in (OFFICER, BOARD)
    ),
    *(
        Row(f"feedback:{name}", 302, 403, 404, 200, role, COMMUNE, args=ONE)
        for name in ("flash_direct", "flash_close")
        for role in (OFFICER, BOARD)
    ),
    *(
        Row("feedback:flash_add", 302, 403, 404, 302, role, _R.INSPECTOR, "post", ONE, data=WORDS)
        for role in (OFFICER, BOARD, COMMUNE, CADRE)
    ),
]
