"""Accounts in a real browser, at a desk and on a phone: no fault of accessibility on any page."""

import pytest
from django.contrib.auth.hashers import make_password

from common import audit
from common.models import Notice
from tests import make
from tests.browsing import assert_accessible, sign_in

SIZES = ["browser_page", "phone_page"]


@pytest.fixture
def commune(transactional_db):
    return make.commune(name="Hòa Khương")


@pytest.fixture
def officer(commune):
    """Return an officer whose password the web server can check too."""
    person = make.district_officer(commune.parent)
    person.password = make_password(make.PASSWORD, hasher="pbkdf2_sha256")
    person.save()
    return person


@pytest.fixture(params=SIZES)
def page(request):
    return request.getfixturevalue(request.param)


def visit(page, path):
    """Open a page and fail for what axe finds, or for what is wider than the window."""
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    assert_accessible(page)


def test_pages_before_sign_in(page, commune):
    for path in ("dang-nhap/", "quen-mat-khau/", "quen-mat-khau/da-gui/", "quen-mat-khau/1-x/"):
        visit(page, f"/tai-khoan/{path}")


def test_signing_in_with_a_start_password_and_leaving(page, officer):
    officer.must_change_password = True
    officer.save()
    page.goto("/tai-khoan/")
    page.get_by_label("Tên đăng nhập").fill(officer.username)
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Mật khẩu đang dùng").fill(make.PASSWORD)
    page.get_by_label("Mật khẩu mới *", exact=True).fill("Ngày mới 2027 tốt")
    page.get_by_label("Gõ lại mật khẩu mới").fill("Ngày mới 2027 tốt")
    assert_accessible(page)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    visit(page, "/tai-khoan/")
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("heading", name="Đăng nhập").wait_for()


def test_setting_up_the_second_factor(page, officer, portal_server):
    sign_in(page, officer, portal_server.url)
    visit(page, "/tai-khoan/hai-lop/")
    page.get_by_role("link", name="Bật xác thực hai lớp").click()
    page.get_by_label("Mật khẩu *", exact=True).fill(make.PASSWORD)
    page.get_by_role("button", name="Tiếp tục").click()
    assert_accessible(page)
    secret = page.locator("code").inner_text()
    code = make.second_factor_code(secret)
    page.get_by_label("Mã sáu chữ số").fill(code)
    page.get_by_role("button", name="Bật xác thực hai lớp").click()
    page.get_by_text("Còn 10 trên 10 mã chưa dùng.").wait_for()
    assert_accessible(page)
    for path in ("tat/", "ma-du-phong/lay-moi/"):
        visit(page, f"/tai-khoan/hai-lop/{path}")


def test_making_an_account_and_giving_it_a_role(page, officer, commune, portal_server):
    sign_in(page, officer, portal_server.url)
    visit(page, "/nguoi-dung/")
    page.get_by_role("link", name="Lập tài khoản").click()
    page.get_by_label("Họ và tên").fill("Lê Thị Bốn")
    page.get_by_label("Tên đăng nhập").fill("le.thi.bon")
    page.get_by_role("button", name="Lập tài khoản").click()
    page.get_by_text("Chỉ hiện một lần.").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="Đã trao, đến trang tài khoản").click()
    page.get_by_role("link", name="Cán bộ Đảng ủy xã").click()
    page.get_by_label("Đảng bộ, cấp ủy").fill("hoa khuong")
    assert_accessible(page)
    page.get_by_role("button", name="Cấp vai trò").click()
    page.get_by_role("cell", name="Hòa Khương").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="Thu hồi").click()
    page.get_by_label("Lý do").fill("Chuyển công tác")
    page.get_by_role("button", name="Thu hồi vai trò").click()
    page.get_by_text("thu hồi lúc").or_(page.get_by_text("Đã thu hồi vai trò.")).first.wait_for()


def test_notices_and_the_trail(page, officer, commune, portal_server):
    Notice.objects.create(key="1", kind="thu", to=officer, title="Mai họp", body="Lúc 19:00")
    audit.record("edit_committee", commune, by=officer, before={"code": ""}, after={"code": "1"})
    sign_in(page, officer, portal_server.url)
    for path in ("/thong-bao/", "/lich-su/", f"/lich-su/cells.committee/{commune.pk}/"):
        visit(page, path)
    page.goto("/thong-bao/")
    page.get_by_role("link", name="Mai họp").click()
    assert_accessible(page)
    assert page.get_by_label("Thông báo: 0 tin chưa đọc").count() == 1


def test_a_refusal_is_a_page_of_the_portal(page, officer, portal_server):
    sign_in(page, officer, portal_server.url)
    visit(page, f"/nguoi-dung/{officer.pk}/sua/")
    page.get_by_text("Không ai tự sửa tài khoản").wait_for()
