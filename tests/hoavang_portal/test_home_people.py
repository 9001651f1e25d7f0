"""What people ask on the first page: matters due, flash reports unseen, requests about data."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.models import DataRequest, FlashReport
from hoavang_portal.home import todos_of
from hoavang_portal.home.shapes import Todo
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def commune():
    return make.commune()


def matter(commune: Any, due_in: int = 0, **fields: Any) -> Any:
    due_on = TODAY + due_in * DAY
    return make_feedback.feedback(
        committee=commune, counts_from=due_on - 3 * DAY, due_on=due_on, **fields
    )


def first(user: Any) -> Todo:
    return todos_of(user, TODAY)[0]


def test_matters_due_today_and_late_are_counted_apart_and_late_ones_are_red(commune):
    officer = make.commune_officer(commune)
    matter(commune)
    assert (first(officer).title, first(officer).is_red) == ("1 phản ánh đến hạn hôm nay", False)
    matter(commune, due_in=-2)
    assert (first(officer).title, first(officer).is_red) == ("1 phản ánh quá hạn", True)
    assert first(officer).note == "Hạn lâu nhất: 21/11/2026; 1 việc đến hạn hôm nay."


def test_the_button_opens_as_many_matters_as_the_page_counts(commune, client):
    officer = make.commune_officer(commune)
    for _number in range(2):
        matter(commune, due_in=-1)
    matter(commune)
    client.force_login(officer)
    page = client.get(first(officer).address)
    assert page.context["page"].total == 2


def test_a_paused_matter_one_of_others_and_one_answered_ask_nothing(commune):
    officer = make.commune_officer(commune)
    make_feedback.pause(feedback=matter(commune, due_in=-1))
    matter(commune, due_in=-1, handler=make.user())
    make_feedback.answer(feedback=matter(commune, due_in=-1))
    titles = [todo.title for todo in todos_of(officer, TODAY)]
    assert not any("phản ánh" in title for title in titles)


def test_a_board_member_is_asked_for_what_silence_carried_up_to_them(commune):
    member = make.board_member(commune)
    matter(commune, due_in=-5)
    assert todos_of(member, TODAY) == []
    matter(commune, due_in=-5, level=2)
    assert first(member).title == "1 phản ánh quá hạn"


def test_an_unseen_report_comes_before_everything_and_only_to_whose_turn_it_is(commune):
    member, other = make.board_member(commune), make.board_member(make.commune())
    make_feedback.flash(committee=commune, holder=member)
    matter(commune, due_in=-5, level=2)
    assert (first(member).title, first(member).is_red) == ("1 báo nhanh chờ đồng chí xem", False)
    assert "09:00 23/11/2026" in first(member).note
    FlashReport.objects.update(step=1)
    assert first(member).is_red
    assert todos_of(other, TODAY) == []


def test_requests_about_data_are_asked_of_the_staff_with_their_day(commune):
    staff = make.district_officer(commune.parent)
    row = DataRequest.objects.create(
        feedback=matter(commune, due_in=5),
        committee=commune,
        kind=DataRequest.Kind.SEE,
        sent_key_hash="1",
        due_on=TODAY - DAY,
    )
    titles = [todo.title for todo in todos_of(staff, TODAY)]
    assert "1 yêu cầu về dữ liệu cá nhân chờ trả lời" in titles
    DataRequest.objects.filter(pk=row.pk).update(
        status="done", answered_at=NOW, answer="Đã gửi bản sao"
    )
    titles = [todo.title for todo in todos_of(staff, TODAY)]
    assert "1 yêu cầu về dữ liệu cá nhân chờ trả lời" not in titles


def test_the_first_page_asks_as_many_queries_for_thirty_matters_as_for_three(commune, client):
    officer = make.commune_officer(commune)
    client.force_login(officer)
    client.get(reverse("home"))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("home")).status_code == 200
        return len(asked)

    for _number in range(3):
        matter(commune, due_in=-1)
    few = queries()
    for _number in range(27):
        matter(commune, due_in=-1)
    assert queries() == few
