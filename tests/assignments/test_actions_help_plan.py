"""The parts of a help: actions, agreements, partners, reviews, and their refusals."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from assignments.actions import help_plan as actions
from assignments.actions import help_reviews as reviews
from common.errors import RuleBroken
from common.months import Quarter
from tests import make

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def scene(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC))
    district = make.district()
    commune = make.commune(parent=district)
    area = make.area(commune=commune)
    agency = make.agency(committee=district, name="Ban Dân vận")
    leader = make.cadre(agency=agency, full_name="Trần Thị Hoa", is_leader=True)
    cell = make.cell(area=area)
    row = make.help_registration(
        cell=cell, agency=agency, starts_on=DAY(2026, 2, 10), ends_on=DAY(2026, 12, 31)
    )
    return {
        "row": row,
        "area": area,
        "leader": leader,
        "by": make.agency_officer(agency),
        "officer": make.district_officer(district),
    }


def add(scene, **changed):
    facts = {
        "text": "Giúp soạn nghị quyết tháng",
        "owner_name": "Lê Văn Năm",
        "due_on": DAY(2026, 6, 30),
    } | changed
    return actions.add_help_action(registration_id=scene["row"].pk, by=scene["by"], **facts)


def finish(scene, action, **changed):
    facts = {"done_on": DAY(2026, 6, 20), "result": "Đã xong", "proof": None} | changed
    return actions.finish_help_action(pk=action.pk, version=action.version, by=scene["by"], **facts)


def review(scene, **changed):
    facts = {
        "quarter": Quarter(2026, 2),
        "leader": scene["leader"],
        "attended_on": DAY(2026, 5, 3),
        "text": "Họp đông hơn, phát biểu nhiều hơn",
    } | changed
    return reviews.write_help_review(registration_id=scene["row"].pk, by=scene["by"], **facts)


# --- Actions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("due_on", [DAY(2026, 2, 9), DAY(2027, 1, 1)])
def test_an_action_is_due_within_the_time_of_the_help(scene, due_on):
    with pytest.raises(RuleBroken, match=r"phải từ 10/02/2026 đến 31/12/2026") as refused:
        add(scene, due_on=due_on)
    assert refused.value.field == "due_on"


def test_an_action_is_done_with_its_proof_and_then_checked(scene):
    action = finish(scene, add(scene), proof=ContentFile(b"%PDF-1.4 thu", name="bien-ban.pdf"))
    assert action.proof.name == "bien-ban.pdf"
    checked = actions.check_help_action(pk=action.pk, version=action.version, by=scene["officer"])
    assert checked.checked_on == timezone.localdate()
    with pytest.raises(RuleBroken, match="Huyện đã kiểm tra"):
        finish(scene, checked)


def test_a_result_sent_again_without_a_file_keeps_the_proof(scene):
    action = finish(scene, add(scene), proof=ContentFile(b"%PDF-1.4 thu", name="bien-ban.pdf"))
    again = finish(scene, action, result="Đã xong, có 30 người dự")
    assert again.proof_id == action.proof_id


def test_nothing_is_done_in_the_future_or_before_the_help_began(scene):
    action = add(scene)
    with pytest.raises(RuleBroken, match="chưa tới") as refused:
        finish(scene, action, done_on=timezone.localdate() + datetime.timedelta(days=1))
    assert refused.value.field == "done_on"
    with pytest.raises(RuleBroken, match="trước khi bắt đầu giúp đỡ 10/02/2026"):
        finish(scene, action, done_on=DAY(2026, 2, 9))


def test_what_is_done_is_not_edited_until_the_district_gives_it_back(scene):
    action = finish(scene, add(scene))
    facts = {"text": "Việc khác", "owner_name": "Ba", "due_on": DAY(2026, 7, 1)}
    with pytest.raises(RuleBroken, match="đã xong ngày 20/06/2026"):
        actions.edit_help_action(pk=action.pk, version=action.version, by=scene["by"], **facts)
    back = actions.reopen_help_action(
        pk=action.pk, version=action.version, reason="Chưa đủ minh chứng", by=scene["officer"]
    )
    assert back.done_on is None
    edited = actions.edit_help_action(pk=back.pk, version=back.version, by=scene["by"], **facts)
    assert edited.text == "Việc khác"


def test_what_is_not_done_is_neither_checked_nor_given_back(scene):
    action = add(scene)
    named = {"pk": action.pk, "version": 1, "by": scene["officer"]}
    with pytest.raises(RuleBroken, match="chưa kiểm tra được"):
        actions.check_help_action(**named)
    with pytest.raises(RuleBroken, match="chưa ghi xong"):
        actions.reopen_help_action(**named, reason="Thử")


# --- Agreements and partners ----------------------------------------------------------------------


def agree(scene, party, **changed):
    facts = {"agreed_on": DAY(2026, 2, 12), "by_name": "Lê Văn Năm, Phó Bí thư"} | changed
    return actions.record_help_agreement(
        registration_id=scene["row"].pk, party=party, by=scene["officer"], **facts
    )


def test_help_begins_once_committee_and_cell_have_agreed(scene):
    row = scene["row"]
    for party, status in (("front", "registered"), ("committee", "registered"), ("cell", "agreed")):
        agree(scene, party)
        row.refresh_from_db()
        assert row.status == status


def test_a_party_agrees_once_and_not_in_the_future(scene):
    agree(scene, "front")
    with pytest.raises(RuleBroken, match=r"Mặt trận xã đã thống nhất ngày 12/02/2026"):
        agree(scene, "front")
    with pytest.raises(RuleBroken, match="chưa tới"):
        agree(scene, "cell", agreed_on=timezone.localdate() + datetime.timedelta(days=1))


def test_partners_come_once_and_go(scene):
    agency = make.agency(committee=scene["row"].agency.committee)
    named = {"registration_id": scene["row"].pk, "part": "Tập huấn", "by": scene["by"]}
    partner = actions.add_help_partner(agency=agency, **named)
    with pytest.raises(RuleBroken, match="đã phối hợp"):
        actions.add_help_partner(agency=agency, **named)
    with pytest.raises(RuleBroken, match="đã là cơ quan nhận"):
        actions.add_help_partner(agency=scene["row"].agency, **named)
    actions.remove_help_partner(pk=partner.pk, by=scene["by"])
    with pytest.raises(RuleBroken, match="đã được bỏ"):
        actions.remove_help_partner(pk=partner.pk, by=scene["by"])
    assert not scene["row"].partners.exists()


# --- Reviews --------------------------------------------------------------------------------------


def test_a_review_is_linked_to_the_leaders_attendance(scene):
    assignment = make.assignment(cadre=scene["leader"], area=scene["area"])
    attended = make.attendance(
        assignment=assignment, cell=scene["row"].cell, attended_on=DAY(2026, 5, 3)
    )
    written = review(scene)
    assert (written.leader_name, written.attendance) == ("Trần Thị Hoa", attended)
    moved = reviews.edit_help_review(
        pk=written.pk,
        version=1,
        leader=scene["leader"],
        attended_on=DAY(2026, 5, 4),
        text=written.text,
        by=scene["by"],
    )
    assert moved.attendance is None


@pytest.mark.parametrize(
    ("changed", "sentence", "field"),
    [
        ({"attended_on": DAY(2026, 7, 1)}, "phải từ 01/04/2026 đến 30/06/2026", "attended_on"),
        (
            {"quarter": Quarter(2026, 1), "attended_on": DAY(2026, 2, 3)},
            "phải từ 10/02/2026 đến 31/03/2026",
            "attended_on",
        ),
        ({"quarter": Quarter(2025, 4)}, "không có quý IV/2025", "quarter"),
    ],
)
def test_a_review_lies_in_its_quarter_and_the_quarter_in_the_help(scene, changed, sentence, field):
    with pytest.raises(RuleBroken, match=sentence) as refused:
        review(scene, **changed)
    assert refused.value.field == field


def test_a_quarter_has_one_review(scene):
    review(scene)
    with pytest.raises(RuleBroken, match="Quý II/2026 đã có nhận xét của đ/c Trần Thị Hoa"):
        review(scene, attended_on=DAY(2026, 6, 3))


def test_nobody_reviews_in_the_future(scene):
    with pytest.raises(RuleBroken, match="chưa tới"):
        review(scene, quarter=Quarter(2026, 4), attended_on=DAY(2026, 11, 24))


def test_only_a_leader_of_the_agency_reviews(scene):
    staff = make.cadre(agency=scene["row"].agency, full_name="Lê Văn Năm")
    other = make.cadre(full_name="Ngô Văn Tư", is_leader=True)
    for cadre in (staff, other):
        with pytest.raises(RuleBroken, match="không phải lãnh đạo Ban Dân vận") as refused:
            review(scene, leader=cadre)
        assert refused.value.field == "leader"


def test_nothing_of_a_closed_help_changes(scene):
    action = finish(scene, add(scene))
    row = scene["row"]
    row.status, row.closed_on, row.closing_note = "closed", DAY(2026, 11, 1), "Xong"
    row.save()
    for act in (
        lambda: add(scene),
        lambda: finish(scene, action),
        lambda: actions.check_help_action(
            pk=action.pk, version=action.version, by=scene["officer"]
        ),
        lambda: agree(scene, "cell"),
        lambda: actions.add_help_partner(
            registration_id=row.pk, agency=make.agency(), part="", by=scene["by"]
        ),
        lambda: review(scene),
    ):
        with pytest.raises(RuleBroken, match="đã kết thúc ngày 01/11/2026"):
            act()
