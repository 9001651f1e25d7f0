"""The search of the portal: what it finds, in which order, and for whom."""

import pytest
from django.urls import reverse

from tests import make

SEARCH = reverse("search")


@pytest.fixture
def place(db):
    """A commune with one thing of each kind called Hòa Khương."""
    district = make.district(name="Hòa Vang")
    commune = make.commune(parent=district, name="Hòa Khương")
    area = make.area(commune=commune, name="Hòa Khương Đông")
    cell = make.cell(area=area, name="Chi bộ Hòa Khương Đông")
    cadre = make.cadre(agency=make.agency(committee=district), full_name="Trần Hòa Khương")
    return {"district": district, "commune": commune, "cell": cell, "cadre": cadre}


def found(client, user, text):
    client.force_login(user)
    groups = client.get(SEARCH, {"q": text}).context["groups"]
    return {group.key: [hit.name for hit in group.hits] for group in groups}


def test_every_kind_is_found_without_tones(place, client):
    assert found(client, make.district_officer(place["district"]), "hoa khuong") == {
        "cell": ["Chi bộ Hòa Khương Đông"],
        "area": ["Hòa Khương Đông"],
        "commune": ["Hòa Khương"],
        "cadre": ["Trần Hòa Khương"],
    }


def test_typed_tones_rank_first(place, client):
    make.area(commune=place["commune"], name="Hoa Khương A")
    hits = found(client, make.district_officer(place["district"]), "Hòa Khương")
    assert hits["area"] == ["Hòa Khương Đông", "Hoa Khương A"]


def test_nobody_finds_what_they_do_not_reach(place, client):
    elsewhere = make.commune(parent=place["district"], name="Nơi khác")
    assert found(client, make.commune_officer(elsewhere), "hoa khuong") == {}


@pytest.mark.parametrize("text", ["", "   ", "!!", "không có tên này"])
def test_nothing_typed_or_nothing_found(place, client, text):
    assert found(client, make.district_officer(place["district"]), text) == {}


def test_ten_are_shown_and_the_list_has_the_others(place, client):
    for number in range(11):
        make.area(commune=place["commune"], name=f"Phú Sơn {number}")
    client.force_login(make.district_officer(place["district"]))
    group = client.get(SEARCH, {"q": "phú sơn"}).context["groups"][0]
    assert len(group.hits) == 10
    assert group.has_more
    assert group.more.startswith(f"{reverse('cells:area_list')}?q=")
