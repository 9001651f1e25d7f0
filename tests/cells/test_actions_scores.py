"""Scoring a meeting for the cell: effect, trail, each refusal with its sentence."""

import threading

import pytest
from django.db import connection

from cells.actions.scores import misfit, score_own_meeting
from cells.models import MeetingScore, RubricBand, RubricItem
from cells.rules.scores import Band, Line
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make, make_scores

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make.meeting()


@pytest.fixture
def by(meeting):
    return make.cell_secretary(meeting.cell)


def given(total=100, version=0, **changed):
    points = {item.pk: n for item, n in make_scores.points_of(total).items()}
    points |= {int(key[5:]): n for key, n in changed.items()}
    return {"points": points, "note": "Nên mời thêm ý kiến", "version": version}


def line(text):
    return RubricItem.objects.get(text=text)


def test_total_and_grade_follow_from_the_lines(meeting, by):
    score = score_own_meeting(meeting=meeting, by=by, **given(total=89))
    assert (score.total, score.grade.name, score.scorer) == (89, "Khá", "cell")
    assert score.items.count() == 28
    entry = AuditEntry.objects.about(score).get()
    assert (entry.act, entry.by) == ("score_meeting", by)
    assert entry.changes["total"] == [None, 89]


def test_a_line_that_must_be_full_keeps_the_best_grade_away(meeting, by):
    item = line("Ghi biên bản")
    item.must_be_full = True
    item.save()
    lacking = given(**{f"item_{item.pk}": 0})
    assert score_own_meeting(meeting=meeting, by=by, **lacking).grade.name == "Khá"


def test_a_correction_is_the_same_score_and_the_trail_names_what_changed(meeting, by):
    score_own_meeting(meeting=meeting, by=by, **given())
    other = make.commune_officer(meeting.cell.committee)
    item = line("Chuẩn bị nội dung")
    changed = given(version=1, **{f"item_{item.pk}": 1})
    score = score_own_meeting(meeting=meeting, by=other, **changed)
    assert (score.total, score.version, score.by) == (98, 2, other)
    changes = AuditEntry.objects.about(score).first().changes
    assert changes == {"total": [100, 98], "Chuẩn bị nội dung": [3, 1]}


def test_a_second_scorer_is_told_instead_of_saving_over(meeting, by):
    score_own_meeting(meeting=meeting, by=by, **given())
    for version in (0, 2):
        with pytest.raises(EditConflict) as told:
            score_own_meeting(meeting=meeting, by=by, **given(total=60, version=version))
        assert told.value.current == MeetingScore.objects.get()
    assert MeetingScore.objects.get().total == 100


@pytest.mark.parametrize(
    ("text", "points", "sentence"),
    [
        ("Chuẩn bị nội dung", 4, "“Chuẩn bị nội dung” được từ 0 đến 3 điểm; đồng chí ghi 4."),
        (
            "Đảng viên phát biểu",
            1,
            "“Đảng viên phát biểu” chỉ có các mức 5, 4, 3, 2 điểm; đồng chí ghi 1.",
        ),
    ],
)
def test_points_that_do_not_fit_are_refused_at_their_line(meeting, by, text, points, sentence):
    item = line(text)
    with pytest.raises(RuleBroken) as refused:
        score_own_meeting(meeting=meeting, by=by, **given(**{f"item_{item.pk}": points}))
    assert (refused.value.field, refused.value.message) == (f"item_{item.pk}", sentence)
    assert not MeetingScore.objects.exists()


def test_every_line_is_scored_and_no_foreign_one(meeting, by):
    facts = given()
    left_out = line("Ghi biên bản").pk
    del facts["points"][left_out]
    with pytest.raises(RuleBroken) as refused:
        score_own_meeting(meeting=meeting, by=by, **facts)
    assert refused.value.field == f"item_{left_out}"
    other = RubricItem.objects.create(
        rubric=make_scores.rubric().__class__.objects.get(code="khoi-binh-thuan"),
        number=1,
        criterion="1",
        text="Dòng khác",
        maximum=5,
    )
    with pytest.raises(RuleBroken, match="không thuộc bảng điểm"):
        score_own_meeting(meeting=meeting, by=by, **given(**{f"item_{other.pk}": 5}))


def test_a_day_without_a_table_is_refused(meeting, by):
    RubricBand.objects.all().delete()
    RubricItem.objects.all().delete()
    with pytest.raises(RuleBroken, match="Chưa có bảng điểm"):
        score_own_meeting(meeting=meeting, by=by, points={}, note="", version=0)


def test_the_sentence_says_what_would_be_right():
    assert misfit("A", Line(1, 5, bands=(Band(2), Band(5))), 3).startswith(
        "“A” chỉ có các mức 5, 2"
    )


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs transactions in parallel")
@pytest.mark.django_db(transaction=True)
def test_two_first_scores_at_once_are_one_score_and_one_conflict():
    meeting = make.meeting()
    people = [make.cell_secretary(meeting.cell), make.commune_officer(meeting.cell.committee)]
    totals, start, answers = {people[0]: 90, people[1]: 70}, threading.Barrier(2), []

    def give(by):
        try:
            start.wait()
            answers.append(score_own_meeting(meeting=meeting, by=by, **given(totals[by])).total)
        except EditConflict as told:
            answers.append(MeetingScore.objects.get(pk=told.current.pk).total)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The second is shown what the first stored.
    assert len(answers) == 2
    assert set(answers) == {MeetingScore.objects.get().total}
    assert MeetingScore.objects.get().items.count() == 28
