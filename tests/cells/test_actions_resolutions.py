"""Resolutions and tasks: effect, trail, and each day that cannot be with its sentence."""

import datetime

import pytest
import time_machine

from cells.actions import resolutions as actions
from cells.models import Resolution, ResolutionTask
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make, make_scores

pytestmark = pytest.mark.django_db
ADOPTED = datetime.date(2026, 3, 3)
DUE = datetime.date(2026, 3, 31)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 4, 20, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def cell():
    return make.cell()


@pytest.fixture
def by(cell):
    return make.cell_secretary(cell)


def facts(**changed):
    task = {"row": 0, "text": "Hiến đất", "member_name": "Trần Văn An", "due_on": DUE}
    return {
        "number": "03-NQ/CB",
        "adopted_on": ADOPTED,
        "title": "Nghị quyết tháng 3",
        "meeting": None,
        "tasks": [task],
    } | changed


def refused(act, **fixed):
    with pytest.raises(RuleBroken) as refusal:
        act(**fixed)
    return refusal.value.field, refusal.value.message


def test_a_resolution_is_recorded_with_its_tasks_and_a_trail(cell, by):
    row = actions.record_resolution(cell=cell, by=by, **facts())
    assert row.tasks.get().member_name == "Trần Văn An"
    entry = AuditEntry.objects.about(row).get()
    assert (entry.act, entry.changes["tasks"]) == ("record_resolution", [None, ["Hiến đất"]])


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"adopted_on": datetime.date(2026, 4, 21)}, "adopted_on", "Hôm nay là 20/04/2026"),
        ({"adopted_on": datetime.date(2019, 1, 1)}, "adopted_on", "chưa lập hoặc đã kết thúc"),
        (
            {"adopted_on": DUE + datetime.timedelta(days=1)},
            "due_0",
            "Hạn 31/03/2026 trước ngày ra nghị quyết 01/04/2026; hạn phải từ ngày đó trở đi.",
        ),
    ],
)
def test_days_that_cannot_be_are_refused(cell, by, changed, field, words):
    cell.valid_from = datetime.date(2020, 1, 1)
    cell.save()
    given = refused(actions.record_resolution, cell=cell, by=by, **facts(**changed))
    assert given[0] == field
    assert words in given[1]
    assert not Resolution.objects.exists()


def test_a_resolution_follows_its_own_cells_meeting(cell, by):
    later = make.meeting(cell=cell, held_on=ADOPTED + datetime.timedelta(days=1))
    act = {"cell": cell, "by": by}
    assert refused(actions.record_resolution, **act, **facts(meeting=later))[0] == "adopted_on"
    foreign = make.meeting(held_on=ADOPTED)
    assert refused(actions.record_resolution, **act, **facts(meeting=foreign))[0] == "meeting"
    held = make.meeting(cell=cell, held_on=ADOPTED)
    assert actions.record_resolution(**act, **facts(meeting=held)).meeting == held


def test_a_number_is_given_once_a_day(cell, by):
    actions.record_resolution(cell=cell, by=by, **facts())
    assert refused(actions.record_resolution, cell=cell, by=by, **facts())[0] == "number"
    for _ in range(2):
        actions.record_resolution(cell=cell, by=by, **facts(number=""))


def test_an_edit_adds_tasks_and_tells_the_second_editor(cell, by):
    row = actions.record_resolution(cell=cell, by=by, **facts())
    actions.edit_resolution(pk=row.pk, version=1, by=by, **facts(title="Nghị quyết số 3"))
    assert row.tasks.count() == 2
    assert set(AuditEntry.objects.about(row).first().changes) == {"title", "tasks"}
    with pytest.raises(EditConflict):
        actions.edit_resolution(pk=row.pk, version=1, by=by, **facts())


def test_an_edit_cannot_move_the_day_behind_its_tasks(cell, by):
    row = actions.record_resolution(cell=cell, by=by, **facts())
    moved = facts(adopted_on=DUE + datetime.timedelta(days=2), tasks=[])
    field, sentence = refused(actions.edit_resolution, pk=row.pk, version=1, by=by, **moved)
    assert (field, "31/03/2026" in sentence) == ("adopted_on", True)


@pytest.fixture
def task(cell):
    return make_scores.task(
        resolution=make_scores.resolution(cell=cell, adopted_on=ADOPTED), due_on=DUE
    )


def done(task, by, day, version=1):
    return actions.complete_task(pk=task.pk, version=version, done_on=day, result="Xong", by=by)


def test_a_task_is_done_and_the_day_can_be_corrected(task, by):
    done(task, by, DUE)
    done(task, by, ADOPTED, version=2)
    task.refresh_from_db()
    assert (task.done_on, task.result) == (ADOPTED, "Xong")
    assert AuditEntry.objects.about(task).first().act == "complete_task"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2026, 4, 21), "muộn nhất là 20/04/2026"),
        (datetime.date(2026, 3, 2), "Nghị quyết ra ngày 03/03/2026"),
    ],
)
def test_a_task_is_not_done_in_the_future_or_before_its_resolution(task, by, day, words):
    with pytest.raises(RuleBroken, match=words) as refusal:
        done(task, by, day)
    assert refusal.value.field == "done_on"


def carry(task, by, day, version=1):
    return actions.carry_over_task(
        pk=task.pk, version=version, carried_to=day, carried_reason="Mưa bão", by=by
    )


def test_carrying_over_keeps_the_day_first_set(task, by):
    first, second = DUE + datetime.timedelta(days=10), DUE + datetime.timedelta(days=20)
    carry(task, by, first)
    carry(task, by, second, version=2)
    task.refresh_from_db()
    assert (task.due_on, task.carried_to) == (DUE, second)
    entry = AuditEntry.objects.about(task).first()
    assert (entry.act, entry.reason) == ("carry_over_task", "Mưa bão")


def test_a_later_day_is_later_and_the_task_open(task, by):
    field, sentence = refused(carry, task=task, by=by, day=DUE)
    assert (field, "31/03/2026" in sentence) == ("carried_to", True)
    done(task, by, DUE)
    assert "đã xong ngày 31/03/2026" in refused(carry, task=task, by=by, day=DUE, version=2)[1]


def test_the_words_of_a_task_are_corrected(task, by):
    actions.edit_task(pk=task.pk, version=1, text="Hiến 200 m² đất", member_name="Lê Thị B", by=by)
    assert ResolutionTask.objects.get().text == "Hiến 200 m² đất"
    with pytest.raises(EditConflict):
        actions.edit_task(pk=task.pk, version=1, text="x", member_name="y", by=by)
