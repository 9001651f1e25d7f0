"""Averages of the scores of meetings, by cell, in one query."""

import datetime

import pytest

from cells.reports.scores import Averages, average_of
from tests import make, make_scores

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


def held(cell, month):
    return make.meeting(cell=cell, held_on=datetime.date(2026, month, 3))


def cadre_score(meeting, total):
    return make_scores.meeting_score(meeting=meeting, scorer="cadre", total=total)


def test_the_gap_counts_the_meetings_that_both_scored():
    cell = make.cell()
    both, own_only, cadre_only = held(cell, 1), held(cell, 2), held(cell, 3)
    held(cell, 4)
    make_scores.meeting_score(meeting=both, total=90)
    cadre_score(both, 80)
    cadre_score(both, 70)
    make_scores.meeting_score(meeting=own_only, total=100)
    cadre_score(cadre_only, 65)
    assert average_of([cell.pk], FIRST, LAST) == {
        cell.pk: Averages(own=95.0, cadres=70.0, gap=15.0, count=3)
    }


def test_only_the_meetings_of_the_days_asked_about_count():
    cell = make.cell()
    make_scores.meeting_score(meeting=held(cell, 1), total=60)
    make_scores.meeting_score(meeting=held(cell, 2), total=80)
    february = datetime.date(2026, 2, 3)
    assert average_of([cell.pk], february, february)[cell.pk] == Averages(own=80.0, count=1)


def test_a_cell_without_scores_has_none():
    cell = make.cell()
    held(cell, 1)
    assert average_of([cell.pk, 0], FIRST, LAST) == {cell.pk: Averages(), 0: Averages()}


def test_many_cells_take_one_query(django_assert_num_queries):
    cells = [make.cell() for _ in range(5)]
    for cell in cells:
        make_scores.meeting_score(meeting=held(cell, 1), total=75)
    with django_assert_num_queries(1):
        found = average_of([cell.pk for cell in cells], FIRST, LAST)
    assert {averages.own for averages in found.values()} == {75.0}
