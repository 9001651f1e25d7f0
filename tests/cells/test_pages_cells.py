"""Pages of Party cells: who sees which, filters, order, exports, constant queries, forms."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cells.models import CellArea, PartyCell
from cells.reports import cells as reports
from common.models import AuditEntry
from tests import make

LIST = reverse("cells:cell_list")
LAST_YEAR = timezone.localdate().year - 1


@pytest.fixture
def place(db):
    """A district with two communes, a cell in each."""
    district = make.district()
    near = make.commune(parent=district, name="Hòa Khương")
    far = make.commune(parent=district, name="Hòa Nhơn")
    return {
        "district": district,
        "near": near,
        "cell": make.cell(area=make.area(commune=near, name="Phú Sơn 3"), name="Chi bộ Phú Sơn 3"),
        "far_cell": make.cell(area=make.area(commune=far), name="Chi bộ Hòa Khương Đông"),
        "by": make.district_officer(district),
    }


def listed(user, **chosen):
    return [cell.name for cell in reports.cells_listed(user, LAST_YEAR, chosen)]


def page_of(client, user, address):
    client.force_login(user)
    return client.get(address)


# --- Who sees which -------------------------------------------------------------------------------


def test_the_district_and_its_inspector_list_every_cell(place):
    both = {"Chi bộ Phú Sơn 3", "Chi bộ Hòa Khương Đông"}
    assert set(listed(place["by"])) == both
    assert set(listed(make.inspector(place["district"]))) == both


@pytest.mark.parametrize(
    "someone",
    [
        lambda place: make.commune_officer(place["near"]),
        lambda place: make.cell_secretary(place["cell"]),
        lambda place: make.board_member(place["near"]),
    ],
)
def test_who_looks_after_one_place_lists_its_cells_only(place, someone):
    assert listed(someone(place)) == ["Chi bộ Phú Sơn 3"]


def test_a_cadre_and_the_agency_list_the_cells_of_the_assignments(place):
    cadre = make.cadre()
    make.assignment(cadre=cadre, area=place["cell"].areas.get())
    assert listed(make.cadre_user(cadre)) == ["Chi bộ Phú Sơn 3"]
    assert listed(make.agency_officer(cadre.agency)) == ["Chi bộ Phú Sơn 3"]


# --- List -----------------------------------------------------------------------------------------


def test_a_search_without_tones_finds_and_with_tones_ranks_first(place):
    make.cell(committee=place["near"], name="Chi bộ Hoa Khướng")
    assert set(listed(place["by"], q="hoa khuong")) == {
        "Chi bộ Hòa Khương Đông",
        "Chi bộ Hoa Khướng",
    }
    assert listed(place["by"], q="Hòa Khương")[0] == "Chi bộ Hòa Khương Đông"


def test_cells_stand_in_the_order_of_the_vietnamese_alphabet(place):
    names = ["Đông Hòa", "Dương Lâm", "An Trạch", "Ân Nghĩa"]
    for name in names:
        make.cell(committee=place["near"], name=name, kind="other")
    found = [cell.name for cell in reports.cells_listed(place["by"], LAST_YEAR, {"loai": "other"})]
    assert found == ["An Trạch", "Ân Nghĩa", "Dương Lâm", "Đông Hòa"]


def test_filters_by_commune_kind_and_end(place):
    school = make.cell(committee=place["near"], name="Chi bộ Trường", kind="school")
    gone = make.cell(
        committee=place["near"], name="Chi bộ Cũ", valid_to=datetime.date(2025, 12, 31)
    )
    assert listed(place["by"], xa=place["near"]) == ["Chi bộ Phú Sơn 3", school.name]
    assert listed(place["by"], loai="school") == [school.name]
    assert gone.name in listed(place["by"], tat_ca=True)


def test_filters_by_last_years_rating(place):
    make.rating(cell=place["cell"], year=LAST_YEAR, short_name="HTNV")
    make.rating(cell=place["far_cell"], year=LAST_YEAR, short_name="HTXSNV")
    unrated = make.cell(committee=place["near"], name="Chi bộ chưa xếp")
    assert listed(place["by"], dat="chua") == ["Chi bộ Phú Sơn 3"]
    assert listed(place["by"], dat="co") == ["Chi bộ Hòa Khương Đông"]
    assert listed(place["by"], muc="XS") == ["Chi bộ Hòa Khương Đông"]
    assert listed(place["by"], muc="chua") == [unrated.name]


def test_the_list_takes_the_same_queries_for_3_and_30_cells(
    place, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(place["by"])
    make.cell(committee=place["near"])
    with django_assert_max_num_queries(14) as few:
        client.get(LIST)
    for _ in range(27):
        cell = make.cell(committee=place["near"])
        make.rating(cell=cell, year=LAST_YEAR)
    with django_assert_num_queries(len(few)):
        client.get(LIST)


def test_the_export_holds_what_the_list_shows(place, client):
    make.rating(cell=place["cell"], year=LAST_YEAR, short_name="HTNV")
    answer = page_of(client, place["by"], f"{LIST}?dat=chua&xuat=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Chi bộ Phú Sơn 3,Hòa Khương" in text
    assert "Hoàn thành nhiệm vụ" in text
    assert "Hòa Khương Đông" not in text


# --- One cell -------------------------------------------------------------------------------------


def test_the_page_shows_areas_ratings_meetings_and_who_is_sent(place, client):
    cell = place["cell"]
    old = make.area(commune=place["near"], name="Phú Sơn Nam")
    CellArea.objects.create(cell=cell, area=old, valid_to=datetime.date(2024, 12, 31))
    make.rating(cell=cell, year=LAST_YEAR, short_name="HTNV")
    make.meeting(cell=cell, due=20, present=18, excused=2, length_minutes=75)
    cadre = make.cadre(full_name="Nguyễn Văn Bình")
    make.assignment(cadre=cadre, area=cell.areas.get(pk=cell.area_links.get(valid_to=None).area_id))
    gone = make.assignment(cadre=make.cadre(full_name="Lê Văn Thôi"), area=old)
    text = page_of(client, place["by"], reverse("cells:cell_detail", args=[cell.pk])).text

    for expected in ("Phú Sơn Nam", "31/12/2024", "Hoàn thành nhiệm vụ", "chưa đạt", "18/20 · 90%"):
        assert expected in text
    assert "dưới 90" in text
    assert "Nguyễn Văn Bình" in text
    assert gone.cadre.full_name not in text


def test_only_who_may_change_the_cell_is_offered_it(place, client):
    address = reverse("cells:cell_detail", args=[place["cell"].pk])
    edit = reverse("cells:cell_edit", args=[place["cell"].pk])
    record = reverse("cells:meeting_create", args=[place["cell"].pk])
    assert edit in page_of(client, place["by"], address).text
    secretary = page_of(client, make.cell_secretary(place["cell"]), address).text
    assert edit not in secretary
    assert record in secretary
    assert record not in page_of(client, make.inspector(place["district"]), address).text


def test_who_reads_a_cell_by_another_role_cannot_change_it(place, client):
    """A commune's officer who is sent to an area of another commune reads there, no more."""
    cadre = make.cadre()
    make.assignment(cadre=cadre, area=place["far_cell"].areas.get())
    officer = make.cadre_user(cadre)
    make.grant(user=officer, role="commune_officer", committee=place["near"])
    far = place["far_cell"].pk
    assert page_of(client, officer, reverse("cells:cell_detail", args=[far])).status_code == 200
    assert page_of(client, officer, reverse("cells:cell_edit", args=[far])).status_code == 403
    near = reverse("cells:cell_edit", args=[place["cell"].pk])
    assert page_of(client, officer, near).status_code == 200


