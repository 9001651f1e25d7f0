"""Pages of committees, areas and bodies: who sees which, filters, order, exports, queries, forms."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.rules import Role
from cells.models import CellArea, Committee, ResidentialArea
from cells.reports.areas import area_file, areas_listed
from cells.reports.committees import committee_file, committees_listed
from common.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
AREAS, COMMUNES = reverse("cells:area_list"), reverse("cells:commune_list")


@pytest.fixture
def place():
    """A district with two communes, an area with a cell in each, and a second district."""
    district = make.district(name="Huyện Hòa Vang")
    near = make.commune(parent=district, name="Hòa Khương", code="20329")
    far = make.commune(parent=district, name="Hòa Nhơn", code="20320")
    area = make.area(commune=near, name="Phú Sơn 3", households=210, population=800)
    far_area = make.area(commune=far, name="Hòa Khương Đông", households=90)
    return {
        "district": district,
        "near": near,
        "far": far,
        "area": area,
        "far_area": far_area,
        "cell": make.cell(area=area),
        "far_cell": make.cell(area=far_area),
        "elsewhere": make.area(commune=make.commune(parent=make.district(name="Huyện Khác"))),
        "by": make.district_officer(district),
    }


def areas(user, **chosen):
    return [area.name for area in areas_listed(user, chosen)]


def communes(user, **chosen):
    return [committee.name for committee in committees_listed(user, chosen)]


def text_of(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


def csv_of(client, user, address):
    client.force_login(user)
    return b"".join(client.get(address).streaming_content).decode("utf-8-sig").splitlines()


# --- Who sees which -------------------------------------------------------------------------------


def test_the_district_and_its_inspector_see_the_district_and_no_other(place):
    for someone in (place["by"], make.inspector(place["district"])):
        assert areas(someone) == ["Hòa Khương Đông", "Phú Sơn 3"]
        assert communes(someone) == ["Huyện Hòa Vang", "Hòa Khương", "Hòa Nhơn"]


def assigned_cadre(place):
    cadre = make.cadre()
    make.assignment(cadre=cadre, area=place["area"])
    return cadre


@pytest.mark.parametrize(
    "someone",
    [
        lambda place: make.commune_officer(place["near"]),
        lambda place: make.cell_secretary(place["cell"]),
        lambda place: make.board_member(place["near"]),
        lambda place: make.cadre_user(assigned_cadre(place)),
        lambda place: make.agency_officer(assigned_cadre(place).agency),
    ],
    ids=["commune officer", "secretary", "board member", "cadre", "agency officer"],
)
def test_who_looks_after_one_place_sees_that_place_only(place, someone):
    person = someone(place)
    assert areas(person) == ["Phú Sơn 3"]
    assert "Hòa Nhơn" not in communes(person)


def test_an_operator_sees_no_unit(place):
    assert (areas(make.operator()), communes(make.operator())) == ([], [])


def test_a_link_or_assignment_that_has_ended_opens_nothing(place):
    cadre = make.cadre()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    make.assignment(cadre=cadre, area=place["area"], valid_to=yesterday)
    assert areas(make.cadre_user(cadre)) == []


def test_reading_everywhere_is_not_editing_everywhere(client, place):
    """An inspector of the district who also staffs one commune edits that one only."""
    person = make.inspector(place["district"])
    make.grant(user=person, role=Role.COMMUNE_OFFICER, committee=place["near"])
    client.force_login(person)
    for area, status in ((place["area"], 200), (place["far_area"], 403)):
        assert client.get(reverse("cells:area_detail", args=[area.pk])).status_code == 200
        assert client.get(reverse("cells:area_edit", args=[area.pk])).status_code == status


# --- Lists ----------------------------------------------------------------------------------------


def test_search_ignores_tones_and_ranks_typed_ones_first(place):
    make.area(commune=place["near"], name="Phú Hoà 1")
    make.area(commune=place["near"], name="Phú Hoa 1")
    assert areas(place["by"], q="phu hoa 1")[:2] == ["Phú Hoa 1", "Phú Hoà 1"]
    assert areas(place["by"], q="Phú Hòa 1")[0] == "Phú Hoà 1"
    assert communes(place["by"], q="hoa khuong") == ["Hòa Khương"]
    assert communes(place["by"], q="20320") == ["Hòa Nhơn"]


def test_areas_are_filtered_by_commune_and_kind(place):
    make.area(commune=place["near"], name="Tổ 12", kind="urban_group")
    assert areas(place["by"], xa=place["near"]) == ["Phú Sơn 3", "Tổ 12"]
    assert areas(place["by"], loai="urban_group") == ["Tổ 12"]


def test_areas_without_a_cell_today_are_listed(place):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    CellArea.objects.filter(area=place["area"]).update(valid_to=yesterday)
    make.area(commune=place["far"], name="Mới")
    assert areas(place["by"], thieu="chi_bo") == ["Mới", "Phú Sơn 3"]


def test_areas_without_a_cadre_today_are_listed(place):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    assignment = make.assignment(area=place["area"])
    assert areas(place["by"], thieu="can_bo") == ["Hòa Khương Đông"]
    assignment.valid_to = yesterday
    assignment.save()
    assert areas(place["by"], thieu="can_bo") == ["Hòa Khương Đông", "Phú Sơn 3"]


def test_ended_units_are_listed_when_asked_for(place):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    make.area(commune=place["near"], name="Cũ", valid_to=yesterday)
    make.commune(parent=place["district"], name="Hòa Cũ", valid_to=yesterday)
    assert "Cũ" not in areas(place["by"])
    assert "Hòa Cũ" not in communes(place["by"])
    assert "Cũ" in areas(place["by"], tat_ca=True)
    assert "Hòa Cũ" in communes(place["by"], tat_ca=True)


def test_the_tree_counts_what_stands_below_on_a_day(place):
    make.area(commune=place["near"], name="Mới", valid_from=datetime.date(2026, 3, 1))
    then = datetime.date(2026, 2, 28)
    for day, wanted in ((then, [2, 1, 1]), (datetime.date(2026, 3, 1), [3, 2, 1])):
        rows: Any = committees_listed(place["by"], {"ngay": day})
        assert [row.areas_then for row in rows] == wanted
        assert [row.cells_then for row in rows] == [2, 1, 1]


def test_a_city_comes_before_its_districts_and_each_district_before_its_communes():
    city = make.committee(level="city", name="Thành phố Đà Nẵng")
    second = make.committee(parent=city, level="district", name="Huyện B")
    first = make.committee(parent=city, level="district", name="Huyện A")
    for parent, name in ((second, "Xã 1"), (first, "Xã 2"), (first, "Xã 1")):
        make.commune(parent=parent, name=name)
    rows = committees_listed(make.district_officer(city), {})
    names = ["Thành phố Đà Nẵng", "Huyện A", "Xã 1", "Xã 2", "Huyện B", "Xã 1"]
    assert [row.name for row in rows] == names


def test_exports_hold_exactly_what_the_list_shows(client, place):
    cadre = make.cadre(full_name="Lê Văn Năm")
    make.assignment(cadre=cadre, area=place["area"])
    lines = csv_of(client, place["by"], f"{AREAS}?q=phu son&xuat=csv")
    cell = place["cell"].name
    assert lines[1:] == [f"Phú Sơn 3,thôn,Hòa Khương,210,800,{cell},Lê Văn Năm,,"]
    lines = csv_of(client, place["by"], f"{COMMUNES}?q=hoa nhon&xuat=csv")
    assert lines[1:] == ['Hòa Nhơn,"xã, phường",Huyện Hòa Vang,20320,1,1,,']


def add_rows(place, number):
    start = Committee.objects.count()
    for n in range(start, start + number):
        commune = make.commune(parent=place["district"], name=f"Hòa Thêm {n}")
        area = make.area(commune=place["near"], name=f"Thêm {n}")
        make.cell(area=area)
        make.assignment(cadre=make.cadre(), area=area)
        make.charge(member=make.user(), committee=commune)


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "address",
    [
        lambda place: AREAS,
        lambda place: f"{AREAS}?q=them&thieu=&xuat=csv",
        lambda place: f"{AREAS}?thieu=can_bo",
        lambda place: COMMUNES,
        lambda place: f"{COMMUNES}?xuat=csv",
        lambda place: reverse("cells:commune_detail", args=[place["district"].pk]),
        lambda place: reverse("cells:commune_detail", args=[place["near"].pk]),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, place, address):
    client.force_login(place["by"])
    add_rows(place, 3)
    client.get(address(place))  # what is kept between requests is there now
    few = queries_of(client, address(place))
    add_rows(place, 30)
    assert queries_of(client, address(place)) == few


# --- One unit -------------------------------------------------------------------------------------


def test_an_area_shows_its_cells_over_time_its_bodies_and_its_cadres(client, place):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    old = make.cell(area=make.area(commune=place["near"]), name="Chi bộ cũ")
    CellArea.objects.create(cell=old, area=place["area"], valid_to=yesterday)
    make.body(area=place["area"], head_name="Trần Văn Hai")
    make.body(area=place["area"], kind="women", valid_to=yesterday)
    make.assignment(cadre=make.cadre(full_name="Lê Văn Năm"), area=place["area"])
    gone = make.cadre(full_name="Hồ Thị Sáu")
    make.assignment(cadre=gone, area=place["area"], valid_to=yesterday)
    file = area_file(place["by"], place["area"])
    assert {link.cell for link in file.links} == {place["cell"], old}
    assert [len(part) for part in (file.bodies, file.bodies_before)] == [1, 1]
    assert [row.cadre.full_name for row in file.assigned] == ["Lê Văn Năm"]
    assert [row.cadre for row in file.assigned_before] == [gone]
    text = text_of(client, place["by"], reverse("cells:area_detail", args=[place["area"].pk]))
    for words in ("Chi bộ cũ", "Trần Văn Hai", "Lê Văn Năm", "Hồ Thị Sáu", "210"):
        assert words in text


def test_a_reader_of_an_area_finds_no_act(client, place):
    text = text_of(
        client,
        make.cell_secretary(place["cell"]),
        reverse("cells:area_detail", args=[place["area"].pk]),
    )
    assert reverse("cells:area_edit", args=[place["area"].pk]) not in text
    assert reverse("cells:body_create", args=[place["area"].pk]) not in text


def test_links_lead_only_to_what_the_reader_reaches(client, place):
    cadre = assigned_cadre(place)
    other = make.cadre(full_name="Đỗ Văn Tám")
    make.assignment(cadre=other, area=place["area"])
    second = make.cell(area=make.area(commune=place["near"]), name="Chi bộ Hai")
    CellArea.objects.create(cell=second, area=place["area"])
    detail = reverse("cells:area_detail", args=[place["area"].pk])
    for person in (make.cadre_user(cadre), make.cell_secretary(place["cell"])):
        for address in (AREAS, detail):
            text = text_of(client, person, address)
            assert "Đỗ Văn Tám" in text
            assert "Chi bộ Hai" in text
            links = set(re.findall(r'href="(/(?:can-bo|chi-bo|xa)/\d+/)"', text))
            assert {client.get(link).status_code for link in links} == {200}


def test_a_commune_shows_its_figures_and_who_is_in_charge(client, place):
    make.charge(member=make.user(full_name="Ngô Văn Bảy"), committee=place["near"])
    file = committee_file(place["by"], place["near"])
    assert (file.areas, file.cells, file.households, file.population) == (1, 1, 210, 800)
    assert (file.may_edit, file.may_end) == (True, True)
    text = text_of(client, place["by"], reverse("cells:commune_detail", args=[place["near"].pk]))
    assert "Ngô Văn Bảy" in text


def test_a_district_sums_up_its_communes(place):
    file = committee_file(place["by"], place["district"])
    assert (file.areas, file.cells, file.households) == (2, 2, 300)
    children: Any = file.children
    assert [(child.name, child.areas_then) for child in children] == [
        ("Hòa Khương", 1),
        ("Hòa Nhơn", 1),
    ]
    assert (file.may_edit, file.may_end) == (True, False)


# --- Forms ----------------------------------------------------------------------------------------


def test_a_commune_officer_edits_names_but_not_the_place_in_the_tree(client, place):
    officer = make.commune_officer(place["near"])
    address = reverse("cells:commune_edit", args=[place["near"].pk])
    assert 'name="parent"' not in text_of(client, officer, address)
    typed = {"name": "Hòa Khương Mới", "parent": place["far"].pk, "level": "district", "version": 1}
    assert client.post(address, typed).status_code == 302
    place["near"].refresh_from_db()
    assert (place["near"].name, place["near"].parent) == ("Hòa Khương Mới", place["district"])


def test_a_commune_officer_adds_areas_to_the_own_commune_only(client, place):
    officer = make.commune_officer(place["near"])
    client.force_login(officer)
    typed = {"name": "Mới", "kind": "village", "committee": place["far"].pk}
    answer = client.post(reverse("cells:area_create"), typed)
    assert answer.status_code == 200
    assert "committee" in answer.context["form"].errors
    answer = client.post(reverse("cells:area_create"), {**typed, "committee": place["near"].pk})
    area = ResidentialArea.objects.get(name="Mới")
    assert answer.url == reverse("cells:area_detail", args=[area.pk])
    assert AuditEntry.objects.about(area).get().by == officer


def test_the_second_editor_of_an_area_sees_both_versions(client, place):
    address = reverse("cells:area_edit", args=[place["area"].pk])
    client.force_login(place["by"])
    opened = client.get(address).context["form"]["opened"].value()
    typed = {"name": "Phú Sơn 3", "kind": "village", "committee": place["near"].pk, "version": 1}
    assert client.post(address, {**typed, "households": "220"}).status_code == 302
    late = {**typed, "households": "230", "population": "1.000", "opened": opened}
    answer = client.post(address, late)
    conflict = answer.context["form"].conflict
    rows = {row.label: (row.opened, row.saved, row.typed) for row in conflict.rows}
    assert rows["Số hộ"] == ("210", "220", "230")
    assert 'value="2"' in answer.content.decode()
    assert client.post(address, {**late, "version": 2}).status_code == 302
    place["area"].refresh_from_db()
    assert (place["area"].households, place["area"].population) == (230, 1000)


def test_a_body_is_reached_through_its_own_area_only(client, place):
    body = make.body(area=place["far_area"])
    client.force_login(place["by"])
    for name in ("cells:body_edit", "cells:body_end"):
        assert client.get(reverse(name, args=[place["area"].pk, body.pk])).status_code == 404
        assert client.get(reverse(name, args=[place["far_area"].pk, body.pk])).status_code == 200


def test_ending_asks_for_day_and_reason(client, place):
    address = reverse("cells:area_end", args=[place["area"].pk])
    client.force_login(place["by"])
    answer = client.post(address, {"version": 1, "valid_to": "30/06/2026"})
    assert "reason" in answer.context["form"].errors
    typed = {"version": 1, "valid_to": "30/06/2026", "reason": "Sáp nhập thôn"}
    assert client.post(address, typed).status_code == 302
    place["area"].refresh_from_db()
    assert place["area"].valid_to == datetime.date(2026, 6, 30)
