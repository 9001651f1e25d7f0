"""The pages of rounds: opened by a form, progress by commune, who is late, export."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cells.models import RatingRound
from tests import make
from tests.cells.rated import YEAR, RatedCommune

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(YEAR, 12, 5, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def place() -> RatedCommune:
    return RatedCommune()


def detail(round_: RatingRound, query: str = "") -> str:
    return reverse("cells:round_detail", args=[round_.pk]) + query


def test_the_form_is_preset_and_opens_the_round(client: Client, place: RatedCommune) -> None:
    place.cells(2)
    client.force_login(place.district_officer)
    page = client.get(reverse("cells:round_open")).content.decode()
    for preset in ("10/12/2026", "20/12/2026", "31/12/2026", "chính sách của địa phương"):
        assert preset in page
    typed = {
        "committee": place.district.pk,
        "year": YEAR,
        "self_due_on": "10/12/2026",
        "review_due_on": "20/12/2026",
        "decide_due_on": "31/12/2026",
        "rounding": "down",
    }
    wrong = client.post(reverse("cells:round_open"), typed | {"review_due_on": "09/12/2026"})
    assert "Hạn xã xét phải từ hạn tự xếp loại" in wrong.content.decode()
    done = client.post(reverse("cells:round_open"), typed, follow=True)
    assert "Đã mở đợt xếp loại năm 2026." in done.content.decode()
    again = client.post(reverse("cells:round_open"), typed)
    assert "đã mở đợt xếp loại" in again.content.decode()


def test_presets_that_are_past_begin_in_ten_days(client: Client, place: RatedCommune) -> None:
    client.force_login(place.district_officer)
    page = client.get(reverse("cells:round_open") + "?nam=2025").content.decode()
    assert "15/12/2026" in page


def test_progress_tells_who_is_late_and_the_filter_finds_them(
    client: Client, place: RatedCommune
) -> None:
    cells = place.cells(2)
    other = make.commune(parent=place.district, name="Hòa Xong")
    make.rating(cell=make.cell(committee=other), year=YEAR)
    round_ = place.open().round
    place.reviewed(cells[0], "HTTNV")
    client.force_login(place.district_officer)
    assert "đang làm" in client.get(detail(round_)).content.decode()
    RatingRound.objects.update(self_due_on=datetime.date(2026, 12, 1))
    late = client.get(detail(round_, "?tinh_trang=cham")).content.decode()
    assert "1 chi bộ chưa tự xếp" in late
    assert place.commune.name in late
    assert "Hòa Xong" not in late
    assert "Hòa Xong" in client.get(detail(round_, "?tinh_trang=xong")).content.decode()
    assert "Hòa Xong" in client.get(detail(round_, "?q=hoa+xong")).content.decode()


def test_the_export_has_a_line_for_each_commune(client: Client, place: RatedCommune) -> None:
    place.cells(2)
    round_ = place.open().round
    client.force_login(place.district_officer)
    answer = client.get(detail(round_, "?xuat=csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[1] == f"{place.commune.name},2,0,0,0,0,0,0,0,0,20,đang làm"


def test_cells_that_came_later_are_told_and_taken_in(client: Client, place: RatedCommune) -> None:
    place.cells(1)
    round_ = place.open().round
    place.cells(1)
    client.force_login(place.district_officer)
    assert "1 chi bộ lập sau khi mở đợt" in client.get(detail(round_)).content.decode()
    address = reverse("cells:round_complete", args=[round_.pk])
    assert "Đã nhận thêm 1 chi bộ." in client.post(address, follow=True).content.decode()


def test_a_ceiling_is_raised_on_its_page(client: Client, place: RatedCommune) -> None:
    place.cells(1)
    group = place.open()
    client.force_login(place.district_officer)
    address = reverse("cells:ceiling_raise", args=[group.round_id, group.pk])
    assert "25%" in client.get(address).content.decode()
    typed = {"decision": "7-QĐ/HU", "reason": "Nổi trội.", "version": 1}
    done = client.post(address, typed, follow=True).content.decode()
    assert "lên 25%" in done
    assert "trần 25%, 7-QĐ/HU" in done


def test_the_list_of_ratings_leads_to_the_round_and_the_list_of_rounds_counts(
    client: Client, place: RatedCommune
) -> None:
    cells = place.cells(2)
    round_ = place.open().round
    place.decided(cells[0], "HTTNV")
    client.force_login(place.district_officer)
    page = client.get(reverse("cells:rating_list") + f"?nam={YEAR}").content.decode()
    assert f'href="{detail(round_)}"' in page
    assert "1 / 2" in client.get(reverse("cells:round_list")).content.decode()


def test_progress_takes_as_many_queries_with_more_communes(
    client: Client, place: RatedCommune
) -> None:
    place.cells(1)
    round_ = place.open().round
    client.force_login(place.district_officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(detail(round_)).status_code == 200
        return len(queries)

    client.get(detail(round_))
    few = asked()
    for _ in range(8):
        make.cell(committee=make.commune(parent=place.district))
    client.post(reverse("cells:round_complete", args=[round_.pk]))
    client.get(detail(round_))
    assert asked() == few