# --- Forms ----------------------------------------------------------------------------------------


def test_a_commune_officer_adds_cells_to_the_own_commune_only(place, client):
    officer = make.commune_officer(place["near"])
    client.force_login(officer)
    facts = {"name": "Chi bộ Mới", "kind": "village", "area": "phu son 3"}
    address = reverse("cells:cell_create")
    foreign = client.post(address, facts | {"committee": place["far_cell"].committee_id})
    assert foreign.status_code == 200
    assert not PartyCell.objects.filter(name="Chi bộ Mới").exists()
    client.post(address, facts | {"committee": place["near"].pk})
    cell = PartyCell.objects.get(name="Chi bộ Mới")
    assert cell.areas.get().name == "Phú Sơn 3"


def test_a_second_editor_sees_both_versions(place, client):
    client.force_login(place["by"])
    address = reverse("cells:cell_edit", args=[place["cell"].pk])
    facts = {"name": "Chi bộ Phú Sơn 3", "kind": "village", "version": 1}
    client.post(address, facts | {"secretary_name": "Trần Văn Một"})
    answer = client.post(address, facts | {"secretary_name": "Lê Thị Hai"})
    assert answer.context["form"].conflict.differing == 1
    assert "Trần Văn Một" in answer.text
    assert "Lê Thị Hai" in answer.text
    place["cell"].refresh_from_db()
    assert place["cell"].secretary_name == "Trần Văn Một"


def test_an_area_is_linked_and_let_go(place, client):
    client.force_login(place["by"])
    cell, second = place["cell"], make.area(commune=place["near"], name="Phú Sơn Tây")
    link = {"area": second.pk, "valid_from": "01/01/2026"}
    client.post(reverse("cells:cell_area_add", args=[cell.pk]), link)
    made = CellArea.objects.get(cell=cell, area=second)
    assert made.valid_from == datetime.date(2026, 1, 1)
    address = reverse("cells:cell_area_end", args=[cell.pk, made.pk])
    client.post(address, {"valid_to": "30/06/2026", "reason": "Tách chi bộ riêng"})
    made.refresh_from_db()
    assert made.valid_to == datetime.date(2026, 6, 30)
    acts = set(AuditEntry.objects.about(cell).values_list("act", flat=True))
    assert {"link_area", "unlink_area"} <= acts
    assert client.get(address).status_code == 403


def test_areas_of_other_communes_are_not_offered(place, client):
    address = reverse("cells:cell_area_add", args=[place["cell"].pk])
    form = page_of(client, place["by"], address).context["form"]
    assert place["far_cell"].areas.get() not in form.fields["area"].queryset
