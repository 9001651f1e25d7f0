import datetime

import pytest
from django.utils import timezone

from common.errors import RuleBroken
from common.models import AuditEntry, Notice
from feedback.actions.remarks_opening import (
    agree_opening,
    ask_opening,
    decline_opening,
    read_opened,
    require_two,
)
from feedback.models import ConductRemark, DeskNorm, RemarkReading
from feedback.rules.consent import Contact
from tests import make, make_feedback

pytestmark = pytest.mark.django_db

REASON = "Xem xét theo phân công"


@pytest.fixture
def commune():
    return make.commune()


@pytest.fixture
def reader(commune):
    user = make.inspector(commune.parent)
    make_feedback.reader(user=user, committee=commune)
    return user


@pytest.fixture
def second(commune):
    user = make.inspector(commune.parent)
    make_feedback.reader(user=user, committee=commune.parent)
    return user


@pytest.fixture
def remark(commune):
    return make_feedback.remark(
        committee=commune, text="Bí mật của dân", identity=Contact(name="Lê Văn Bí")
    )


@pytest.fixture
def denunciation(commune):
    return make_feedback.denunciation(committee=commune, text="Đơn tố cáo")


def asked(remark, by, **more):
    return ask_opening(**{"remark": remark, "what": "text", "reason": REASON, "by": by, **more})


def test_a_named_reader_opens_with_a_reason_and_reads_and_each_reading_is_kept(remark, reader):
    opening = asked(remark, reader)
    assert read_opened(opening=opening, by=reader).letter.text == "Bí mật của dân"
    read_opened(opening=opening, by=reader)
    assert RemarkReading.objects.filter(opening=opening, by=reader).count() == 2
    remark.refresh_from_db()
    assert remark.status == "opened"


def test_an_opening_closes_by_itself(remark, reader, time_machine):
    DeskNorm.objects.update(opening_minutes=10)
    opening = asked(remark, reader)
    time_machine.move_to(opening.closes_at + datetime.timedelta(seconds=1))
    with pytest.raises(RuleBroken, match="hết giờ"):
        read_opened(opening=opening, by=reader)
    assert (opening.closes_at - opening.opens_at).total_seconds() == 600
    assert not RemarkReading.objects.exists()


def not_named(commune):
    return make.inspector(commune.parent)


def named_elsewhere(commune):
    user = make.inspector(commune.parent)
    make_feedback.reader(user=user, committee=make.commune(parent=commune.parent))
    return user


def named_before(commune):
    user = make.inspector(commune.parent)
    today = timezone.localdate()
    days = {"valid_from": today - datetime.timedelta(9), "valid_to": today - datetime.timedelta(1)}
    make_feedback.reader(user=user, committee=commune, **days)
    return user


def named_without_the_role(commune):
    user = make.commune_officer(commune)
    make_feedback.reader(user=user, committee=commune)
    return user


def overseer(commune):
    user = make.inspector(commune.parent)
    make_feedback.oversight(user=user, committee=commune)
    return user


@pytest.mark.parametrize(
    "who", [not_named, named_elsewhere, named_before, named_without_the_role, overseer]
)
def test_nobody_else_opens(remark, commune, who):
    with pytest.raises(RuleBroken, match="không phải người đọc"):
        asked(remark, who(commune))


def test_nobody_reads_by_the_opening_of_another(remark, reader, second):
    opening = asked(remark, reader)
    with pytest.raises(RuleBroken, match="của người khác"):
        read_opened(opening=opening, by=second)


def test_who_is_no_reader_any_more_reads_no_further(remark, reader):
    opening = asked(remark, reader)
    reader.remark_parts.update(valid_to=timezone.localdate() - datetime.timedelta(1))
    with pytest.raises(RuleBroken, match="không phải người đọc"):
        read_opened(opening=opening, by=reader)


@pytest.mark.parametrize("reason", ["", "xem", "gọi 0905 123 456 hỏi thêm"])
def test_a_reason_is_one_and_holds_no_telephone(remark, reader, reason):
    with pytest.raises(RuleBroken) as refused:
        asked(remark, reader, reason=reason)
    assert refused.value.field == "reason"


def test_a_denunciation_waits_for_the_second_reader(denunciation, reader, second):
    opening = asked(denunciation, reader)
    assert opening.opens_at is None
    with pytest.raises(RuleBroken, match="chưa có người thứ hai"):
        read_opened(opening=opening, by=reader)
    with pytest.raises(RuleBroken, match="không tự đồng ý"):
        agree_opening(opening=opening, by=reader)
    agree_opening(opening=opening, by=second)
    opening.refresh_from_db()
    assert read_opened(opening=opening, by=reader).letter.text == "Đơn tố cáo"
    assert read_opened(opening=opening, by=second).letter.text == "Đơn tố cáo"


def test_declined_it_stays_shut(denunciation, reader, second):
    opening = asked(denunciation, reader)
    decline_opening(opening=opening, by=second)
    with pytest.raises(RuleBroken, match="đã được quyết định"):
        agree_opening(opening=opening, by=second)
    opening.refresh_from_db()
    with pytest.raises(RuleBroken, match="chưa có người thứ hai"):
        read_opened(opening=opening, by=reader)


def test_who_sent_it_takes_two_and_shows_no_content(remark, reader, second):
    opening = asked(remark, reader, what="identity")
    assert opening.opens_at is None
    agree_opening(opening=opening, by=second)
    opening.refresh_from_db()
    opened = read_opened(opening=opening, by=reader)
    assert opened.identity.name == "Lê Văn Bí"
    assert opened.letter is None
    remark.refresh_from_db()
    assert remark.status == "sealed"


def test_a_sender_who_left_no_name_is_not_opened(denunciation, reader):
    with pytest.raises(RuleBroken, match="không để lại tên"):
        asked(denunciation, reader, what="identity")


def test_asking_twice_is_refused(denunciation, reader):
    asked(denunciation, reader)
    with pytest.raises(RuleBroken, match="đang chờ"):
        asked(denunciation, reader)


def test_the_oversight_is_told_of_each_opening_and_may_demand_two(remark, reader, commune):
    over = overseer(commune)
    asked(remark, reader)
    notice = Notice.objects.get(kind="remark_opened")
    assert notice.to == over
    assert REASON not in notice.title + notice.body
    require_two(remark=remark, by=over)
    remark.refresh_from_db()
    assert remark.needs_two


def test_a_reader_does_not_change_how_many_open(remark, reader):
    with pytest.raises(RuleBroken, match="người giám sát"):
        require_two(remark=remark, by=reader)


def test_the_trail_knows_that_it_was_opened_and_not_why(remark, reader):
    asked(remark, reader)
    entry = AuditEntry.objects.get(act="ask_opening")
    assert entry.changes == {"what": [None, "text"]}
    assert entry.reason == ""


def test_what_is_deleted_opens_no_more(remark, reader):
    ConductRemark.objects.update(
        status="deleted", deleted_at=timezone.now(), sealed_text="", sealed_identity=""
    )
    with pytest.raises(RuleBroken, match="đã xóa"):
        asked(remark, reader)


def test_without_its_key_it_opens_for_nobody_and_no_reading_is_kept(remark, reader, settings):
    opening = asked(remark, reader)
    settings.SEAL_KEYS = ["MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="]
    with pytest.raises(RuleBroken, match="thiếu khóa"):
        read_opened(opening=opening, by=reader)
    assert not RemarkReading.objects.exists()
