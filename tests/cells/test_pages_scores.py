"""Pages of scores: the sheet, both sides, the list, the tables of points."""

import datetime

import pytest
from django.urls import reverse

from cells.models import MeetingScore
from cells.reports.score_lists import cells_scored, period_of, score_rows
from cells.reports.score_sheets import scores_of, sheet_of
from cells.reports.scores import Averages, average_of
from common.months import ROMAN, Quarter
from tests import make, make_scores

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 3)
YEAR = period_of("2026")


@pytest.fixture
def place():
    district = make.district()
    commune = make.commune(parent=district)
    cell = make.cell(committee=commune)
    return {
        "district": make.district_officer(district),
        "commune": commune,
        "cell": cell,
        "meeting": make.meeting(
            cell=cell, held_on=DAY, due=20, present=16, excused=4, length_minutes=80
        ),
        "by": make.cell_secretary(cell),
        "inspector": make.inspector(district),
    }


def sent(total=100, **changed):
    points = {f"item_{item.pk}": str(n) for item, n in make_scores.points_of(total).items()}
    return points | {"note": "", "version": "0"} | changed


def cadre_at(meeting):
    """Return the account of a cadre who attended `meeting`."""
    assignment = make.assignment(area=meeting.cell.areas.get())
    make.attendance(assignment=assignment, cell=meeting.cell, attended_on=meeting.held_on)
    return make.cadre_user(assignment.cadre)


def address(place, name="cells:meeting_score"):
    return reverse(name, args=[place["meeting"].pk])


def test_known_figures_are_proposed_with_their_words(place, client):
    sheet = sheet_of(place["meeting"], None)
    proposed = {line.item.text: (line.proposed, line.facts) for line in sheet.lines if line.facts}
    assert proposed == {
        "Thời lượng kỳ sinh hoạt": (4, "biên bản ghi 80 phút, quy định 90 phút"),
        "Tỷ lệ đảng viên dự": (3, "có mặt 16/20, 80%"),
    }
    client.force_login(place["by"])
    text = client.get(address(place)).text
    assert text.count("cổng đề nghị theo số liệu") == 2


def test_the_sheet_is_saved_in_one_act_and_shown(place, client):
    client.force_login(place["by"])
    answer = client.post(address(place), sent(total=95), follow=True)
    assert "Đã lưu điểm chi bộ tự chấm: 95, Tốt." in answer.text
    assert MeetingScore.objects.get().by == place["by"]


def test_a_wrong_line_leaves_the_others_as_typed(place, client):
    client.force_login(place["by"])
    sheet = sheet_of(place["meeting"], None)
    free = next(line for line in sheet.lines if not line.rule.bands)
    banded = next(line for line in sheet.lines if line.rule.bands)
    data = sent(total=80) | {free.field: "9", banded.field: "0", "note": "Giữ lại"}
    form = client.post(address(place), data).context["form"]
    assert set(form.errors) == {free.field, banded.field}
    assert "đồng chí ghi 9" in str(form.errors[free.field])
    assert "đồng chí ghi 0" in str(form.errors[banded.field])
    assert (form["note"].value(), form[free.field].value()) == ("Giữ lại", "9")
    assert not MeetingScore.objects.exists()


def test_an_empty_sheet_asks_for_every_line(place, client):
    client.force_login(place["by"])
    form = client.post(address(place), {"version": "0"}).context["form"]
    assert len(form.errors) == 28


def test_two_scorers_for_the_cell_see_both_versions(place, client):
    client.force_login(place["by"])
    client.post(address(place), sent(total=100))
    client.force_login(make.commune_officer(place["commune"]))
    answer = client.post(address(place), sent(total=97))
    conflict = answer.context["form"].conflict
    assert conflict.differing == 1
    assert MeetingScore.objects.get().total == 100
    again = answer.context["form"]
    fields = {"version": again["version"].value(), "opened": again["opened"].value()}
    client.post(address(place), sent(total=97) | fields)
    assert MeetingScore.objects.get().total == 97


def test_neither_side_sees_the_other_before_having_scored(place, client):
    meeting, cadre = place["meeting"], cadre_at(place["meeting"])
    make_scores.meeting_score(meeting=meeting, scorer="cadre", by=make.user(), total=61)
    for_cell = scores_of(place["by"], meeting)
    assert (for_cell.cadres, for_cell.hides_cadres) == ([], True)
    make_scores.meeting_score(meeting=meeting, by=place["by"], total=93)
    for_cell = scores_of(place["by"], meeting)
    assert (len(for_cell.cadres), for_cell.gap) == (1, 32.0)
    for_cadre = scores_of(cadre, meeting)
    assert (for_cadre.own, for_cadre.hides_own, for_cadre.cadres) == (None, True, [])
    client.force_login(cadre)
    assert "93" not in client.get(address(place, "cells:meeting_scores")).context["scores"].lines
    make_scores.meeting_score(meeting=meeting, scorer="cadre", by=cadre, total=81)
    for_cadre = scores_of(cadre, meeting)
    assert (for_cadre.own.total, len(for_cadre.cadres), for_cadre.gap) == (93, 2, 22.0)
    assert scores_of(place["inspector"], meeting).gap == 22.0


