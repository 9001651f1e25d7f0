"""Acts on committees: the tree stays true, nobody reaches beyond their own part of it."""

import datetime
from typing import Any

import pytest

from cells.actions.committees import create_committee, edit_committee, end_committee
from cells.invariants import INVARIANTS
from cells.models import Committee
from common.editing import EditConflict
from common.errors import RuleBroken
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 30)


def facts(**changes: Any) -> Any:
    return {
        "parent": None,
        "level": "commune",
        "name": "Hòa Mới",
        "code": "",
        "valid_from": None,
    } | changes


def facts_of(committee: Committee, **changes: Any) -> Any:
    names = ("parent", "level", "name", "code", "valid_from")
    return {name: getattr(committee, name) for name in names} | changes


def edit(committee: Committee, *, by: Any, version: int | None = None, **changes: Any) -> Committee:
    return edit_committee(
        pk=committee.pk,
        version=committee.version if version is None else version,
        by=by,
        **facts_of(committee, **changes),
    )


def refusal(refused: pytest.ExceptionInfo[RuleBroken]) -> tuple[str, str]:
    return refused.value.field, refused.value.message


@pytest.fixture
def district() -> Committee:
    return make.district(name="Hòa Gần")


@pytest.fixture
def city(district: Committee) -> Committee:
    """The city above `district`, with a second district."""
    top = make.committee(level="city", name="Đà Nẵng")
    make.committee(parent=top, level="district", name="Hòa Xa")
    Committee.objects.filter(pk=district.pk).update(parent=top, path=f"{top.pk}/{district.pk}/")
    district.refresh_from_db()
    return top


def test_a_new_commune_stands_under_its_district_and_leaves_a_trail(district):
    by = make.district_officer(district)
    commune = create_committee(by=by, **facts(parent=district, code="20399"))
    commune.refresh_from_db()
    assert commune.path == f"{district.path}{commune.pk}/"
    entry = AuditEntry.objects.about(commune).get()
    assert (entry.act, entry.by) == ("create_committee", by)
    assert entry.changes["name"] == [None, "Hòa Mới"]


def test_a_new_commune_needs_a_district_in_reach(district):
    by = make.district_officer(make.district(name="Hòa Xa"))
    for above in (district, None):
        with pytest.raises(RuleBroken) as refused:
            create_committee(by=by, **facts(parent=above))
        assert refused.value.field == "parent"
    assert Committee.objects.communes().count() == 0


def test_a_commune_officer_adds_no_committee_even_below_the_own_commune(district):
    commune = make.commune(parent=district)
    by = make.commune_officer(commune)
    with pytest.raises(RuleBroken) as refused:
        create_committee(by=by, **facts(parent=district))
    assert refused.value.field == "parent"
    with pytest.raises(RuleBroken) as refused:
        create_committee(by=by, **facts(parent=commune))
    assert refusal(refused) == (
        "level",
        f"Cấp xã, phường không trực thuộc {commune} được.",
    )


def test_an_ended_district_takes_no_communes(district):
    by = make.district_officer(district)
    district.valid_to = DAY
    district.save()
    with pytest.raises(RuleBroken) as refused:
        create_committee(by=by, **facts(parent=district))
    assert refused.value.field == "parent"
    assert "30/06/2026" in refused.value.message


def test_a_name_serves_once_under_one_committee_whatever_its_spelling(district):
    by = make.district_officer(district)
    make.commune(parent=district, name="Hoà Phú")
    with pytest.raises(RuleBroken) as refused:
        create_committee(by=by, **facts(parent=district, name="Hòa Phú"))
    assert refused.value.field == "name"
    create_committee(by=by, **facts(parent=district, name="Hoa Phú"))


def test_a_code_may_be_used_again_from_another_day(district):
    by = make.district_officer(district)
    make.commune(parent=district, code="20302")
    with pytest.raises(RuleBroken) as refused:
        create_committee(by=by, **facts(parent=district, code="20302"))
    assert refusal(refused) == ("code", "Mã 20302 đã có đơn vị dùng từ cùng ngày.")
    again = facts(parent=district, code="20302", valid_from=datetime.date(2025, 7, 1))
    assert create_committee(by=by, **again).pk


def test_an_edit_keeps_the_derived_keys_and_leaves_before_and_after(district):
    by = make.district_officer(district)
    commune = make.commune(parent=district, name="Hòa Phú")
    edited = edit(commune, by=by, name="Đại Phú")
    edited.refresh_from_db()
    assert (edited.search_key, edited.version) == ("dai phu", commune.version + 1)
    assert AuditEntry.objects.about(commune).get().changes == {"name": ["Hòa Phú", "Đại Phú"]}


