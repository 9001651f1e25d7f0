"""The invariant of scores sees each breach, and is silent without one."""

import pytest
from django.db.models import F

from cells.invariants import INVARIANTS
from cells.models import MeetingScore, MeetingScoreItem, RubricGrade
from tests import make_scores

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    (invariant,) = (each for each in INVARIANTS if each.name == "meeting_scores_add_up")
    return list(invariant.broken())


@pytest.fixture
def score() -> MeetingScore:
    return make_scores.meeting_score(total=95)


def test_sound_scores_are_silent(score):
    make_scores.meeting_score(meeting=score.meeting, scorer="cadre", total=62)
    assert found() == []


def test_a_total_that_the_lines_do_not_give(score):
    MeetingScore.objects.update(total=96)
    assert "total 96, lines say 95" in found()[0]


def test_a_grade_that_does_not_fit_the_total(score):
    worst = RubricGrade.objects.get(rubric=score.rubric, rank=1)
    MeetingScore.objects.update(grade=worst)
    assert "does not follow from 95" in found()[0]


def test_a_line_of_another_table_and_a_line_left_out(score):
    score.items.first().delete()
    assert "its lines are not those" in found()[0]


def test_points_that_a_line_cannot_get(score):
    line = score.items.get(item__text="Đảng viên phát biểu")
    MeetingScoreItem.objects.filter(pk=line.pk).update(points=1)
    MeetingScore.objects.update(total=F("total") - 4)
    assert "cannot get" in found()[0]
