"""A session that ends while somebody writes: what was typed is there again after signing in."""

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from cells.models import ResidentialArea
from tests import make
from tests.browsing import assert_accessible, sign_in

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def officer():
    person = make.district_officer(make.commune(name="Hòa Khương").parent)
    # The server checks passwords as in production, not by the quick hash of the tests.
    person.password = make_password(make.PASSWORD, hasher="pbkdf2_sha256")
    person.save()
    return person


def test_what_was_typed_comes_back_after_signing_in_again(browser_page, officer, portal_server):
    page = browser_page
    sign_in(page, officer, portal_server.url)
    page.goto("/khu-dan-cu/them/")
    page.locator("main [name=name]").fill("Phú Sơn 9")
    page.locator("main [name=households]").fill("120")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lưu khu dân cư").click()
    page.get_by_label("Tên đăng nhập").fill(officer.username)
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_text("Phiên làm việc đã hết trước khi lưu.").wait_for()
    expect(page.locator("main [name=name]")).to_have_value("Phú Sơn 9")
    expect(page.locator("main [name=households]")).to_have_value("120")
    assert not ResidentialArea.objects.exists()
    assert_accessible(page)
    page.goto("/")
    page.goto("/khu-dan-cu/them/")
    expect(page.locator("main [name=name]")).to_have_value("")


def test_a_page_opened_later_does_not_get_what_was_typed_before(
    browser_page, officer, portal_server
):
    page = browser_page
    sign_in(page, officer, portal_server.url)
    page.goto("/khu-dan-cu/them/")
    page.locator("main [name=households]").fill("120")
    page.get_by_role("button", name="Lưu khu dân cư").click()
    page.get_by_role("alert").first.wait_for()
    page.goto("/khu-dan-cu/them/")
    expect(page.locator("main [name=households]")).to_have_value("")
