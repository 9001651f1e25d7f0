"""One visit sent from two phones with different words: both are kept until somebody settles it."""

import pytest
from playwright.sync_api import Page, expect

from assignments.models import Attendance, AttendanceClash
from tests import make
from tests.browser.steps import PHONE, go, look, told
from tests.browsing import sign_in

FIRST, SECOND = "Bà con muốn có đèn đường.", "Bà con muốn có đèn đường và nước sạch."


def write(page: Page, heard: str) -> None:
    """Fill the form of a visit, as far as the button."""
    go(page, "/ghi-du/", "Ghi buổi dự")
    page.get_by_label("Ý kiến nghe được").fill(heard)


@pytest.fixture
def phone(open_page, portal_server, transactional_db) -> Page:
    """Return the second phone, on the page of both versions."""
    cell = make.cell(meeting_day=3)
    user = make.cadre_user(make.assignment(area=cell.areas.get()).cadre)
    phones = [open_page(**PHONE) for _ in range(2)]
    for page, heard in zip(phones, (FIRST, SECOND), strict=True):
        sign_in(page, user, portal_server.url)
        write(page, heard)
    phones[0].get_by_role("button", name="Gửi").tap()
    told(phones[0], "Cổng đã nhận buổi dự.")
    phones[1].get_by_role("button", name="Gửi").tap()
    look(phones[1], "Hai bản ghi của một buổi dự")
    told(phones[1], "Cổng giữ cả hai")
    return phones[1]


@pytest.mark.parametrize(
    ("button", "kept", "outcome"),
    [("Lấy bản gửi sau", SECOND, "took_sent"), ("Giữ bản đã lưu", FIRST, "kept_stored")],
)
def test_both_versions_are_shown_and_one_is_chosen(phone, button, kept, outcome):
    both = phone.get_by_role("row", name="Ý kiến nghe được")
    expect(both).to_contain_text(FIRST)
    expect(both).to_contain_text(SECOND)
    assert Attendance.objects.get().heard == FIRST
    phone.get_by_role("button", name=button).tap()
    look(phone)
    expect(phone.get_by_role("main")).to_contain_text(kept)
    assert Attendance.objects.get().heard == kept
    assert AttendanceClash.objects.get().outcome == outcome
    go(phone, "/hom-nay/")
    expect(phone.get_by_text("Hai bản ghi khác nhau")).to_be_hidden()


def test_the_same_words_twice_are_one_visit(phone, open_page, portal_server):
    other = open_page(**PHONE)
    other.context.add_cookies(phone.context.cookies())
    write(other, FIRST)
    visit = Attendance.objects.get()
    other.get_by_label("Ngày dự").fill(f"{visit.attended_on:%d/%m/%Y}")
    other.get_by_role("button", name="Gửi").tap()
    told(other, "Cổng đã có buổi dự này, không ghi thêm.")
    look(other)
    assert AttendanceClash.objects.count() == 1
