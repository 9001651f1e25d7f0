import datetime

import pytest
from django.utils import timezone

from common.errors import RuleBroken
from feedback.actions.remarks_readers import end_reader, name_reader
from feedback.models import ConductRemark, RemarkReader
from tests import make, make_feedback

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return make.district()


@pytest.fixture
def staff(district):
    return make.district_officer(district)


@pytest.fixture
def inspector(district):
    return make.inspector(district)


def named(district, user, by, **more):
    facts = {"part": "reader", "valid_from": timezone.localdate(), "committee": district}
    return name_reader(**{**facts, "user": user, "by": by, **more})


def test_an_inspector_is_named_and_reads_from_now_on(district, staff, inspector):
    make_feedback.remark(committee=make.commune(parent=district))
    assert not ConductRemark.objects.readable_by(inspector).exists()
    named(district, inspector, staff)
    assert ConductRemark.objects.readable_by(inspector).count() == 1


def test_who_has_not_the_role_is_not_named(district, staff):
    officer = make.commune_officer(make.commune(parent=district))
    with pytest.raises(RuleBroken) as refused:
        named(district, officer, staff)
    assert refused.value.field == "user"


def test_a_board_member_oversees_and_does_not_read(district, staff):
    member = make.board_member(make.commune(parent=district))
    with pytest.raises(RuleBroken):
        named(district, member, staff)
    named(district, member, staff, part="oversight")


def test_nobody_reads_and_oversees(district, staff, inspector):
    named(district, inspector, staff)
    with pytest.raises(RuleBroken, match="không vừa đọc vừa giám sát"):
        named(district, inspector, staff, part="oversight")


def test_nobody_names_themselves(district, staff):
    make.grant(user=staff, role="inspector", committee=district)
    with pytest.raises(RuleBroken, match="tự chỉ định"):
        named(district, staff, staff)


def test_a_naming_ends_at_once(district, staff, inspector):
    make_feedback.remark(committee=district)
    before = {"valid_from": timezone.localdate() - datetime.timedelta(9)}
    reader = make_feedback.reader(user=inspector, committee=district, **before)
    end_reader(reader=reader, reason="Chuyển công tác", by=staff)
    assert not ConductRemark.objects.readable_by(inspector).exists()
    with pytest.raises(RuleBroken, match="đã kết thúc"):
        end_reader(reader=reader, reason="Chuyển công tác", by=staff)


def test_a_naming_of_today_ends_at_once_too(district, staff, inspector):
    reader = named(district, inspector, staff)
    end_reader(reader=reader, reason="Nhầm người", by=staff)
    assert not RemarkReader.objects.exists()
