"""What the database itself refuses, whoever writes."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cells.models import CellArea, Committee, Meeting, Rating, RatingLevel
from tests import make

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2025, 12, 31)


def refused(make_row: Any, **facts: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_row(**facts)


@pytest.mark.parametrize("unit", [make.commune, make.area, make.cell])
def test_no_unit_ends_before_it_begins(unit):
    unit(valid_from=FIRST, valid_to=FIRST)
    refused(unit, valid_from=FIRST, valid_to=LAST)


def test_no_body_or_link_ends_before_it_begins():
    area = make.area()
    refused(make.body, area=area, valid_from=FIRST, valid_to=LAST)
    cell = make.cell()
    refused(CellArea.objects.create, cell=cell, area=area, valid_from=FIRST, valid_to=LAST)


def test_a_code_and_its_first_day_name_one_committee():
    district = make.district()
    make.commune(parent=district, code="20302", valid_from=FIRST)
    refused(make.commune, parent=district, code="20302", valid_from=FIRST)
    assert make.commune(parent=district, code="20302", valid_from=LAST).pk


def test_a_code_without_a_first_day_names_one_committee():
    district = make.district()
    make.commune(parent=district, code="20302")
    refused(make.commune, parent=district, code="20302")
    assert [make.commune(parent=district).code for _ in range(2)] == ["", ""]


def test_open_units_of_one_place_have_different_names():
    commune = make.commune()
    refused(make.commune, parent=commune.parent, name=commune.name)
    area = make.area(commune=commune)
    refused(make.area, commune=commune, name=area.name)
    cell = make.cell(area=area)
    refused(make.cell, area=area, name=cell.name)
    body = make.body(area=area)
    refused(make.body, area=area, kind=body.kind)


def test_ended_units_leave_their_names():
    area = make.area(valid_to=LAST)
    assert make.area(commune=area.committee, name=area.name).pk


def test_the_usual_day_is_a_day_of_a_month():
    assert make.cell(meeting_day=31).pk
    refused(make.cell, meeting_day=32)
    refused(make.cell, meeting_day=0)


def test_a_cell_serves_an_area_once_at_a_time():
    cell = make.cell()
    refused(CellArea.objects.create, cell=cell, area=cell.areas.get())


def test_the_figures_of_a_meeting_add_up():
    cell = make.cell()
    assert make.meeting(cell=cell, due=20, present=17, excused=2, unexcused=1).pk
    refused(make.meeting, cell=cell, held_on=FIRST, due=20, present=18, excused=3)


def test_a_cell_has_one_meeting_a_day():
    meeting = make.meeting()
    refused(make.meeting, cell=meeting.cell, held_on=meeting.held_on)
    assert Meeting.objects.count() == 1


def test_a_cell_has_one_rating_a_year_with_a_level_just_when_decided():
    cell = make.cell()
    make.rating(cell=cell, year=2025)
    refused(Rating.objects.create, cell=cell, year=2025)
    refused(Rating.objects.create, cell=cell, year=2024, stage="decided")
    level = make.level("HTTNV", 2024)
    refused(Rating.objects.create, cell=cell, year=2024, stage="commune", level=level)


def test_each_scheme_has_four_ranks_once():
    level = make.level("HTTNV", 2025)
    refused(RatingLevel.objects.create, scheme=level.scheme, code="X", rank=level.rank)
    refused(RatingLevel.objects.create, scheme=level.scheme, code=level.code, rank=9)


def test_the_tree_sorts_by_the_vietnamese_alphabet():
    district = make.district()
    for name in ("Hòa Ninh", "Hòa Nhơn", "Hòa Bắc", "Hòa Châu", "Đại Lộc", "Duy Xuyên"):
        make.commune(parent=district, name=name)
    names = list(Committee.objects.communes().values_list("name", flat=True))
    assert names == ["Duy Xuyên", "Đại Lộc", "Hòa Bắc", "Hòa Châu", "Hòa Nhơn", "Hòa Ninh"]
