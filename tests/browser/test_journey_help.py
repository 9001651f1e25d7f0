"""A cell is helped, in a real browser: registered, planned, agreed, done, reviewed, closed."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assignments.models import HelpRegistration
from common.templatetags.portal import day
from tests import make
from tests.browser.steps import go, look, press, told
from tests.browsing import sign_in


@pytest.fixture
def place(transactional_db):
    """A cell that fell short, with a year of meetings, and three like it that nobody helps."""
    district = make.district(name="Huyện ủy Hòa Vang")
    commune = make.commune(parent=district, name="Đảng ủy xã Hòa Nhơn")
    agency = make.agency(committee=district, name="Ban Dân vận Huyện ủy")
    make.cadre(agency=agency, full_name="Trần Thị Hoa", is_leader=True)
    cells = [make.cell(committee=commune, name=f"Chi bộ thôn Phú Hòa {n}") for n in range(1, 5)]
    today = timezone.localdate()
    for number, cell in enumerate(cells):
        make.rating(cell=cell, year=today.year - 1, short_name="HTNV")
        for months in range(1, 13):
            on = today - datetime.timedelta(days=30 * months)
            make.meeting(cell=cell, held_on=on, due=40, present=30 + number, excused=10 - number)
    return {"district": district, "commune": commune, "agency": agency, "cell": cells[0]}


def box(page, label):
    """Return the text box of this label."""
    return page.get_by_role("textbox", name=label)


def follow(page, link):
    """Follow the first link of this name and look at its page."""
    page.get_by_role("link", name=link).first.click()
    look(page)


def register(page, today):
    """Pick the cell from the offers; register for a year."""
    go(page, "/giup-do/can-giup/", "Chi bộ cần giúp đỡ")
    page.get_by_label("Nhận giúp Chi bộ thôn Phú Hòa 1").check()
    press(page, "Đăng ký giúp các chi bộ đã chọn")
    look(page, "Đăng ký giúp đỡ")
    box(page, "Vì sao cần giúp").fill("Phối hợp trong thôn còn yếu")
    box(page, "Từ ngày").fill(day(today))
    box(page, "Đến hết ngày").fill(day(today + datetime.timedelta(days=365)))
    press(page, "Đăng ký giúp đỡ")
    told(page, "Đã đăng ký giúp 1 chi bộ.")
    look(page, "Chi bộ thôn Phú Hòa 1")
    told(page, "75,0%")


def plan(page, today):
    """Add an action; a day that cannot be is refused and nothing that was typed is lost."""
    follow(page, "Thêm việc")
    box(page, "Việc").fill("Tập huấn điều hành sinh hoạt")
    box(page, "Người phụ trách").fill("Nguyễn Văn Bình")
    box(page, "Hạn").fill(day(today + datetime.timedelta(days=400)))
    press(page, "Thêm việc")
    told(page, "ngoài thời gian giúp đỡ")
    look(page)
    expect(box(page, "Việc")).to_have_value("Tập huấn điều hành sinh hoạt")
    box(page, "Hạn").fill(day(today + datetime.timedelta(days=30)))
    press(page, "Thêm việc")
    told(page, "Đã thêm việc.")


def agree(page, address):
    """Record that committee and cell agree."""
    go(page, address)
    for _party in range(2):
        follow(page, "Ghi thống nhất")
        box(page, "Người thay mặt").fill("Lê Văn Năm, Bí thư")
        press(page, "Ghi thống nhất")
        told(page, "Đã ghi thống nhất.")
    told(page, "đang giúp đỡ")


def finish(page, address, proof):
    """Record the action as done, with its proof."""
    go(page, address)
    follow(page, "Ghi xong Tập huấn")
    box(page, "Kết quả").fill("Có 30 người dự")
    page.get_by_label("Minh chứng").set_input_files(proof)
    press(page, "Ghi đã xong")
    told(page, "bien-ban.pdf")


def review(page, today):
    """Write the leader's review of this quarter."""
    follow(page, "Ghi nhận xét")
    page.get_by_label("Lãnh đạo đã dự").select_option(label="Trần Thị Hoa")
    box(page, "Ngày dự").fill(day(today))
    box(page, "Nhận xét").fill("Họp đông hơn, phát biểu nhiều hơn")
    press(page, "Ghi nhận xét")
    told(page, "Họp đông hơn, phát biểu nhiều hơn")


def check_and_close(page, address, cell, year):
    """Check the action; close by the next rating, which suggests the outcome."""
    go(page, address)
    page.get_by_role("link", name="Kiểm tra Tập huấn").click()
    press(page, "Ghi đã kiểm tra")
    told(page, "huyện kiểm tra")
    make.rating(cell=cell, year=year, short_name="HTTNV")
    go(page, address)
    page.get_by_role("link", name="Kết thúc", exact=True).click()
    look(page, "Kết thúc giúp đỡ")
    expect(page.get_by_label("Đạt trong sạch vững mạnh")).to_be_checked()
    press(page, "Kết thúc giúp đỡ")
    told(page, "Kết thúc ngày")
    look(page)


def test_a_cell_is_helped_from_the_offer_to_the_end(open_page, portal_server, place, tmp_path):
    """The agency and the commune work at a desk, the district on a phone."""
    today = timezone.localdate()
    agency, commune, officer = open_page(), open_page(), open_page(390, 844)
    sign_in(agency, make.agency_officer(place["agency"]), portal_server.url)
    sign_in(commune, make.commune_officer(place["commune"]), portal_server.url)
    sign_in(officer, make.district_officer(place["district"]), portal_server.url)
    proof = tmp_path / "bien-ban.pdf"
    proof.write_bytes(b"%PDF-1.4 thu")

    register(agency, today)
    plan(agency, today)
    address = f"/giup-do/{HelpRegistration.objects.get().pk}/"
    agree(commune, address)
    finish(agency, address, proof)
    review(agency, today)
    check_and_close(officer, address, place["cell"], today.year)

    go(agency, address)
    expect(agency.get_by_role("link", name="Thêm việc")).to_have_count(0)
    go(agency, "/giup-do/", "Giúp đỡ chi bộ")
