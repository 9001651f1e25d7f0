"""Notices: unread until opened, only one's own."""

import pytest

from common.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


def notice(to, n=1):
    return Notice.objects.create(
        key=f"{to.pk}-{n}", kind="thu", to=to, title=f"Tin {n}", body="Nội dung", url="/tro-giup/"
    )


@pytest.fixture
def person(client):
    somebody = make.user()
    client.force_login(somebody)
    return somebody


def test_opening_marks_read_once(client, person):
    first, second = notice(person), notice(person, 2)
    page = client.get(f"/thong-bao/{first.pk}/")
    assert "Đến nơi cần làm" in page.text
    first.refresh_from_db()
    read_at = first.read_at
    client.get(f"/thong-bao/{first.pk}/")
    first.refresh_from_db()
    assert first.read_at == read_at is not None
    assert list(Notice.objects.unread()) == [second]


def test_the_count_stands_on_every_page(client, person):
    notice(person)
    notice(person, 2)
    assert "2 tin chưa đọc" in client.get("/tro-giup/").text


def test_all_can_be_marked_read_at_once_but_only_ones_own(client, person):
    notice(person)
    others = notice(make.user())
    client.post("/thong-bao/da-doc/")
    assert list(Notice.objects.unread()) == [others]


def test_only_unread_ones_can_be_listed(client, person):
    client.get(f"/thong-bao/{notice(person).pk}/")
    notice(person, 2)
    text = client.get("/thong-bao/?loc=chua-doc").text
    assert "Tin 2" in text
    assert "Tin 1" not in text


def test_a_list_costs_the_same_for_few_and_many(client, person, django_assert_max_num_queries):
    for n in range(30):
        notice(person, n)
    with django_assert_max_num_queries(9):
        client.get("/thong-bao/")