def test_the_second_editor_is_told(district):
    by = make.district_officer(district)
    commune = make.commune(parent=district)
    edit(commune, by=by, name="Hòa Một")
    with pytest.raises(EditConflict) as clash:
        edit(commune, by=by, name="Hòa Hai")
    assert str(clash.value.current) == "Hòa Một"


def test_moving_a_committee_moves_all_below_it(district, city):
    other = Committee.objects.get(name="Hòa Xa")
    commune = make.commune(parent=district)
    below = make.commune(parent=commune, level="commune", name="Chi nhánh")
    edit(commune, by=make.district_officer(city), parent=other)
    commune.refresh_from_db()
    below.refresh_from_db()
    assert commune.path == f"{city.pk}/{other.pk}/{commune.pk}/"
    assert below.path == f"{commune.path}{below.pk}/"
    assert not [
        line for rule in INVARIANTS if rule.name == "committee_paths" for line in rule.broken()
    ]


def test_nobody_moves_a_committee_out_of_their_reach(district, city):
    other = Committee.objects.get(name="Hòa Xa")
    commune = make.commune(parent=district)
    with pytest.raises(RuleBroken) as refused:
        edit(commune, by=make.district_officer(district), parent=other)
    assert refusal(refused) == (
        "parent",
        "Hòa Xa ngoài phạm vi đồng chí phụ trách. Chọn một đảng bộ trong phạm vi.",
    )
    commune.refresh_from_db()
    assert commune.parent == district


def test_a_commune_officer_edits_the_commune_where_it_stands(district):
    commune = make.commune(parent=district)
    edited = edit(commune, by=make.commune_officer(commune), code="20400")
    assert (edited.code, edited.parent) == ("20400", district)


def test_a_committee_never_stands_below_itself(district, city):
    by = make.district_officer(city)
    inner = make.committee(parent=district, level="commune", name="Trong")
    with pytest.raises(RuleBroken) as refused:
        edit(district, by=by, parent=inner)
    assert refusal(refused) == ("parent", "Trong trực thuộc chính Hòa Gần. Chọn một đảng bộ khác.")


def test_a_level_changes_only_while_those_below_still_fit(district, city):
    make.commune(parent=district, name="Hòa Phú")
    with pytest.raises(RuleBroken) as refused:
        edit(district, by=make.district_officer(city), level="commune")
    assert refused.value.field == "level"
    assert "Hòa Phú" in refused.value.message


def test_a_start_after_the_end_is_refused(district):
    commune = make.commune(parent=district, valid_to=DAY)
    with pytest.raises(RuleBroken) as refused:
        edit(commune, by=make.district_officer(district), valid_from=datetime.date(2026, 7, 1))
    assert refused.value.field == "valid_from"


def test_ending_keeps_the_row_and_says_why(district):
    by = make.district_officer(district)
    commune = make.commune(parent=district)
    end_committee(pk=commune.pk, version=1, valid_to=DAY, reason="Sáp nhập theo nghị quyết", by=by)
    commune.refresh_from_db()
    assert commune.valid_to == DAY
    assert AuditEntry.objects.about(commune).get().reason == "Sáp nhập theo nghị quyết"


def test_a_committee_does_not_end_while_units_below_go_on(district):
    by = make.district_officer(district)
    commune = make.commune(parent=district)
    area = make.area(commune=commune)
    cell = make.cell(area=area)
    ending: dict[str, Any] = {"version": 1, "valid_to": DAY, "reason": "Sáp nhập", "by": by}
    with pytest.raises(RuleBroken) as refused:
        end_committee(pk=commune.pk, **ending)
    assert "1 khu dân cư, 1 chi bộ" in refused.value.message
    for unit in (area, cell):
        unit.valid_to = DAY
        unit.save()
    assert end_committee(pk=commune.pk, **ending).valid_to == DAY


def test_a_committee_does_not_end_before_it_begins(district):
    commune = make.commune(parent=district, valid_from=datetime.date(2026, 7, 1))
    by = make.district_officer(district)
    with pytest.raises(RuleBroken) as refused:
        end_committee(pk=commune.pk, version=1, valid_to=DAY, reason="Sáp nhập", by=by)
    assert refusal(refused) == (
        "valid_to",
        "Bắt đầu ngày 01/07/2026; ngày cuối không được trước ngày đó.",
    )