def test_the_trail_keeps_the_other_side_hidden_too(place):
    meeting, cadre = place["meeting"], cadre_at(place["meeting"])

    def seen(user):
        return sorted(MeetingScore.objects.visible_to(user).values_list("total", flat=True))

    theirs = make_scores.meeting_score(meeting=meeting, scorer="cadre", by=make.user(), total=61)
    assert (seen(place["by"]), seen(place["inspector"]), seen(cadre)) == ([], [61], [])
    make_scores.meeting_score(meeting=meeting, by=place["by"], total=93)
    assert (seen(place["by"]), seen(cadre)) == ([61, 93], [])
    make_scores.meeting_score(meeting=meeting, scorer="cadre", by=cadre, total=80)
    assert seen(cadre) == [61, 80, 93]
    assert theirs in MeetingScore.objects.visible_to(place["district"])


def test_averages_leave_out_what_the_reader_must_not_see(place):
    meeting, key = place["meeting"], place["cell"].pk
    cadre = cadre_at(meeting)
    own = make_scores.meeting_score(meeting=meeting, by=place["by"], total=90)
    year = (key, YEAR.first, YEAR.last)
    assert average_of([key], YEAR.first, YEAR.last, cadre)[key] == Averages()
    assert average_of([key], YEAR.first, YEAR.last, place["by"])[key].own == 90
    own.items.all().delete()
    own.delete()
    make_scores.meeting_score(meeting=meeting, scorer="cadre", by=cadre, total=70)
    assert average_of([key], *year[1:], place["by"])[key] == Averages()
    assert average_of([key], *year[1:], cadre)[key].cadres == 70
    assert average_of([key], *year[1:], place["inspector"])[key].cadres == 70


def test_both_sides_are_compared_line_by_line(place, client):
    meeting = place["meeting"]
    make_scores.meeting_score(meeting=meeting, total=100)
    make_scores.meeting_score(meeting=meeting, scorer="cadre", total=96)
    client.force_login(place["inspector"])
    answer = client.get(address(place, "cells:meeting_scores"))
    lines = answer.context["scores"].lines
    assert [(row.item.number, row.own, row.given) for row in lines] == [(4, 3, [0]), (5, 2, [1])]


def test_the_list_shows_averages_and_the_last_grade(place):
    make_scores.meeting_score(meeting=place["meeting"], total=95)
    later = make.meeting(cell=place["cell"], held_on=datetime.date(2026, 4, 3))
    make_scores.meeting_score(meeting=later, total=65)
    make_scores.meeting_score(meeting=later, scorer="cadre", total=50)
    [row] = score_rows(place["inspector"], [place["cell"]], YEAR)
    assert (row.averages, row.last_grade) == (Averages(80.0, 50.0, 15.0, 2), "Trung bình")
    assert (row.last_meeting, row.is_far_apart) == (later.pk, True)
    [first] = score_rows(place["inspector"], [place["cell"]], period_of("2026-1"))
    assert (first.averages.own, first.last_grade) == (95.0, "Tốt")


@pytest.mark.parametrize(
    ("own", "cadre", "found"),
    [(90, 82, ["chenh", "da-cham"]), (82, 90, ["chenh", "da-cham"]), (90, 83, ["da-cham"])],
)
def test_cells_are_found_by_how_far_apart_the_sides_are(place, own, cadre, found):
    make_scores.meeting_score(meeting=place["meeting"], total=own)
    make_scores.meeting_score(meeting=place["meeting"], scorer="cadre", total=cadre)
    asked = ("chenh", "chua", "da-cham")
    hits = [loc for loc in asked if cells_scored(place["inspector"], YEAR, {"loc": loc})]
    assert hits == found


def test_the_export_holds_the_list(place, client):
    make_scores.meeting_score(meeting=place["meeting"], total=95)
    client.force_login(place["inspector"])
    answer = client.get(reverse("cells:meeting_score_list") + "?ky=2026&xuat=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert place["cell"].name in text
    assert "Tốt" in text


def test_the_quarters_to_choose_from_keep_their_numeral(place, client):
    client.force_login(place["inspector"])
    answer = client.get(reverse("cells:meeting_score_list"))
    offered = dict(answer.context["filters"].fields["ky"].choices)
    now = Quarter.current()
    assert offered[now.slug] == f"Quý {ROMAN[now.quarter]}/{now.year}"


@pytest.mark.parametrize("query", ["", "?ky=2026&loc=chenh"])
def test_the_list_takes_the_same_queries_for_3_and_30_cells(
    place, client, query, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(place["district"])
    url = reverse("cells:meeting_score_list") + query

    def add(cells):
        for _ in range(cells):
            meeting = make.meeting(cell=make.cell(committee=place["commune"]), held_on=DAY)
            make_scores.meeting_score(meeting=meeting, total=95)
            make_scores.meeting_score(meeting=meeting, scorer="cadre", total=60)

    add(3)
    client.get(url)
    with django_assert_max_num_queries(14) as few:
        client.get(url)
    add(27)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_the_table_of_points_tells_its_source_and_that_it_is_local(place, client):
    client.force_login(place["inspector"])
    text = client.get(reverse("cells:rubric_detail", args=[make_scores.rubric().pk])).text
    for words in (
        "08-KH/ĐU",
        "chính sách của địa phương",
        "từ 90% đảng viên dự",
        "Tốt: từ 90 điểm",
    ):
        assert words in text
    assert "chỉ có ngưỡng" in client.get(reverse("cells:rubric_list")).text
