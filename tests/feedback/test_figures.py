"""On time and solved: what counts as which, by what it is broken down, and what the page says."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.months import Month
from feedback.models import Answer, Feedback
from feedback.models import figures as codes
from feedback.reports.figures import Figures, figures_of
from feedback.reports.figures_chart import chart_of
from feedback.rules.figures import Tally
from tests import make, make_feedback

pytestmark = pytest.mark.django_db
Status, Verdict = Feedback.Status, Answer.Verdict
NOW = datetime.datetime(2026, 11, 23, 3, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def tally() -> Tally:
    return Feedback.objects.tally(timezone.localdate())


def told(verdict: str, status: str, *, is_on_time: bool = True, **fields: Any) -> Feedback:
    """Return a matter that was answered, and of which its sender said `verdict`."""
    row = make_feedback.feedback(**fields)
    at = None if verdict == Verdict.NONE else timezone.now()
    make_feedback.answer(feedback=row, verdict=verdict, verdict_at=at, is_on_time=is_on_time)
    Feedback.objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()
    return row


def figures(user: Any, by: str = "xa", **chosen: Any) -> Figures:
    return figures_of(user, chosen, by, timezone.localdate())


# --- What counts as what --------------------------------------------------------------------------


def test_silence_is_unconfirmed_and_never_solved():
    told(Verdict.NONE, Status.UNCONFIRMED)
    told(Verdict.NONE, Status.ANSWERED)
    told(Verdict.YES, Status.CONFIRMED)
    found = tally()
    assert (found.solved, found.answered) == (1, 3)
    assert (found.silent, found.waiting, found.not_solved) == (1, 1, 0)
    assert (found.on_time, found.judged) == (3, 3)


def test_a_reopened_matter_stays_in_the_denominator_and_leaves_the_solved():
    told(Verdict.NO, Status.REOPENED)
    told(Verdict.PARTLY, Status.IN_PROGRESS)
    found = tally()
    assert (found.solved, found.answered, found.not_solved, found.reopened) == (0, 2, 2, 2)
    assert (found.on_time, found.judged) == (0, 0), "the second clock still runs"


@pytest.mark.parametrize(("second_is_on_time", "on_time"), [(True, 1), (False, 0)])
def test_a_matter_solved_at_the_second_time_counts_once_and_on_time_if_both_were(
    second_is_on_time, on_time
):
    row = told(Verdict.NO, Status.REOPENED)
    make_feedback.answer(
        feedback=row,
        verdict=Verdict.YES,
        verdict_at=timezone.now(),
        is_on_time=second_is_on_time,
    )
    Feedback.objects.update(status=Status.CONFIRMED)
    found = tally()
    assert (found.solved, found.answered, found.reopened) == (1, 1, 1)
    assert (found.on_time, found.judged) == (on_time, 1)


def test_one_late_answer_counts_as_late_even_while_the_second_clock_runs():
    told(Verdict.NO, Status.REOPENED, is_on_time=False)
    assert (tally().on_time, tally().judged) == (0, 1)


def test_what_is_owed_past_its_day_is_late_unless_its_clock_is_paused():
    today = timezone.localdate()
    past = {"counts_from": today - 9 * DAY, "due_on": today - DAY}
    make_feedback.feedback(**past)
    make_feedback.pause(feedback=make_feedback.feedback(**past))
    make_feedback.feedback(due_on=today, counts_from=today - DAY)
    found = tally()
    assert (found.in_hand, found.overdue, found.paused, found.judged) == (3, 1, 1, 1)


def test_merged_matters_count_once_and_moved_ones_never():
    root = make_feedback.feedback()
    make_feedback.feedback(status=Status.MERGED, merged_into=root)
    make_feedback.feedback(status=Status.MOVED)
    assert tally().received == 1


def test_passed_on_without_an_answer_is_in_no_denominator_and_with_one_in_both():
    make_feedback.feedback(status=Status.PASSED_ON)
    make_feedback.feedback(status=Status.REFUSED)
    found = tally()
    assert (found.left, found.judged, found.answered) == (2, 0, 0)
    told(Verdict.NO, Status.PASSED_ON)
    found = tally()
    assert (found.left, found.judged, found.answered, found.not_solved) == (3, 1, 1, 1)


def test_every_status_is_counted_somewhere_or_nowhere_by_name():
    groups = (codes.IN_HAND, codes.ANSWERED, codes.LEFT, codes.NOT_COUNTED)
    assert sorted(code for group in groups for code in group) == sorted(Status.values)
    assert (codes.IN_HAND, codes.ANSWERED) == (Feedback.IN_HAND, Feedback.ANSWERED)


# --- Broken down ----------------------------------------------------------------------------------


def test_parts_add_up_to_the_whole_however_broken_down():
    district = make.district()
    agency = make.agency(committee=district)
    for number in range(4):
        commune = make.commune(parent=district)
        told(Verdict.YES, Status.CONFIRMED, committee=commune)
        make_feedback.feedback(committee=commune, category=make_feedback.category("road"))
        told(Verdict.NO, Status.REOPENED, committee=commune, agency=agency if number else None)
    user = make.district_officer(district)
    for by in ("xa", "co_quan", "loai", "thang"):
        found = figures(user, by)
        assert Tally.of(row.tally for row in found.rows) == found.total
        assert found.total.received == 12
    assert [row.key for row in figures(user, "co_quan").rows] == ["xa", str(agency.pk)]
    assert len(figures(user).rows) == 4


def test_months_are_those_of_the_day_it_came_in_and_empty_ones_are_shown():
    commune = make.commune()
    late_evening = datetime.datetime(2026, 9, 30, 17, 30, tzinfo=datetime.UTC)  # 1 October here
    make_feedback.feedback(committee=commune, received_at=late_evening)
    make_feedback.feedback(committee=commune)
    found = figures(make.commune_officer(commune), "thang")
    assert len(found.months) == 12
    assert {row.key for row in found.rows if row.tally.received} == {"2026-10", "2026-11"}
    narrow = figures(make.commune_officer(commune), tu=Month(2026, 11), den=Month(2026, 10))
    assert (narrow.first, narrow.last, narrow.total.received) == (
        Month(2026, 10),
        Month(2026, 11),
        2,
    )


def test_everybody_sees_the_figures_of_their_own_matters():
    one, other = make.commune(), make.commune()
    make_feedback.feedback(committee=one)
    make_feedback.feedback(committee=other)
    assert figures(make.commune_officer(one)).total.received == 1
    assert figures(make.board_member(other)).total.received == 1


def test_the_office_s_own_word_stands_beside_the_sender_s():
    commune = make.commune()
    told(Verdict.NO, Status.REOPENED, committee=commune)
    told(Verdict.NONE, Status.UNCONFIRMED, committee=commune)
    (row,) = figures(make.commune_officer(commune)).outcomes
    assert (row.answered, row.solved, row.unconfirmed, row.not_solved) == (2, 0, 1, 1)


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def officer(client):
    user = make.district_officer(make.district())
    client.force_login(user)
    return user


def fill(user: Any, communes: int) -> None:
    district = user.grants.get().committee
    for _number in range(communes):
        commune = make.commune(parent=district)
        agency = make.agency(committee=district)
        told(Verdict.YES, Status.CONFIRMED, committee=commune, agency=agency)
        told(Verdict.NO, Status.REOPENED, committee=commune)


def test_the_page_asks_as_many_queries_for_thirty_communes_as_for_three(client, officer):
    address = reverse("feedback:figures")
    fill(officer, 3)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    fill(officer, 27)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_filters_stay_in_the_address_from_tab_to_tab_and_drop_one_by_one(client, officer):
    fill(officer, 2)
    commune = Feedback.objects.first().committee
    html = client.get(f"{reverse('feedback:figures')}?xa={commune.pk}&theo=thang").content.decode()
    assert f"?xa={commune.pk}&amp;theo=loai" in html
    assert f"Xã, phường: {commune}" in html
    assert 'name="theo" value="thang"' in html
    assert "thang" not in html.split("data-chips")[1].split("</div>")[0].replace("theo=thang", "")


def test_the_export_is_what_is_shown_with_both_denominators(client, officer):
    fill(officer, 2)
    answer = client.get(f"{reverse('feedback:figures')}?xuat=csv&theo=loai")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Loại việc,Đã nhận,Đúng hạn,Đã đến hạn hoặc đã trả lời")
    assert lines[1].startswith('"Nước sinh hoạt, mương, thoát nước",4,2,2')
    assert len(lines) == 2


def test_an_empty_page_says_so_and_nonsense_in_the_address_is_ignored(client, officer):
    answer = client.get(f"{reverse('feedback:figures')}?xa=0&tu=2026-99&theo=gi")
    assert "Chưa có phản ánh nào" in answer.content.decode()


# --- The drawing ----------------------------------------------------------------------------------


def test_curves_break_where_a_month_has_nothing_and_labels_do_not_touch():
    commune = make.commune()
    for month in (6, 7, 9, 10):
        at = datetime.datetime(2026, month, 5, tzinfo=datetime.UTC)
        told(Verdict.YES, Status.CONFIRMED, committee=commune, received_at=at)
    chart = chart_of(figures(make.commune_officer(commune)).months)
    assert chart
    assert chart.on_time
    assert chart.solved
    assert [line.count(",") for line in chart.on_time.lines] == [2, 2]
    assert abs(float(chart.on_time.label_y) - float(chart.solved.label_y)) >= 34
    assert chart_of(figures(make.commune_officer(make.commune())).months) is None
