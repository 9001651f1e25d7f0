"""The pages of a published round: the question, the list, the paper, the file."""

import datetime
import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cells.actions.ratings import decide_rating
from cells.models import Committee, Rating, RatingRound, RoundResult
from cells.reports.results import results_listed
from common.templatetags.portal import day, document_day
from tests import make

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def district() -> Committee:
    """Return a district of two communes with six decided cells, one with the title."""
    district = make.district(name="Huyện Hòa Vang")
    for place, names in (("Hòa Nhơn", ["HTXSNV", *["HTTNV"] * 5]), ("Hòa Phú", ["HTNV"])):
        commune = make.commune(parent=district, name=place)
        for number, name in enumerate(names, start=1):
            cell = make.cell(committee=commune, name=f"{place} {number}")
            make.rating(cell=cell, year=YEAR, short_name=name)
    Rating.objects.filter(level__short_name="HTXSNV").update(has_title=True)
    return district


@pytest.fixture
def round_(district: Committee) -> RatingRound:
    return make.published_round(committee=district, year=YEAR)


def listed(client: Client, round_: RatingRound, **query: Any) -> str:
    return client.get(reverse("cells:result_list", args=[round_.pk]), query).content.decode()


def redone(round_: RatingRound, position: int, name: str) -> None:
    rating = RoundResult.objects.get(round=round_, position=position).rating
    decide_rating(
        cell=rating.cell,
        year=YEAR,
        level=make.level(name, YEAR),
        reason="Theo ý kiến của chi bộ.",
        decision_number="40-QĐ/HU",
        has_title=False,
        version=rating.version,
        by=make.district_officer(round_.committee),
    )


def test_the_question_says_the_numbers_and_publishing_leads_to_the_list(
    district: Committee, client: Client
) -> None:
    officer = make.district_officer(district)
    round_ = make.rating_round(committee=district, year=YEAR, by=officer)
    client.force_login(officer)
    address = reverse("cells:round_publish", args=[round_.pk])
    asked = client.get(address).content.decode()
    assert "Công bố kết quả xếp loại năm 2025?" in asked
    assert "Công bố 7 chi bộ" in asked
    assert "chưa có quyết định" not in asked
    today = timezone.localdate()
    typed = {
        "decision_number": "31-QĐ/HU",
        "decided_on": day(today),
        "objections_until": day(today + datetime.timedelta(days=10)),
    }
    past = typed | {"objections_until": day(today - datetime.timedelta(days=1))}
    refused = client.post(address, past).content.decode()
    assert "trở đi" in refused
    assert 'value="31-QĐ/HU"' in refused
    answer: Any = client.post(address, typed)
    assert answer.url == reverse("cells:result_list", args=[round_.pk])
    assert client.get(address).status_code == 302


def test_cells_that_wait_are_counted_before_the_question(
    district: Committee, client: Client
) -> None:
    make.cell(committee=Committee.objects.get(name="Hòa Phú"))
    round_ = make.rating_round(committee=district, year=YEAR)
    make.cell(committee=Committee.objects.get(name="Hòa Phú"))
    client.force_login(round_.opened_by)
    asked = client.get(reverse("cells:round_publish", args=[round_.pk])).content.decode()
    assert "Còn 1 chi bộ chưa có quyết định" in asked
    assert "1 chi bộ có trong năm nhưng chưa được đưa vào đợt" in asked


def test_an_open_round_has_no_published_list(district: Committee, client: Client) -> None:
    round_ = make.rating_round(committee=district, year=YEAR)
    client.force_login(round_.opened_by)
    for name in ("cells:result_list", "cells:result_print"):
        assert client.get(reverse(name, args=[round_.pk])).status_code == 404


def test_the_list_shows_what_was_published_beside_what_was_decided_since(
    round_: RatingRound, client: Client
) -> None:
    redone(round_, 7, "HTTNV")
    client.force_login(make.district_officer(round_.committee))
    text = listed(client, round_)
    assert round_.result_hash in text
    assert "TSVM tiêu biểu" in text
    assert "Quyết định 40-QĐ/HU" in text
    assert "1 chi bộ đã xếp loại lại" in text
    only = listed(client, round_, xep_lai="on")
    assert "Hòa Phú 1" in only
    assert "Hòa Nhơn 2" not in only


