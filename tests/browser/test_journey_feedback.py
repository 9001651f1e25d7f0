"""One matter from sending to "not solved", reopened one level up, to solved: with scripts and without."""

import io
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from common.models import Notice
from feedback.actions.answers import answer_feedback
from feedback.models import Attachment, Feedback
from tests import make, make_feedback
from tests.browser.steps import look, open_without_scripts

TEXT = "Mương thoát nước cạnh nhà văn hóa bị lấp, nước tràn vào sân ba hộ."
MOST_TRIES = 200


def a_village() -> Any:
    """Store Cẩm Nê of Hòa Tiến with its officer and the head of its desk; return the head."""
    commune = make.commune(name="Hòa Tiến")
    make.area(name="Cẩm Nê", commune=commune)
    make.commune_officer(commune)
    head = make.commune_officer(commune)
    make_feedback.head(user=head, committee=commune)
    return head


def fill_in(page: Page) -> None:
    """Fill in the form as somebody does who knows the village's name without tones."""
    page.goto("/gui-phan-anh/")
    page.get_by_label("Ông, bà muốn nói về việc gì?").select_option(
        str(make_feedback.category().pk)
    )
    page.get_by_label("Thôn, tổ dân phố").fill("cam ne")
    page.get_by_label("Kể lại sự việc").fill(TEXT)


def answer(text: str, by: Any) -> None:
    """Let the desk answer the one matter."""
    row = Feedback.objects.get()
    answer_feedback(feedback=row, outcome="solved", text=text, by=by, version=row.version)


def say(page: Page, words: str, press: Callable[[], None]) -> None:
    """Choose a verdict on the matter's page and send it."""
    page.goto("/tra-cuu/")
    page.get_by_label(words, exact=True).check()
    press()


def send_with_photo(page: Page) -> str:
    """Send the matter; the sum was done meanwhile, so the slip comes at once.  Return its code."""
    fill_in(page)
    look(page, "Gửi phản ánh")
    held = io.BytesIO()
    Image.new("RGB", (3000, 2000), "green").save(held, "JPEG", comment=b"secret")
    photo: Any = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}
    page.get_by_label("Ảnh").set_input_files(photo)
    page.get_by_role("button", name="Gửi phản ánh").click()
    look(page, "Cổng đã nhận")
    expect(page.get_by_role("img", name="Mã QR mở trang tra cứu")).to_be_visible()
    return page.locator("[data-code]").inner_text()


def test_a_matter_is_sent_followed_reopened_and_solved_on_a_phone(phone_page, open_page):
    head, page = a_village(), phone_page
    code = send_with_photo(page)
    assert Attachment.objects.get().file.size < 200_000

    # Another device scans the QR: the code stands after # and goes out of the address.
    other = open_page(390, 844)
    other.goto(f"/tra-cuu/#{code}")
    expect(other.get_by_role("heading", name="Đã làm đến đâu")).to_be_visible()
    assert code not in other.url
    expect(other.get_by_text(TEXT)).to_be_visible()
    expect(other.get_by_text("Hạn trả lời:")).to_be_visible()
    look(other, "Cẩm Nê, Hòa Tiến")

    answer("Đã nạo vét 60 m mương", head)
    note = page.get_by_label("Còn gì chưa xong, hoặc ý kiến thêm")
    say(page, "Chưa xong", lambda: note.fill("Còn 40 m phía dưới"))
    look(page)
    page.get_by_role("button", name="Gửi ý kiến").click()
    course = page.locator(".timeline")
    expect(course.get_by_text("Việc được mở lại, báo lên cấp trên")).to_be_visible()
    row = Feedback.objects.get()
    assert (row.status, row.level, row.days) == ("reopened", 1, row.urgency.reopened_days)
    assert Notice.objects.filter(to=head, kind="feedback_reopened").exists()

    answer("Đã nạo vét nốt 40 m", head)
    say(page, "Đã xong", page.get_by_role("button", name="Gửi ý kiến").click)
    expect(page.get_by_text("người gửi xác nhận đã xong")).to_be_visible()
    page.get_by_role("button", name="Xong, đóng trên máy này").click()
    look(page, "Tra cứu")


def press_until_taken(page: Page, name: str, address: str) -> None:
    """Press a button until the page that follows is open.

    Without a sum the portal asks to wait a few seconds, and keeps all that was typed.
    """
    for _ in range(MOST_TRIES):
        with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            page.get_by_role("button", name=name).click()
        if sent.value.status == HTTPStatus.FOUND:
            expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))
            return
        sent.value.finished()
        page.wait_for_load_state()
        expect(page.get_by_text("Phiếu đến quá nhanh").first).to_be_visible()
    raise AssertionError(page.content())


def test_the_same_course_without_scripts(open_page):
    head = a_village()
    page = open_without_scripts(open_page, width=390, height=844)
    fill_in(page)
    look(page, "Gửi phản ánh")
    press_until_taken(page, "Gửi phản ánh", "/tra-cuu/phieu/")
    code = page.locator("[data-code]").inner_text()
    page.get_by_role("button", name="Đóng trên máy này").click()
    page.get_by_label("Mã theo dõi").fill(code.lower().replace("-", " "))
    press_until_taken(page, "Tra cứu", "/tra-cuu/")
    expect(page.get_by_text(TEXT)).to_be_visible()

    answer("Đã nạo vét 60 m mương", head)
    say(page, "Mới xong một phần", lambda: press_until_taken(page, "Gửi ý kiến", "/tra-cuu/"))
    expect(page.get_by_text("mở lại, chưa xong")).to_be_visible()
    answer("Đã nạo vét nốt 40 m", head)
    say(page, "Đã xong", lambda: press_until_taken(page, "Gửi ý kiến", "/tra-cuu/"))
    expect(page.get_by_text("người gửi xác nhận đã xong")).to_be_visible()
    assert Feedback.objects.get().level == 1
