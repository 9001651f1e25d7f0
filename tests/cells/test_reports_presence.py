"""Presence of cells between two days: sums, kinds, missing minutes, one query."""

import datetime

import pytest
from django.core.files.base import ContentFile

from cells.reports.presence import Presence, presence_of
from common import files
from tests import make

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)


def day(month: int, number: int = 3) -> datetime.date:
    return datetime.date(2026, month, number)


def test_heads_are_summed_and_kinds_counted():
    cell = make.cell()
    minutes = files.store(ContentFile(b"%PDF-1.7", name="bb.pdf"), by=None)
    make.meeting(cell=cell, held_on=day(1), due=20, present=18, excused=2, minutes=minutes)
    make.meeting(cell=cell, held_on=day(2), due=20, present=20, kind="both", topic="Nước sạch")
    make.meeting(cell=cell, held_on=day(3), due=10, present=9, excused=1, kind="thematic")
    make.meeting(cell=cell, held_on=day(4))
    found = presence_of([cell.pk], FIRST, LAST)
    assert found == {cell.pk: Presence(50, 47, 3, regular=2, thematic=2, missing_minutes=2)}
    assert found[cell.pk].percent == 94


def test_the_first_and_the_last_day_count():
    cell = make.cell()
    for held_on in (FIRST, LAST):
        make.meeting(cell=cell, held_on=held_on)
    assert presence_of([cell.pk], FIRST, LAST)[cell.pk].meetings == 2


def test_a_cell_without_a_meeting_is_left_out_and_nobody_due_is_no_share():
    silent, empty = make.cell(), make.cell()
    make.meeting(cell=empty, held_on=day(1), due=0)
    found = presence_of([silent.pk, empty.pk], FIRST, LAST)
    assert list(found) == [empty.pk]
    assert found[empty.pk].percent is None


def test_many_cells_take_one_query(django_assert_num_queries):
    cells = [make.cell() for _ in range(5)]
    for cell in cells:
        make.meeting(cell=cell, held_on=day(2))
    with django_assert_num_queries(1):
        assert len(presence_of([cell.pk for cell in cells], FIRST, LAST)) == 5
