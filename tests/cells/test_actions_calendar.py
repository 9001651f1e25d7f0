"""Meetings to come: called, edited, moved, called off; each refusal says what would be right."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from accounts.models import User
from cells.actions import calendar as actions
from cells.models import MeetingNorm, PartyCell, PlannedMeeting
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from common.months import Month
from tests import make

pytestmark = pytest.mark.django_db
DECEMBER = Month(2026, 12)
THIRD = datetime.date(2026, 12, 3)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def cell() -> PartyCell:
    return make.cell(meeting_day=3)


@pytest.fixture
def secretary(cell: PartyCell) -> User:
    return make.cell_secretary(cell)


def facts(**changes: Any) -> Any:
    return {
        "planned_on": THIRD,
        "starts_at": datetime.time(19),
        "kind": "regular",
        "place": "Nhà văn hóa thôn",
        "topic": "",
        "agenda": "Thu quỹ vì người nghèo",
        "reason": "",
    } | changes


def edited(**changes: Any) -> Any:
    return {k: v for k, v in facts(**changes).items() if k not in {"planned_on", "reason"}}


def moved(**changes: Any) -> Any:
    return {
        "planned_on": datetime.date(2026, 12, 5),
        "starts_at": datetime.time(19),
        "reason": "Trùng ngày bầu cử",
    } | changes


def refused(act: Any, **given: Any) -> tuple[str, str]:
    with pytest.raises(RuleBroken) as refusal:
        act(**given)
    return refusal.value.field, refusal.value.message


# --- Calling --------------------------------------------------------------------------------------


def test_a_called_meeting_knows_its_usual_day_and_leaves_a_trail(cell, secretary):
    planned = actions.call_meeting(cell=cell, by=secretary, **facts())
    assert (planned.usual_on, planned.is_moved, planned.called_by) == (THIRD, False, secretary)
    entry = AuditEntry.objects.about(planned).get()
    assert (entry.act, entry.by) == ("call_meeting", secretary)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"planned_on": datetime.date(2026, 11, 22)},
            "planned_on",
            "Ngày 22/11/2026 đã qua. Hôm nay là 23/11/2026; kỳ đã họp thì ghi kỳ sinh hoạt.",
        ),
        (
            {"planned_on": datetime.date(2027, 12, 1)},
            "planned_on",
            "Ngày 01/12/2027 còn quá xa. Chỉ báo lịch đến hết ngày 30/11/2027.",
        ),
        (
            {"planned_on": datetime.date(2026, 12, 5)},
            "reason",
            "Ngày họp theo lệ là 03/12/2026. Họp ngày khác thì ghi lý do dời.",
        ),
        (
            {"planned_on": datetime.date(2027, 1, 3), "month": DECEMBER},
            "planned_on",
            "Kỳ thường kỳ tháng 12/2026 phải họp trong tháng: từ 01/12/2026 đến 31/12/2026.",
        ),
        ({"kind": "both"}, "topic", "Sinh hoạt chuyên đề phải ghi tên chuyên đề."),
    ],
)
def test_what_cannot_be_called_is_refused(cell, secretary, changes, field, sentence):
    given = {"cell": cell, "by": secretary, **facts(**changes)}
    assert refused(actions.call_meeting, **given) == (field, sentence)
    assert not PlannedMeeting.objects.exists()


def test_another_day_with_its_reason_is_a_moved_meeting(cell, secretary):
    given = facts(planned_on=datetime.date(2026, 12, 5), reason="Trùng ngày lễ")
    assert actions.call_meeting(cell=cell, by=secretary, **given).is_moved


def test_a_meeting_lies_within_the_life_of_the_cell(cell, secretary):
    cell.valid_from, cell.valid_to = datetime.date(2026, 12, 4), datetime.date(2026, 12, 20)
    cell.save()
    given = {"cell": cell, "by": secretary}
    assert "có từ 04/12/2026" in refused(actions.call_meeting, **given, **facts())[1]
    late = facts(planned_on=datetime.date(2026, 12, 21), reason="Dời")
    assert "đã kết thúc ngày 20/12/2026" in refused(actions.call_meeting, **given, **late)[1]


def test_a_cell_calls_one_meeting_a_day_and_one_regular_a_month(cell, secretary):
    given: dict[str, Any] = {"cell": cell, "by": secretary}
    actions.call_meeting(**given, **facts())
    thematic = facts(kind="thematic", topic="Nước sạch")
    assert refused(actions.call_meeting, **given, **thematic) == (
        "planned_on",
        "Chi bộ đã báo một kỳ họp ngày 03/12/2026. Sửa kỳ đó, hoặc chọn ngày khác.",
    )
    fifth = datetime.date(2026, 12, 5)
    assert refused(actions.call_meeting, **given, **facts(planned_on=fifth, reason="x")) == (
        "planned_on",
        "Kỳ thường kỳ tháng 12/2026 đã báo ngày 03/12/2026. Dời kỳ đó, hoặc báo kỳ chuyên đề.",
    )
    planned = actions.call_meeting(**given, **(thematic | {"planned_on": fifth}))
    assert planned.usual_on is None


def test_how_many_regular_meetings_a_month_has_is_data(cell, secretary):
    MeetingNorm.objects.update(regular_per_month=2)
    actions.call_meeting(cell=cell, by=secretary, **facts())
    second = facts(planned_on=datetime.date(2026, 12, 17), reason="Kỳ thứ hai")
    assert actions.call_meeting(cell=cell, by=secretary, **second).pk


def test_a_day_that_has_its_meeting_on_record_is_not_called(cell, secretary):
    today = datetime.date(2026, 11, 23)
    make.meeting(cell=cell, held_on=today)
    given = facts(planned_on=today, reason="Dời")
    assert (
        "đã ghi kỳ sinh hoạt" in refused(actions.call_meeting, cell=cell, by=secretary, **given)[1]
    )


# --- Editing, moving, calling off -----------------------------------------------------------------


def test_an_edit_counts_the_version_and_tells_the_second_editor(cell, secretary):
    planned = actions.call_meeting(cell=cell, by=secretary, **facts())
    given: dict[str, Any] = {"pk": planned.pk, "version": 1, "by": secretary}
    assert actions.edit_planned(**given, **edited(place="Trường học")).version == 2
    assert AuditEntry.objects.about(planned).first().changes == {
        "place": ["Nhà văn hóa thôn", "Trường học"]
    }
    with pytest.raises(EditConflict):
        actions.edit_planned(**given, **edited(place="Đình làng"))


def test_an_edit_is_checked_like_a_call(cell, secretary):
    planned = actions.call_meeting(cell=cell, by=secretary, **facts())
    given = {"pk": planned.pk, "version": 1, "by": secretary}
    assert refused(actions.edit_planned, **given, **edited(kind="thematic"))[0] == "topic"
    thematic = edited(kind="thematic", topic="Nước sạch")
    assert actions.edit_planned(**given, **thematic).usual_on is None
    again = given | {"version": 2}
    assert actions.edit_planned(**again, **edited()).usual_on == THIRD


def test_a_move_keeps_the_usual_day_and_its_reason(cell, secretary):
    planned = actions.call_meeting(cell=cell, by=secretary, **facts())
    row = actions.move_meeting(pk=planned.pk, version=1, by=secretary, **moved())
    assert (row.planned_on.day, row.usual_on, row.is_moved) == (5, THIRD, True)
    entry = AuditEntry.objects.about(planned).first()
    assert (entry.act, entry.reason) == ("move_meeting", "Trùng ngày bầu cử")


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"planned_on": THIRD}, "Kỳ họp đang là ngày 03/12/2026"),
        ({"planned_on": datetime.date(2027, 1, 4)}, "từ 01/12/2026 đến 31/12/2026"),
        ({"planned_on": datetime.date(2026, 11, 30)}, "từ 01/12/2026 đến 31/12/2026"),
        ({"planned_on": datetime.date(2026, 12, 17)}, "đã báo một kỳ họp ngày 17/12/2026"),
    ],
)
def test_a_move_to_an_unfit_day_is_refused(cell, secretary, changes, part):
    planned = actions.call_meeting(cell=cell, by=secretary, **facts())
    other = facts(planned_on=datetime.date(2026, 12, 17), kind="thematic", topic="Nước sạch")
    actions.call_meeting(cell=cell, by=secretary, **other)
    given = {"pk": planned.pk, "version": 1, "by": secretary}
    field, sentence = refused(actions.move_meeting, **given, **moved(**changes))
    assert field == "planned_on"
    assert part in sentence


def test_a_meeting_may_move_to_another_hour_of_its_day(cell, secretary):
    planned = actions.call_meeting(cell=cell, by=secretary, **facts())
    later = moved(planned_on=THIRD, starts_at=datetime.time(20))
    row = actions.move_meeting(pk=planned.pk, version=1, by=secretary, **later)
    assert row.starts_at.hour == 20


def test_a_thematic_meeting_may_leave_its_month(cell, secretary):
    given = facts(kind="thematic", topic="Nước sạch")
    planned = actions.call_meeting(cell=cell, by=secretary, **given)
    january = moved(planned_on=datetime.date(2027, 1, 10))
    assert actions.move_meeting(pk=planned.pk, version=1, by=secretary, **january).pk


def test_a_meeting_called_off_stays_so_and_its_day_is_free(cell, secretary):
    planned = actions.call_meeting(cell=cell, by=secretary, **facts())
    given: dict[str, Any] = {"pk": planned.pk, "by": secretary}
    actions.call_off_meeting(**given, version=1, reason="Bão số 9")
    planned.refresh_from_db()
    assert planned.is_cancelled
    assert "đã hoãn" in refused(actions.move_meeting, **given, version=2, **moved())[1]
    assert actions.call_meeting(cell=cell, by=secretary, **facts()).pk


def test_a_meeting_on_record_is_changed_no_more(cell, secretary):
    planned = actions.call_meeting(cell=cell, by=secretary, **facts())
    make.meeting(cell=cell, held_on=THIRD, planned=planned)
    given = {"pk": planned.pk, "version": 1, "by": secretary}
    for act, more in (
        (actions.move_meeting, moved()),
        (actions.edit_planned, edited()),
        (actions.call_off_meeting, {"reason": "Bão"}),
    ):
        assert "đã ghi là họp ngày 03/12/2026" in refused(act, **given, **more)[1]


def test_the_usual_meeting_is_called_off_without_being_called(cell, secretary):
    given = {"cell": cell, "month": DECEMBER, "reason": "Bão số 9", "by": secretary}
    planned = actions.call_off_usual(**given)
    assert (planned.planned_on, planned.is_cancelled) == (THIRD, True)
    assert refused(actions.call_off_usual, **given)[1] == "Kỳ họp tháng 12/2026 đã được báo hoãn."


def test_a_usual_meeting_that_is_not_is_not_called_off(cell, secretary):
    given = {"cell": cell, "month": DECEMBER, "reason": "Bão số 9", "by": secretary}
    passed = given | {"month": Month(2026, 11)}
    assert "đã qua" in refused(actions.call_off_usual, **passed)[1]
    actions.call_meeting(cell=cell, by=secretary, **facts())
    assert "đã báo họp ngày 03/12/2026" in refused(actions.call_off_usual, **given)[1]
    without = given | {"cell": make.cell()}
    assert "chưa ghi ngày sinh hoạt" in refused(actions.call_off_usual, **without)[1]


def test_the_mark_of_being_told_yields_to_who_saved_in_between(cell, secretary):
    planned = actions.call_meeting(cell=cell, by=secretary, **facts())
    actions.move_meeting(pk=planned.pk, version=1, by=secretary, **moved())
    assert not actions.mark_told(planned=planned)
    planned.refresh_from_db()
    assert actions.mark_told(planned=planned)
    planned.refresh_from_db()
    assert (planned.told_version, planned.version) == (2, 2)
