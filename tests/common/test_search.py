"""Search: tones and spelling do not matter, typed tones rank first."""

import unicodedata

import pytest

from assignments.models import Agency, Assignment
from cells.models import ResidentialArea
from common.search import matching
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    for name in ["Hòa Khương Đông", "Hoa Khương", "Hóa Khương", "Đại La", "La Bông", "Phú Hoà 10",
                 "Phú Hòa 2"]:  # fmt: skip
        make.area(name=name)


def found(text: str) -> list[str]:
    return [area.name for area in matching(ResidentialArea.objects.all(), text)]


@pytest.mark.parametrize("text", ["hoa khuong", "KHUONG HOA", " hoa  khương "])
def test_words_match_without_tones_in_any_order(areas, text):
    assert set(found(text)) == {"Hòa Khương Đông", "Hoa Khương", "Hóa Khương"}


@pytest.mark.parametrize("text", ["hòa khương", "hoà khuong", unicodedata.normalize("NFD", "Hòa")])
def test_names_with_the_typed_tones_come_first(areas, text):
    assert found(text)[0] in {"Hòa Khương Đông", "Phú Hòa 2"}
    assert found(text)[-1] in {"Hóa Khương", "Hoa Khương"}


def test_the_very_name_comes_before_longer_names(areas):
    make.area(name="An Hóa Khương")
    assert found("hóa khương")[:2] == ["Hóa Khương", "An Hóa Khương"]


@pytest.mark.parametrize("text", ["đại la", "dai la", "ĐẠI LA", "Đai La"])
def test_d_with_stroke_is_found_either_way(areas, text):
    assert found(text) == ["Đại La"]


def test_equal_matches_come_in_the_order_of_names(areas):
    assert found("phu hoa") == ["Phú Hòa 2", "Phú Hoà 10"]


@pytest.mark.parametrize("text", ["%", "_", "*", "%%%", "--"])
def test_signs_are_no_wildcards(areas, text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["", "   "])
def test_blank_text_leaves_the_list_alone(areas, text):
    assert len(found(text)) == 7


def test_signs_beside_words_are_passed_over(areas):
    assert found("hoa_khuong%") == found("hoa khuong")
    assert Agency.objects.count() == matching(Agency.objects.all(), "").count()


def test_a_relation_can_be_searched_through():
    wanted = make.assignment(cadre=make.cadre(full_name="Đặng Thị Kim Diễm"))
    make.assignment(cadre=make.cadre(full_name="Võ Đình Ánh"))
    assert list(matching(Assignment.objects.all(), "kim diem", through="cadre")) == [wanted]


def test_one_query_serves_a_search(areas, django_assert_num_queries):
    with django_assert_num_queries(1):
        found("hoa khuong dong tay nam bac phu son thon mot hai ba")
