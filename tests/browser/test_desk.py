"""A morning at the desk: with the keyboard alone, and on a phone without JavaScript."""

import pytest
from playwright.sync_api import expect

from feedback.models import Feedback
from tests import make, make_feedback
from tests.browser.steps import PHONE, go, look, open_without_scripts, press, told
from tests.browsing import sign_in

DESK = "/phan-anh/"


@pytest.fixture
def officer(transactional_db):
    area = make.area(name="Phú Sơn 2")
    for text in ("Đèn đường hỏng", "Mương tắc sau chợ", "Rác ở cổng trường"):
        make_feedback.feedback(area=area, text=text)
    return make.commune_officer(area.committee)


def test_matters_are_ticked_taken_and_answered_without_the_mouse(
    officer, browser_page, portal_server
):
    page = browser_page
    sign_in(page, officer, portal_server.url)
    go(page, DESK, "Phản ánh của người dân")
    keys = page.keyboard
    for key in "jxjx":
        keys.press(key)
    boxes = page.locator("[data-row] input[type=checkbox]")
    assert [box.is_checked() for box in boxes.all()] == [True, True, False]
    keys.press("n")
    told(page, "Đã nhận 2 phản ánh.")
    keys.press("j")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Bắt đầu giải quyết")).to_be_visible()
    look(page, "Đèn đường hỏng")
    keys.press("n")
    told(page, "Đã ghi đang giải quyết.")
    keys.press("n")
    look(page, "Trả lời phản ánh số")
    page.get_by_label("đã giải quyết").check()
    page.get_by_role("textbox", name="Trả lời").fill("Đã thay bóng đèn sáng nay.")
    press(page, "Gửi trả lời")
    told(page, "Chờ người gửi xác nhận")
    assert Feedback.objects.filter(status="answered").count() == 1


def test_letters_typed_into_a_field_are_letters(officer, browser_page, portal_server):
    page = browser_page
    sign_in(page, officer, portal_server.url)
    go(page, DESK)
    page.keyboard.press("/")
    expect(page.get_by_label("Từ trong nội dung, hoặc số")).to_be_focused()
    page.keyboard.type("mương")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)


def test_who_said_it_is_not_remembered_by_the_browser(officer, browser_page, portal_server):
    page = browser_page
    sign_in(page, officer, portal_server.url)
    go(page, "/phan-anh/ghi/", "Ghi thay người dân")
    page.get_by_label("Người dân nói gì").fill("mương sau chợ bị tắc")
    page.locator("summary", has_text="Liên lạc").click()
    page.get_by_label("Tên người phản ánh").fill("Lê Văn Bí")
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    press(page, "Ghi phản ánh")
    kept = page.evaluate("sessionStorage.getItem('kept-draft')")
    assert "mương sau chợ" in kept
    assert "Lê Văn Bí" not in kept


def test_what_is_heard_is_entered_on_a_phone_without_scripts(officer, open_page, portal_server):
    page = open_without_scripts(open_page, **PHONE)
    sign_in(page, officer, portal_server.url)
    go(page, DESK, "Phản ánh của người dân")
    page.get_by_role("link", name="Ghi thay người dân").first.click()
    look(page, "Ghi thay người dân")
    page.get_by_label("tại buổi họp").check()
    page.get_by_label("Loại việc").select_option(label="Nước sinh hoạt, mương, thoát nước")
    page.get_by_label("Khu dân cư").fill("phu son 2")
    page.get_by_label("Người dân nói gì").fill("mương sau chợ bị tắc nước tràn")
    press(page, "Ghi phản ánh")
    look(page, "Ghi thay người dân")
    page.get_by_label("Cùng việc với số").first.check()
    press(page, "Ghi như đã chọn")
    look(page, "Đã ghi")
    assert Feedback.objects.filter(status="merged").count() == 1
    page.get_by_role("link", name="Mở việc này").click()
    look(page, "Mương tắc sau chợ")
    page.get_by_text("Việc khác", exact=True).click()
    press(page, "Nhận xử lý")
    told(page, "Đồng chí đã nhận xử lý.")
