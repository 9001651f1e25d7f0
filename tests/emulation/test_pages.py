"""Pages of scores: what each person sees, the sentences, the rows behind, exports, queries."""

import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assignments.models import Attendance
from emulation import actions
from emulation.models import RollUp, YearScore
from tests import make

pytestmark = pytest.mark.django_db

YEAR = 2025


def visits(assignment, cell, months, **fields):
    for month in months:
        make.attendance(
            assignment=assignment, cell=cell, attended_on=datetime.date(YEAR, month, 5), **fields
        )


@pytest.fixture
def scored():
    """A district in which one cadre did 5 of 12 visits, 2 guided, and the cell rose."""
    district = make.district()
    cell = make.cell(area=make.area(commune=make.commune(parent=district), name="Phú Hòa 1"))
    cadre = make.cadre(agency=make.agency(committee=district), full_name="Trần Thị Mai Lan")
    assignment = make.assignment(
        cadre=cadre, area=cell.areas.get(), valid_from=datetime.date(YEAR, 1, 1)
    )
    visits(assignment, cell, (1, 2), guidance="Hướng dẫn ghi sổ.")
    visits(assignment, cell, (3, 4, 5))
    make.rating(cell=cell, year=YEAR - 1, short_name="HTNV")
    make.rating(cell=cell, year=YEAR, short_name="HTTNV")
    actions.roll_up_year(year=YEAR, by=None)
    return YearScore.objects.get()


def page(client, url, user, **query):
    client.force_login(user)
    return client.get(url, query)


def officer(score):
    return make.district_officer(score.agency.committee)


def test_a_cadre_reads_each_line_of_their_own_score(client, scored):
    html = page(client, scored.get_absolute_url(), make.cadre_user(scored.cadre)).content.decode()
    for words in (
        "Trần Thị Mai Lan",
        "Dự 5 trên 12 buổi phải dự",
        "50 × 5 / 12",
        "20,83",
        "2 buổi có ghi nội dung hướng dẫn, giúp đỡ, trên 12 buổi phải dự",
        "xác nhận 0 trên 5 buổi",
        "được 2 trên 2 phần",
        "44,16",
        "Thiết đặt của địa phương: không văn bản nào cho công thức",
        "Thang điểm năm 2025",
    ):
        assert words in html, words


def test_lines_without_anything_due_say_so(client, scored):
    Attendance.objects.update(withdrawn_at=timezone.now())
    scored.cadre.assignments.get().area.cells.get().ratings.filter(year=YEAR - 1).update(
        stage="self", level=None
    )
    actions.roll_up_year(year=YEAR, by=None)
    html = page(client, scored.get_absolute_url(), officer(scored)).content.decode()
    assert "Chưa có buổi dự nào" in html
    assert "Chưa có chi bộ nào được xếp loại cả năm nay và năm trước" in html


@pytest.mark.parametrize(
    ("measure", "count"), [("attendance", 5), ("guidance", 2), ("confirmed", 0)]
)
def test_the_rows_behind_a_line_are_those_it_counts(client, scored, measure, count):
    url = reverse("emulation:score_rows", args=[scored.cadre_id, YEAR, measure])
    answer = page(client, url, officer(scored))
    assert answer.context["page"].total == count
    assert [(s.due, s.done, s.counted) for s in answer.context["sums"]] == [
        (3, 3, 3),
        (3, 2, 2),
        (3, 0, 0),
        (3, 0, 0),
    ]


def test_the_cells_behind_a_line_show_both_years(client, scored):
    url = reverse("emulation:score_rows", args=[scored.cadre_id, YEAR, "cell_change"])
    (change,) = page(client, url, officer(scored)).context["changes"]
    assert (change.before.short_name, change.now.short_name) == ("HTNV", "HTTNV")
    assert (change.halves, change.is_reached) == (2, True)


def test_a_measure_that_is_none_is_not_found(client, scored):
    url = reverse("emulation:score_rows", args=[scored.cadre_id, YEAR, "nothing"])
    assert page(client, url, officer(scored)).status_code == 404


def test_the_list_shows_whom_one_reaches(client, scored):
    url = reverse("emulation:score_list")
    agency, other = make.agency_officer(scored.agency), make.agency_officer(make.agency())
    assert page(client, url, agency, nam=YEAR).context["page"].total == 1
    assert page(client, url, other, nam=YEAR).context["page"].total == 0
    assert page(client, url, make.cadre_user(scored.cadre)).context["page"].total == 1


