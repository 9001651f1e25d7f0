"""Calling a meeting on a phone, and the pages of meetings at both sizes: readable by everybody."""

import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from cells.models import Meeting, PlannedMeeting
from common import files
from common.months import Month
from tests import make
from tests.browsing import assert_accessible, sign_in


@pytest.fixture
def place(transactional_db):
    """A commune with a cell that met, one that called a meeting, one that moved it, one silent."""
    commune = make.commune(name="Hòa Khương")
    after = Month.current().next()
    called, moved, silent = (
        make.cell(committee=commune, name=f"Chi bộ thôn {name}", meeting_day=3)
        for name in ("Phú Sơn 3", "Hòa Khương Đông", "Gò Hà")
    )
    usual = after.first_day.replace(day=3)
    make.planned_meeting(
        cell=called,
        planned_on=usual,
        usual_on=usual,
        starts_at=datetime.time(19),
        kind="both",
        place="Nhà văn hóa thôn",
        topic="Đảng viên gương mẫu phân loại rác tại nhà",
        agenda="Đánh giá tháng\nThu quỹ vì người nghèo",
    )
    make.planned_meeting(
        cell=moved, planned_on=usual.replace(day=5), usual_on=usual, reason="Trùng ngày lễ"
    )
    held = after.plus(-2).first_day
    paper = files.store(ContentFile(b"%PDF-1.7", name="Biên bản.pdf"), by=None)
    make.meeting(cell=called, held_on=held, minutes=paper, length_minutes=95)
    make.meeting(cell=moved, held_on=held)
    return {"commune": commune, "called": called, "silent": silent, "usual": usual}


def looked_at(page, path):
    """Open a page and fail for what axe finds, or for what is wider than the window."""
    answer = page.goto(path)
    assert answer.status == 200, path
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    assert_accessible(page)


@pytest.mark.parametrize("size", ["browser_page", "phone_page"])
def test_pages_of_meetings_fit_and_are_readable(request, place, portal_server, size):
    page = request.getfixturevalue(size)
    sign_in(page, make.commune_officer(place["commune"]), portal_server.url)
    month = Month.containing(place["usual"]).slug
    planned = PlannedMeeting.objects.get(cell=place["called"]).pk
    cell = place["silent"].pk
    for path in (
        f"/lich-hop/?thang={month}",
        f"/lich-hop/{planned}/",
        f"/lich-hop/{planned}/sua/",
        f"/lich-hop/{planned}/doi/",
        f"/lich-hop/{planned}/hoan/",
        f"/chi-bo/{cell}/lich-hop/{month}/hoan/",
        f"/sinh-hoat/?thang={Month.current().previous().slug}",
        "/sinh-hoat/thieu/?thieu=tat_ca",
        f"/chi-bo/{cell}/ky-luat/them/",
    ):
        looked_at(page, path)


def test_a_secretary_calls_and_moves_a_meeting_on_a_phone(place, portal_server, phone_page):
    page = phone_page
    sign_in(page, make.cell_secretary(place["silent"]), portal_server.url)
    page.goto("/")
    page.get_by_role("link", name="Lịch họp").last.click()
    page.get_by_role("link", name="Báo lịch họp").click()
    usual = place["usual"]
    assert page.get_by_label("Ngày họp").input_value().startswith("03/")
    page.get_by_label("Ngày họp").fill(f"{usual.replace(day=6):%d/%m/%Y}")
    page.get_by_label("Giờ họp").fill("19:30")
    page.get_by_label("Nơi họp").fill("Nhà sinh hoạt cộng đồng")
    page.get_by_label("Nội dung").fill("Đánh giá tháng\nBàn đường bê tông")
    page.get_by_role("button", name="Báo kỳ họp").click()
    page.get_by_text("Họp ngày khác thì ghi lý do dời").first.wait_for()
    assert_accessible(page)
    assert page.get_by_label("Nơi họp").input_value() == "Nhà sinh hoạt cộng đồng"
    page.get_by_label("Lý do họp khác ngày").fill("Trùng ngày lễ của thôn")
    page.get_by_role("button", name="Báo kỳ họp").click()
    page.get_by_text("Đã báo kỳ họp ngày").first.wait_for()
    page.get_by_role("link", name="Dời ngày").click()
    page.get_by_label("Họp ngày").fill(f"{usual.replace(day=7):%d/%m/%Y}")
    page.get_by_label("Lý do dời").fill("Mưa lớn, đường ngập")
    page.get_by_role("button", name="Dời kỳ họp").click()
    page.get_by_text("Cán bộ được phân công sẽ nhận thông báo").first.wait_for()
    planned = PlannedMeeting.objects.get(cell=place["silent"])
    assert (planned.planned_on.day, planned.version) == (7, 2)


def test_minutes_are_sent_with_the_meeting_and_come_back(
    place, portal_server, phone_page, tmp_path
):
    page = phone_page
    sign_in(page, make.cell_secretary(place["silent"]), portal_server.url)
    paper = Path(tmp_path / "Biên bản tháng.pdf")
    paper.write_bytes(b"%PDF-1.7 bien ban")
    page.goto(f"/chi-bo/{place['silent'].pk}/sinh-hoat/them/")
    page.get_by_label("Ngày họp").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_label("Phải dự").fill("20")
    page.get_by_label("Có mặt").fill("20")
    page.get_by_label("Tệp biên bản").set_input_files(paper)
    page.get_by_role("button", name="Lưu kỳ sinh hoạt").click()
    page.get_by_text("Đã ghi kỳ sinh hoạt").first.wait_for()
    meeting = Meeting.objects.get(cell=place["silent"])
    assert meeting.minutes.name == "Biên bản tháng.pdf"
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải biên bản").first.click()
    assert download.value.suggested_filename == "Biên bản tháng.pdf"
