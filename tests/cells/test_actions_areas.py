"""Acts on residential areas and their bodies: effect, trail, each refusal."""

import datetime
from typing import Any

import pytest

from cells.actions.areas import (
    create_area,
    create_body,
    edit_area,
    edit_body,
    end_area,
    end_body,
)
from cells.models import CellArea, Committee, ResidentialArea, VillageBody
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 30)


def facts(commune: Committee, **changes: Any) -> Any:
    return {
        "committee": commune,
        "kind": "village",
        "name": "Phú Sơn 3",
        "households": 210,
        "population": None,
        "valid_from": None,
    } | changes


def body_facts(**changes: Any) -> Any:
    return {
        "kind": "front",
        "name": "",
        "head_name": "Lê Văn Năm",
        "members": 9,
        "valid_from": None,
    } | changes


@pytest.fixture
def commune() -> Committee:
    return make.commune()


def end(area: ResidentialArea, *, by: Any, day: datetime.date = DAY) -> ResidentialArea:
    return end_area(pk=area.pk, version=area.version, valid_to=day, reason="Sáp nhập thôn", by=by)


def test_a_new_area_is_found_without_tones_and_leaves_a_trail(commune):
    by = make.commune_officer(commune)
    area = create_area(by=by, **facts(commune))
    area.refresh_from_db()
    assert (area.search_key, area.households) == ("phu son 3", 210)
    assert AuditEntry.objects.about(area).get().act == "create_area"


def test_a_name_serves_once_in_a_commune(commune):
    by = make.commune_officer(commune)
    make.area(commune=commune, name="Hoà Thọ")
    with pytest.raises(RuleBroken) as refused:
        create_area(by=by, **facts(commune, name="Hòa Thọ"))
    assert refused.value.field == "name"
    make.area(commune=commune, name="Cũ", valid_to=DAY)
    assert create_area(by=by, **facts(commune, name="Cũ")).pk


def test_an_area_stands_in_a_commune_that_goes_on(commune):
    by = make.district_officer(commune.parent)
    with pytest.raises(RuleBroken) as refused:
        create_area(by=by, **facts(commune.parent))
    assert refused.value.field == "committee"
    commune.valid_to = DAY
    commune.save()
    with pytest.raises(RuleBroken) as refused:
        create_area(by=by, **facts(commune))
    assert refused.value.field == "committee"


def test_an_edit_leaves_before_and_after_and_tells_the_second_editor(commune):
    by = make.commune_officer(commune)
    area = make.area(commune=commune, name="Phú Sơn 3", households=200)
    edit_area(pk=area.pk, version=1, by=by, **facts(commune))
    assert AuditEntry.objects.about(area).get().changes == {"households": [200, 210]}
    with pytest.raises(EditConflict):
        edit_area(pk=area.pk, version=1, by=by, **facts(commune, households=300))
    area.refresh_from_db()
    assert area.households == 210


def test_an_area_does_not_begin_after_its_end(commune):
    area = make.area(commune=commune, name="Phú Sơn 3", valid_to=DAY)
    late = facts(commune, valid_from=datetime.date(2026, 7, 1))
    with pytest.raises(RuleBroken) as refused:
        edit_area(pk=area.pk, version=1, by=make.commune_officer(commune), **late)
    assert refused.value.field == "valid_from"


def test_ending_an_area_ends_its_bodies_and_links(commune):
    area = make.area(commune=commune)
    cell = make.cell(area=area)
    body = make.body(area=area)
    gone = make.body(area=area, kind="women", valid_to=datetime.date(2020, 1, 1))
    other = make.area(commune=commune)
    joint = CellArea.objects.create(cell=cell, area=other)
    end(area, by=make.commune_officer(commune))
    body.refresh_from_db()
    gone.refresh_from_db()
    joint.refresh_from_db()
    assert CellArea.objects.get(area=area).valid_to == DAY
    assert (body.valid_to, gone.valid_to, joint.valid_to) == (DAY, datetime.date(2020, 1, 1), None)


def test_a_link_that_would_begin_after_the_end_is_taken_off(commune):
    area = make.area(commune=commune)
    make.cell(area=make.area(commune=commune))
    cell = make.cell(area=make.area(commune=commune))
    CellArea.objects.create(cell=cell, area=area, valid_from=datetime.date(2026, 7, 1))
    end(area, by=make.commune_officer(commune))
    assert not CellArea.objects.filter(area=area).exists()


def test_an_area_does_not_end_while_a_cadre_is_assigned_to_it(commune):
    area = make.area(commune=commune)
    assignment = make.assignment(area=area)
    by = make.commune_officer(commune)
    with pytest.raises(RuleBroken) as refused:
        end(area, by=by)
    assert refused.value.field == "valid_to"
    assert "1 phân công" in refused.value.message
    assignment.valid_to = DAY
    assignment.save()
    assert end(area, by=by).valid_to == DAY


def test_an_area_does_not_end_before_it_begins(commune):
    area = make.area(commune=commune, valid_from=datetime.date(2026, 7, 1))
    with pytest.raises(RuleBroken) as refused:
        end(area, by=make.commune_officer(commune))
    assert refused.value.field == "valid_to"


def test_a_body_is_added_edited_and_ended_with_a_trail(commune):
    area, by = make.area(commune=commune), make.commune_officer(commune)
    body = create_body(area=area, by=by, **body_facts())
    edit_body(pk=body.pk, version=1, by=by, **body_facts(members=11))
    end_body(pk=body.pk, version=2, valid_to=DAY, reason="Giải thể", by=by)
    body.refresh_from_db()
    assert (body.members, body.valid_to) == (11, DAY)
    acts = AuditEntry.objects.about(body).order_by("id").values_list("act", flat=True)
    assert list(acts) == ["create_body", "edit_body", "end_body"]


def test_an_area_has_each_body_once_unless_named(commune):
    area, by = make.area(commune=commune), make.commune_officer(commune)
    create_body(area=area, by=by, **body_facts(kind="other", name="Tổ hòa giải"))
    with pytest.raises(RuleBroken) as refused:
        create_body(area=area, by=by, **body_facts(kind="other", name="Tổ hòa giải"))
    assert refused.value.field == "name"
    create_body(area=area, by=by, **body_facts(kind="other", name="Câu lạc bộ dưỡng sinh"))
    assert VillageBody.objects.filter(area=area).count() == 2


def test_an_ended_area_takes_no_body(commune):
    area = make.area(commune=commune, valid_to=DAY)
    with pytest.raises(RuleBroken):
        create_body(area=area, by=make.commune_officer(commune), **body_facts())