def test_the_list_is_filtered(round_: RatingRound) -> None:
    officer = make.district_officer(round_.committee)

    def found(**chosen: Any) -> list[int]:
        return [line.position for line in results_listed(officer, round_, chosen)]

    assert found() == [1, 2, 3, 4, 5, 6, 7]
    assert found(xa=Committee.objects.get(name="Hòa Phú")) == [7]
    assert found(muc=make.level("HTNV", YEAR)) == [7]
    assert found(danh_hieu=True) == [1]
    assert found(q="hoa nhon 3") == [3]


def test_a_secretary_sees_the_line_of_their_cell_alone(round_: RatingRound, client: Client) -> None:
    line = RoundResult.objects.get(round=round_, position=7)
    client.force_login(make.cell_secretary(line.rating.cell))
    text = listed(client, round_)
    assert "Hòa Phú 1" in text
    assert "Hòa Nhơn" not in text


def test_the_paper_has_the_official_layout_and_every_line(
    round_: RatingRound, client: Client
) -> None:
    client.force_login(make.district_officer(round_.committee))
    answer: Any = client.get(reverse("cells:result_print", args=[round_.pk]))
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode()
    for words in (
        "HUYỆN ỦY HÒA VANG",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 31-QĐ/HU",
        f"Hòa Vang, {document_day(round_.decided_on)}",
        "T/M BAN THƯỜNG VỤ",
        "Nơi nhận:",
        "1. Hòa Nhơn",
        "2. Hòa Phú",
        "Tổng số 7 chi bộ:",
        "trong đó TSVM tiêu biểu 1",
        round_.result_hash,
    ):
        assert words in text
    assert text.count('<th scope="row">') == 7
    assert "CỘNG HÒA XÃ HỘI" not in text


def test_from_the_file_alone_everybody_computes_the_hash_again(
    round_: RatingRound, client: Client
) -> None:
    redone(round_, 7, "HTTNV")
    client.force_login(make.district_officer(round_.committee))
    answer: Any = client.get(reverse("cells:result_list", args=[round_.pk]), {"xuat": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = [row.rsplit(",", 2) for row in text.splitlines()[1:]]
    digest = hashlib.sha256()
    for _facts, line, row_hash in lines:
        assert hashlib.sha256(line.encode()).hexdigest() == row_hash
        digest.update(f"{row_hash}\n".encode())
    assert digest.hexdigest() == round_.result_hash
    assert "Hoàn thành tốt nhiệm vụ,Không,40-QĐ/HU" in lines[-1][0]


@pytest.mark.parametrize("name", ["cells:result_list", "cells:result_print"])
def test_more_lines_take_no_more_queries(district: Committee, client: Client, name: str) -> None:
    def asked(year: int) -> int:
        round_ = make.published_round(committee=district, year=year)
        client.force_login(officer)
        address = reverse(name, args=[round_.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer: Any = client.get(address)
            if answer.streaming:
                list(answer.streaming_content)
        return len(queries)

    officer = make.district_officer(district)
    few = asked(YEAR)
    commune = make.commune(parent=district)
    for _ in range(9):
        make.rating(cell=make.cell(committee=commune), year=YEAR - 1)
    for rating in Rating.objects.filter(year=YEAR).select_related("cell"):
        make.rating(cell=rating.cell, year=YEAR - 1)
    assert asked(YEAR - 1) == few


def test_one_history_shows_title_and_what_was_redone_whatever_the_scale(
    round_: RatingRound, client: Client
) -> None:
    redone(round_, 7, "HTTNV")
    cell = RoundResult.objects.get(round=round_, position=7).rating.cell
    make.rating(cell=cell, year=2016, short_name="TSVM")
    Rating.objects.filter(cell=cell, year=2016).update(has_title=True)
    client.force_login(make.district_officer(round_.committee))
    history = client.get(reverse("cells:cell_detail", args=[cell.pk])).content.decode()
    for words in (
        "Trong sạch, vững mạnh",
        "TSVM tiêu biểu",
        "Hoàn thành tốt nhiệm vụ",
        "trước: Hoàn thành nhiệm vụ",
    ):
        assert words in history
    of_year = client.get(reverse("cells:rating_list"), {"nam": YEAR}).content.decode()
    assert "trước: Hoàn thành nhiệm vụ" in of_year
    assert "Kết quả đã công bố" in of_year