def test_a_commune_officer_who_is_a_cadre_sees_only_their_own(client, scored):
    """The commune's grant gives no scores, whatever agencies lie under the commune."""
    commune = scored.cadre.assignments.get().area.committee
    near = make.cadre(agency=make.agency(committee=commune))
    make.assignment(cadre=near, valid_from=datetime.date(YEAR, 1, 1))
    actions.roll_up_year(year=YEAR, by=None)
    person = make.cadre_user(scored.cadre)
    make.grant(user=person, role="commune_officer", committee=commune)
    person = User.objects.get(pk=person.pk)
    assert list(YearScore.objects.visible_to(person)) == [scored]


@pytest.mark.parametrize(("text", "found"), [("mai lan", 1), ("MAI LAN", 1), ("hùng", 0)])
def test_the_list_is_searched_by_name(client, scored, text, found):
    answer = page(client, reverse("emulation:score_list"), officer(scored), nam=YEAR, q=text)
    assert answer.context["page"].total == found


def test_the_list_opens_with_the_newest_year_that_has_scores(client, scored):
    answer = page(client, reverse("emulation:score_list"), officer(scored))
    assert answer.context["year"] == YEAR


def test_a_year_without_scores_says_when_they_come(client, scored):
    answer = page(client, reverse("emulation:score_list"), officer(scored), nam=2026)
    assert "Năm này chưa có điểm" in answer.content.decode()


def test_agencies_are_listed_with_their_mean(client, scored):
    answer = page(client, reverse("emulation:agency_score_list"), officer(scored))
    (row,) = answer.context["page"]
    assert (row.cadres, row.mean_total, row.visits_done, row.visits_due) == (1, 4_416, 5, 12)


def test_lists_are_exported_as_shown(client, scored):
    columns = {
        "emulation:score_list": "Trần Thị Mai Lan,",
        "emulation:agency_score_list": f"{scored.agency.name},",
    }
    for name, row in columns.items():
        answer = page(client, reverse(name), officer(scored), nam=YEAR, xuat="csv")
        text = b"".join(answer).decode("utf-8-sig")
        assert f"\n{row}" in text
        assert "44.16" in text or '"44,16"' in text


@pytest.mark.parametrize("name", ["emulation:score_list", "emulation:agency_score_list"])
def test_lists_take_the_same_queries_for_3_and_30_rows(
    client, scored, name, django_assert_num_queries
):
    person = officer(scored)

    def queries():
        client.force_login(person)
        with django_assert_num_queries(14, exact=False) as counted:
            client.get(reverse(name), {"nam": YEAR})
        return len(counted)

    def more(count):
        for _ in range(count):
            agency = make.agency(committee=scored.agency.committee)
            make.assignment(cadre=make.cadre(agency=agency), valid_from=datetime.date(YEAR, 1, 1))
        actions.roll_up_year(year=YEAR, by=None)
        cache.clear()

    more(2)
    few = queries()
    more(27)
    assert queries() == few


def test_the_button_gives_a_worker_the_year_and_the_page_follows(client, scored):
    person = officer(scored)
    client.force_login(person)
    year = timezone.localdate().year
    answer = client.post(reverse("emulation:roll_up_ask"), {"year": year}, follow=True)
    assert f"Đã giao việc tính điểm năm {year}" in answer.content.decode()
    assert 'hx-trigger="every 2s"' in answer.content.decode()
    again = client.post(reverse("emulation:roll_up_ask"), {"year": year})
    assert "Điểm năm này đang được tính." in again.content.decode()
    actions.run_roll_up(run=RollUp.objects.get(year=year))
    assert "hx-trigger" not in client.get(reverse("emulation:roll_up_state")).content.decode()


def test_an_open_year_that_was_not_computed_for_a_day_says_so(client, scored, time_machine):
    time_machine.move_to(datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC))
    actions.roll_up_year(year=YEAR, by=None)
    url, person = scored.get_absolute_url(), officer(scored)
    assert "chưa tính lại" not in page(client, url, person).content.decode()
    time_machine.move_to(datetime.datetime(2026, 2, 3, tzinfo=datetime.UTC))
    assert "chưa tính lại" in page(client, url, person).content.decode()
