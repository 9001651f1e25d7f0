"""Twenty rows a page; the address keeps the filters; nonsense gives the nearest page."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from accounts.models import User
from common.paging import paginate
from tests import make

pytestmark = pytest.mark.urls("tests.common.gallery_urls")


@pytest.fixture
def people(db):
    for _number in range(7):
        make.user()
    return User.objects.order_by("pk")


def _page(people, address="/", per_page=3):
    return paginate(RequestFactory().get(address), people, per_page)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", 1),
        ("2", 2),
        ("3", 3),
        ("4", 3),
        ("999999", 3),
        ("0", 1),
        ("-5", 1),
        ("x", 1),
        ("2.5", 1),
    ],
)
def test_a_number_out_of_range_gives_the_nearest_page(people, asked, given):
    assert _page(people, f"/?trang={asked}").number == given


def test_a_page_says_which_rows_it_shows(people):
    page = _page(people, "/?trang=2")
    assert (page.first_row, page.last_row, page.total, len(page)) == (4, 6, 7, 3)
    assert list(page) == list(people[3:6])


def test_an_empty_list_is_one_empty_page(db):
    page = _page(User.objects.order_by("pk"))
    assert (page.total, page.pages, len(page)) == (0, 1, 0)
    assert (page.previous, page.next) == ("", "")


def test_the_ways_on_keep_the_filters(people):
    page = _page(people, "/?q=hoa+khuong&trang=2&lop=1")
    assert page.previous == "?q=hoa+khuong&lop=1"
    assert page.next == "?q=hoa+khuong&lop=1&trang=3"


def test_the_window_names_ends_and_neighbours(people):
    page = _page(people, "/?trang=5", per_page=1)
    assert [number for number, _address in page.window] == [1, None, 3, 4, 5, 6, 7]


def test_a_page_costs_two_queries_however_long_the_list(people, django_assert_num_queries):
    with django_assert_num_queries(2):
        list(_page(people, "/?trang=2"))


def test_the_line_under_the_list_is_as_agreed(people):
    page = _page(people, "/?trang=2&q=a")
    written = render_to_string("components/paging.html", {"page": page})
    assert "Dòng 4 đến 6 trên 7" in written
    assert '?q=a"' in written
