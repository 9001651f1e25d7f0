"""The portal's daily work in a browser that runs no script."""

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from accounts.models import User
from assignments.models import Attendance
from tests import make
from tests.browser.steps import PHONE, go, look, open_without_scripts, press, told
from tests.browsing import sign_in


@pytest.fixture(params=[{}, PHONE], ids=["desk", "phone"])
def page(request, open_page) -> Page:
    return open_without_scripts(open_page, **request.param)


@pytest.fixture
def cell(transactional_db):
    commune = make.commune(name="Hòa Khương")
    cell = make.cell(area=make.area(commune=commune, name="Phú Sơn 3"), meeting_day=3)
    make.cell(area=make.area(commune=commune, name="Thạch Nham Đông"))
    return cell


def sign_in_by_form(page: Page, user: User) -> None:
    """Sign in as a person does; the one before leaves."""
    user.password = make_password(make.PASSWORD, hasher="pbkdf2_sha256")
    user.save()
    page.context.clear_cookies()
    go(page, "/tai-khoan/dang-nhap/", "Đăng nhập")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    press(page, "Đăng nhập")
    look(page, "Chào đồng chí")


def test_a_list_is_filtered(page, cell):
    sign_in_by_form(page, make.district_officer(cell.committee.parent))
    go(page, "/chi-bo/", "Chi bộ")
    expect(page.get_by_role("heading", name="2 chi bộ")).to_be_visible()
    page.get_by_label("Tên chi bộ").fill("phu son")
    page.get_by_label("Xã").select_option("Hòa Khương")
    press(page, "Lọc")
    look(page, "Chi bộ")
    expect(page.get_by_role("heading", name="1 chi bộ")).to_be_visible()
    assert "q=phu+son" in page.url
    page.get_by_role("link", name=cell.name).click()
    look(page, cell.name)
    page.go_back()
    page.get_by_role("link", name="Bỏ hết").click()
    expect(page.get_by_role("heading", name="2 chi bộ")).to_be_visible()


def test_a_visit_is_logged_and_confirmed(page, cell):
    assignment = make.assignment(area=cell.areas.get(), cadre=make.cadre(full_name="Lê Văn Năm"))
    sign_in_by_form(page, make.cadre_user(assignment.cadre))
    page.get_by_role("main").get_by_role("link", name="Ghi buổi dự").first.click()
    look(page, "Ghi buổi dự")
    page.get_by_label("Hướng dẫn nội dung sinh hoạt").check()
    page.get_by_label("Ý kiến nghe được").fill("Đường thôn hư hai đoạn.")
    press(page, "Gửi")
    told(page, "Cổng đã nhận buổi dự.")
    look(page)
    visit = Attendance.objects.get()
    assert (visit.cell, visit.guidance) == (cell, "Hướng dẫn nội dung sinh hoạt.")

    sign_in_by_form(page, make.cell_secretary(cell))
    go(page, "/luot-du/cho-xac-nhan/", "Lượt dự chờ xác nhận")
    page.get_by_label("Lê Văn Năm").check()
    press(page, "Xác nhận dòng đã chọn")
    told(page, "Đã xác nhận 1 lượt dự.")
    look(page)
    visit.refresh_from_db()
    assert visit.confirmation == "confirmed"


def test_a_question_before_an_act_is_a_page(open_page, portal_server, cell):
    page = open_without_scripts(open_page, **PHONE)
    assignment = make.assignment(area=cell.areas.get())
    visit = make.attendance(assignment=assignment, cell=cell)
    sign_in(page, make.commune_officer(cell.committee), portal_server.url)
    go(page, visit.get_absolute_url())
    page.get_by_role("link", name="Báo không dự").click()
    look(page)
    page.get_by_label("Vì sao báo không dự").fill("Sổ chi bộ không ghi tên")
    press(page, "Báo không dự")
    told(page, "Đã báo không dự.")
    look(page)
    visit.refresh_from_db()
    assert (visit.confirmation, visit.confirmation_note) == ("disputed", "Sổ chi bộ không ghi tên")
