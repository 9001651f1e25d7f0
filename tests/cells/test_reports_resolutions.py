"""Shares of the tasks done on time, by cell, in one query."""

import datetime

import pytest

from cells.reports.resolutions import Share, done_on_time_of
from tests import make, make_scores

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)
DUE = datetime.date(2026, 2, 10)


def test_on_time_is_by_the_day_first_set_and_due_by_the_range():
    resolution = make_scores.resolution()
    later = DUE + datetime.timedelta(days=5)
    for facts in (
        {"due_on": DUE, "done_on": DUE},
        {"due_on": DUE, "done_on": later, "carried_to": later, "carried_reason": "Mưa bão"},
        {"due_on": DUE},
        {"due_on": LAST + datetime.timedelta(days=1), "done_on": DUE},
    ):
        make_scores.task(resolution=resolution, **facts)
    found = done_on_time_of([resolution.cell_id], FIRST, LAST)
    assert found == {resolution.cell_id: Share(due=3, on_time=1)}


def test_a_cell_without_tasks_has_none():
    cell = make.cell()
    assert done_on_time_of([cell.pk], FIRST, LAST) == {cell.pk: Share()}


def test_many_cells_take_one_query(django_assert_num_queries):
    tasks = [make_scores.task(due_on=DUE, done_on=DUE) for _ in range(4)]
    with django_assert_num_queries(1):
        found = done_on_time_of([task.resolution.cell_id for task in tasks], FIRST, LAST)
    assert set(found.values()) == {Share(due=1, on_time=1)}
