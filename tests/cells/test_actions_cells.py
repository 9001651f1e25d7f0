"""Acts on Party cells and the areas they serve: effect, trail, each refusal."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cells.actions.cells import create_cell, edit_cell, end_cell, link_area, unlink_area
from cells.models import CellArea, PartyCell, ResidentialArea
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 30)
DAY_AFTER = datetime.date(2026, 7, 1)


@pytest.fixture
def area() -> ResidentialArea:
    return make.area(name="Phú Sơn 3")


def facts(area: ResidentialArea, **changes: Any) -> Any:
    return {
        "committee": area.committee,
        "kind": "village",
        "name": "Chi bộ thôn Phú Sơn 3",
        "secretary_name": "Lê Văn Năm",
        "members": 21,
        "meeting_day": 3,
        "valid_from": None,
    } | changes


def create(area: ResidentialArea, **changes: Any) -> PartyCell:
    by = make.commune_officer(area.committee)
    return create_cell(area=area, by=by, **facts(area, **changes))


def test_a_new_cell_serves_its_area_from_its_first_day(area):
    cell = create(area, valid_from=DAY)
    link = CellArea.objects.get(cell=cell)
    assert (link.area, link.valid_from, link.valid_to) == (area, DAY, None)
    acts = AuditEntry.objects.about(cell).order_by("id").values_list("act", flat=True)
    assert list(acts) == ["create_cell", "link_area"]


def test_a_cell_may_serve_no_area(area):
    by = make.commune_officer(area.committee)
    cell = create_cell(by=by, **facts(area, kind="school", name="Chi bộ Trường Tiểu học"))
    assert not cell.area_links.exists()


def test_a_committee_has_one_cell_of_a_name(area):
    create(area, name="Chi bộ thôn Hoà Thọ")
    with pytest.raises(RuleBroken) as refused:
        create(area, name="Chi bộ thôn Hòa Thọ")
    assert refused.value.field == "name"


def test_an_ended_commune_takes_no_cell(area):
    area.committee.valid_to = DAY
    area.committee.save()
    with pytest.raises(RuleBroken) as refused:
        create(area)
    assert refused.value.field == "committee"


def test_a_cell_serves_areas_of_its_own_commune_only(area):
    cell, elsewhere = create(area), make.area()
    with pytest.raises(RuleBroken) as refused:
        link_area(cell=cell, area=elsewhere, valid_from=None, by=make.user())
    assert refused.value.field == "area"


def test_an_edit_leaves_before_and_after_and_tells_the_second_editor(area):
    cell, by = create(area), make.commune_officer(area.committee)
    edit_cell(pk=cell.pk, version=1, by=by, **facts(area, members=23))
    assert AuditEntry.objects.about(cell).first().changes == {"members": [21, 23]}
    with pytest.raises(EditConflict):
        edit_cell(pk=cell.pk, version=1, by=by, **facts(area, members=25))


def test_a_cell_begins_before_its_meetings_and_before_its_end(area):
    cell, by = create(area), make.commune_officer(area.committee)
    make.meeting(cell=cell, held_on=datetime.date(2026, 3, 3))
    with pytest.raises(RuleBroken) as refused:
        edit_cell(pk=cell.pk, version=1, by=by, **facts(area, valid_from=DAY))
    assert (refused.value.field, "03/03/2026" in refused.value.message) == ("valid_from", True)
    end_cell(pk=cell.pk, version=1, valid_to=DAY, reason="Sáp nhập", by=by)
    with pytest.raises(RuleBroken) as refused:
        edit_cell(pk=cell.pk, version=2, by=by, **facts(area, valid_from=DAY_AFTER))
    assert refused.value.field == "valid_from"


def test_ending_a_cell_ends_its_links_and_says_why(area):
    cell, by = create(area), make.commune_officer(area.committee)
    later = make.area(commune=area.committee)
    link_area(cell=cell, area=later, valid_from=DAY_AFTER, by=by)
    end_cell(pk=cell.pk, version=1, valid_to=DAY, reason="Sáp nhập hai thôn", by=by)
    cell.refresh_from_db()
    assert cell.valid_to == DAY
    assert list(cell.area_links.values_list("area", "valid_to")) == [(area.pk, DAY)]
    assert AuditEntry.objects.about(cell).first().reason == "Sáp nhập hai thôn"


def test_a_cell_does_not_end_before_a_meeting_it_held(area):
    cell, by = create(area), make.commune_officer(area.committee)
    make.meeting(cell=cell, held_on=DAY_AFTER)
    with pytest.raises(RuleBroken) as refused:
        end_cell(pk=cell.pk, version=1, valid_to=DAY, reason="Sáp nhập", by=by)
    assert (refused.value.field, "01/07/2026" in refused.value.message) == ("valid_to", True)


def test_two_areas_meet_together_until_one_link_ends(area):
    cell, by = create(area), make.commune_officer(area.committee)
    second = make.area(commune=area.committee)
    link = link_area(cell=cell, area=second, valid_from=None, by=by)
    unlink_area(link=link, valid_to=DAY, reason="Thôn có chi bộ riêng", by=by)
    assert set(cell.area_links.on(DAY).values_list("area", flat=True)) == {area.pk, second.pk}
    assert set(cell.area_links.on(DAY_AFTER).values_list("area", flat=True)) == {area.pk}
    link_area(cell=cell, area=second, valid_from=DAY_AFTER, by=by)
    assert cell.area_links.filter(area=second).count() == 2


def test_a_cell_is_not_linked_twice_to_an_area_at_one_time(area):
    cell, by = create(area), make.commune_officer(area.committee)
    with pytest.raises(RuleBroken) as refused:
        link_area(cell=cell, area=area, valid_from=DAY, by=by)
    assert refused.value.field == "area"


def test_the_database_too_refuses_links_that_overlap(area):
    cell = create(area)
    CellArea.objects.filter(cell=cell).update(valid_to=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        CellArea.objects.create(cell=cell, area=area, valid_from=DAY)
    assert CellArea.objects.create(cell=cell, area=area, valid_from=DAY_AFTER).pk


def test_a_link_begins_no_earlier_than_cell_and_area(area):
    cell, by = create(area, valid_from=DAY), make.commune_officer(area.committee)
    second = make.area(commune=area.committee)
    with pytest.raises(RuleBroken) as refused:
        link_area(cell=cell, area=second, valid_from=None, by=by)
    assert (refused.value.field, "30/06/2026" in refused.value.message) == ("valid_from", True)


def test_what_has_ended_is_not_linked(area):
    cell, by = create(area), make.commune_officer(area.committee)
    second = make.area(commune=area.committee, valid_to=DAY)
    with pytest.raises(RuleBroken) as refused:
        link_area(cell=cell, area=second, valid_from=None, by=by)
    assert refused.value.field == "area"


def test_a_link_ends_once_and_not_before_it_begins(area):
    cell, by = create(area, valid_from=DAY), make.commune_officer(area.committee)
    link = cell.area_links.get()
    early = DAY - datetime.timedelta(days=1)
    with pytest.raises(RuleBroken):
        unlink_area(link=link, valid_to=early, reason="Nhầm", by=by)
    unlink_area(link=link, valid_to=DAY, reason="Thôi ghép", by=by)
    with pytest.raises(RuleBroken) as refused:
        unlink_area(link=link, valid_to=DAY, reason="Thôi ghép", by=by)
    assert "30/06/2026" in refused.value.message
