"""How papers name the committee that issues them."""

import datetime

import pytest

from cells.rules.papers import organ_of, place_of
from common.templatetags.portal import document_day


@pytest.mark.parametrize(
    ("name", "organ", "place"),
    [
        ("Huyện Hòa Vang", "Huyện ủy Hòa Vang", "Hòa Vang"),
        ("Thành phố Đà Nẵng", "Thành ủy Đà Nẵng", "Đà Nẵng"),
        ("Xã Hòa Nhơn", "Đảng ủy xã Hòa Nhơn", "Hòa Nhơn"),
        ("Khối Cơ quan", "Đảng ủy Khối Cơ quan", "Khối Cơ quan"),
    ],
)
def test_a_unit_names_its_committee_and_place(name, organ, place):
    assert (organ_of(name), place_of(name)) == (organ, place)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (datetime.date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (datetime.date(2026, 9, 10), "ngày 10 tháng 9 năm 2026"),
        (None, ""),
    ],
)
def test_days_are_written_as_in_papers(on, words):
    assert document_day(on) == words
