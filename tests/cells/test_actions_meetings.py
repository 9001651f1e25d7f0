"""Meetings recorded and edited: effect, trail, each refusal with its sentence."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from accounts.models import User
from cells.actions.meetings import edit_meeting, record_meeting
from cells.models import Meeting, PartyCell
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def cell() -> PartyCell:
    return make.cell()


@pytest.fixture
def secretary(cell: PartyCell) -> User:
    return make.cell_secretary(cell)


def facts(**changes: Any) -> Any:
    return {
        "held_on": datetime.date(2026, 11, 3),
        "kind": "regular",
        "topic": "",
        "length_minutes": 95,
        "due": 20,
        "present": 18,
        "excused": 2,
        "unexcused": 0,
    } | changes


def refusal(cell: PartyCell, by: User, **changes: Any) -> tuple[str, str]:
    """Return field and sentence of the refusal, which leaves nothing behind."""
    with pytest.raises(RuleBroken) as refused:
        record_meeting(cell=cell, by=by, **facts(**changes))
    assert cell.meetings.filter(held_on=facts(**changes)["held_on"]).count() <= 1
    assert not AuditEntry.objects.filter(act="record_meeting").exists()
    return refused.value.field, refused.value.message


def test_a_meeting_is_recorded_with_a_trail(cell, secretary):
    meeting = record_meeting(cell=cell, by=secretary, **facts())
    assert (meeting.cell, meeting.present) == (cell, 18)
    entry = AuditEntry.objects.about(meeting).get()
    assert (entry.act, entry.by) == ("record_meeting", secretary)


def test_figures_that_do_not_add_up_are_added_up_for_the_reader(cell, secretary):
    assert refusal(cell, secretary, excused=3) == (
        "due",
        "Có mặt 18 + vắng 3 = 21, khác số phải dự 20. Phải dự 20 mà có mặt 18 thì vắng 2.",
    )


def test_more_present_than_due_is_refused(cell, secretary):
    assert refusal(cell, secretary, present=21, excused=0) == (
        "present",
        "Có mặt 21, nhiều hơn số phải dự 20.",
    )


def test_a_meeting_to_come_is_not_recorded(cell, secretary):
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert refusal(cell, secretary, held_on=tomorrow) == (
        "held_on",
        "Ngày 24/11/2026 chưa tới. Hôm nay là 23/11/2026; chỉ ghi kỳ đã họp.",
    )
    assert record_meeting(cell=cell, by=secretary, **facts(held_on=TODAY)).pk


def test_a_meeting_lies_within_the_life_of_the_cell(cell, secretary):
    cell.valid_from, cell.valid_to = datetime.date(2026, 11, 4), datetime.date(2026, 11, 20)
    cell.save()
    assert refusal(cell, secretary) == (
        "held_on",
        "Chi bộ mới có từ 04/11/2026; kỳ sinh hoạt không thể trước ngày đó.",
    )
    assert refusal(cell, secretary, held_on=datetime.date(2026, 11, 21)) == (
        "held_on",
        "Chi bộ đã kết thúc ngày 20/11/2026; kỳ sinh hoạt không thể sau ngày đó.",
    )


def test_a_cell_has_one_meeting_a_day(cell, secretary):
    make.meeting(cell=cell, held_on=datetime.date(2026, 11, 3))
    assert refusal(cell, secretary) == (
        "held_on",
        "Chi bộ đã có kỳ sinh hoạt ghi ngày 03/11/2026. Sửa kỳ đó thay vì ghi thêm.",
    )


def test_a_thematic_meeting_names_its_topic(cell, secretary):
    assert refusal(cell, secretary, kind="thematic")[0] == "topic"
    topic = facts(kind="thematic", topic="Xây dựng nông thôn mới")
    assert record_meeting(cell=cell, by=secretary, **topic).topic


def test_a_meeting_is_no_longer_than_a_day(cell, secretary):
    assert refusal(cell, secretary, length_minutes=1441)[0] == "length_minutes"
    assert record_meeting(cell=cell, by=secretary, **facts(length_minutes=1440)).pk


def test_an_edit_leaves_before_and_after_and_tells_the_second_editor(cell, secretary):
    meeting = record_meeting(cell=cell, by=secretary, **facts())
    edit_meeting(pk=meeting.pk, version=1, by=secretary, **facts(present=17, excused=3))
    changes = {"present": [18, 17], "excused": [2, 3]}
    assert AuditEntry.objects.about(meeting).first().changes == changes
    with pytest.raises(EditConflict):
        edit_meeting(pk=meeting.pk, version=1, by=secretary, **facts(length_minutes=120))


def test_an_edit_is_checked_like_a_new_one(cell, secretary):
    meeting = record_meeting(cell=cell, by=secretary, **facts())
    with pytest.raises(RuleBroken) as refused:
        edit_meeting(pk=meeting.pk, version=1, by=secretary, **facts(unexcused=1))
    assert refused.value.field == "due"


def test_a_meeting_that_cadres_attended_keeps_its_day(cell, secretary):
    meeting = record_meeting(cell=cell, by=secretary, **facts())
    attended: dict[str, Any] = {"meeting": meeting, "attended_on": meeting.held_on}
    make.attendance(assignment=make.assignment(area=cell.areas.get()), cell=cell, **attended)
    moved = facts(held_on=datetime.date(2026, 11, 4))
    with pytest.raises(RuleBroken) as refused:
        edit_meeting(pk=meeting.pk, version=1, by=secretary, **moved)
    assert refused.value.field == "held_on"
    edit_meeting(pk=meeting.pk, version=1, by=secretary, **facts(length_minutes=100))
    assert Meeting.objects.get().length_minutes == 100
