"""What people raised in an area, on the pages of the area and of its cell."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cells.reports.heard import NEWEST, heard_in
from feedback.models import Feedback
from tests import make, make_feedback

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    return make.area()


@pytest.fixture
def officer(area):
    return make.commune_officer(area.committee)


def heard(user, area):
    return heard_in(user, [area], timezone.localdate())


def test_one_query_tells_the_year_s_tally_and_the_newest(area, officer, django_assert_num_queries):
    last = [make_feedback.answered(area=area) for _number in range(NEWEST + 2)][-1]
    make_feedback.feedback(area=make.area(commune=area.committee))
    long_ago = timezone.now() - datetime.timedelta(days=400)
    make_feedback.feedback(area=area, received_at=long_ago)
    assert officer.abilities
    assert officer.reach
    with django_assert_num_queries(1):
        found = heard(officer, area)
    assert found.rows[0] == last
    assert len(found.rows) == NEWEST
    assert found.tally == Feedback.objects.filter(area=area, received_at__gt=long_ago).tally(
        timezone.localdate()
    )
    assert (found.tally.received, found.tally.on_time, found.tally.waiting) == (7, 7, 7)


def test_sealed_and_merged_matters_are_not_among_them(area, officer):
    root = make_feedback.feedback(area=area)
    make_feedback.feedback(area=area, status="merged", merged_into=root)
    make_feedback.feedback(area=area, status="moved")
    assert [row.pk for row in heard(officer, area).rows] == [root.pk]


def test_who_reads_no_matters_has_no_such_part(area, client):
    cell = make.cell(area=area)
    make_feedback.feedback(area=area)
    secretary = make.cell_secretary(cell)
    assert heard(secretary, area) is None
    client.force_login(secretary)
    page = client.get(reverse("cells:cell_detail", args=[cell.pk])).content.decode()
    assert "Phản ánh của người dân" not in page


def test_both_pages_show_solved_beside_on_time_and_never_what_was_written(area, officer, client):
    cell = make.cell(area=area)
    make_feedback.answered(area=area, text="Nguyễn Thị Mật ở số 5 kêu mất nước")
    client.force_login(officer)
    for name, key in (("cells:area_detail", area.pk), ("cells:cell_detail", cell.pk)):
        page = client.get(reverse(name, args=[key])).content.decode()
        facts = re.findall(r"<dt>([^<]+)</dt>\s*<dd>\s*([^<]+?)\s*</dd>", page)
        assert ("Đúng hạn", "1 / 1") in facts
        assert ("Đã xong", "0 / 1") in facts
        assert ("Chưa xác nhận", "1") in facts
        assert "Nguyễn Thị Mật" not in page


def test_the_page_of_an_area_asks_the_same_queries_for_3_and_30_matters(area, officer, client):
    client.force_login(officer)
    address = reverse("cells:area_detail", args=[area.pk])
    client.get(address)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    for _number in range(3):
        make_feedback.answered(area=area)
    few = queries()
    for _number in range(27):
        make_feedback.feedback(area=area)
    assert queries() == few
