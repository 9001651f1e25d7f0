"""The quarter grid by keyboard and paste, and a visit logged by thumb, in a real browser."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assignments.models import Attendance, MonthMark
from common.months import Quarter
from tests import make
from tests.browsing import assert_accessible, sign_in

QUARTER = Quarter.current().previous()


class Stage:
    def __init__(self) -> None:
        self.district = make.district()
        commune = make.commune(parent=self.district)
        agency = make.agency(committee=self.district)
        first = QUARTER.previous().first_day
        for number in range(3):
            self.cadre = make.cadre(agency=agency, full_name=f"Trần Văn {'ABC'[number]}")
            self.area = make.area(commune=commune, name=f"Thôn {number}")
            self.cell = make.cell(area=self.area, meeting_day=10)
            make.assignment(cadre=self.cadre, area=self.area, valid_from=first)


def boxes(page: Page, row: int):
    return page.locator("tbody[data-row]").nth(row).locator(".mark-in")


def values(page: Page, row: int) -> list[str]:
    return [boxes(page, row).nth(number).input_value() for number in range(3)]


def said(page: Page, row: int):
    return page.locator("tbody[data-row]").nth(row).locator("[data-row-state]")


@pytest.fixture
def stage(transactional_db):
    return Stage()


@pytest.fixture
def grid(stage, open_page, portal_server):
    page = open_page()
    sign_in(page, make.district_officer(stage.district), portal_server.url)
    page.goto(f"/cham-du/?quy={QUARTER.slug}")
    return page


def test_letters_mark_and_move_on_and_the_row_saves_itself(grid):
    boxes(grid, 0).first.focus()
    grid.keyboard.type("dvk")
    expect(said(grid, 0)).to_contain_text("đã lưu")
    assert values(grid, 0) == ["D", "V", "K"]
    expect(boxes(grid, 1).first).to_be_focused()
    assert Attendance.objects.get().attended_on.day == 10
    assert MonthMark.objects.count() == 2
    grid.keyboard.press("ArrowUp")
    expect(boxes(grid, 0).first).to_be_focused()
    grid.keyboard.press("Delete")
    expect(boxes(grid, 0).first).to_have_attribute("data-stored", "")
    assert not Attendance.objects.counted().exists()
    grid.keyboard.press("Control+z")
    expect(boxes(grid, 0).first).to_have_attribute("data-stored", "D")
    assert_accessible(grid)


def test_a_number_is_the_day_and_enter_goes_down(grid):
    boxes(grid, 0).nth(1).focus()
    grid.keyboard.type("12")
    grid.keyboard.press("Enter")
    expect(boxes(grid, 1).nth(1)).to_be_focused()
    expect(boxes(grid, 0).nth(1)).to_have_value("D")
    assert Attendance.objects.get().attended_on.day == 12


def test_a_block_is_pasted_and_each_row_says_what_became_of_it(grid):
    boxes(grid, 0).first.focus()
    grid.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", "x\\tV\\nD\\tZ\\n12\\t\\tM\\nD");
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    expect(said(grid, 0)).to_contain_text("đã lưu")
    expect(said(grid, 1)).to_contain_text("chưa lưu")
    expect(said(grid, 2)).to_contain_text("đã lưu")
    expect(grid.get_by_role("alert")).to_contain_text("“Z” không phải dấu chấm")
    assert values(grid, 1) == ["D", "Z", ""]
    assert Attendance.objects.count() == 2
    boxes(grid, 1).nth(1).focus()
    grid.keyboard.type("k")
    expect(said(grid, 1)).to_contain_text("đã lưu")
    assert Attendance.objects.count() == 3


def test_the_slower_of_two_windows_chooses(grid, stage, open_page, portal_server):
    other = open_page()
    sign_in(other, make.district_officer(stage.district), portal_server.url)
    other.goto(f"/cham-du/?quy={QUARTER.slug}")
    boxes(other, 0).first.focus()
    other.keyboard.type("v")
    expect(said(other, 0)).to_contain_text("đã lưu")
    boxes(grid, 0).first.focus()
    grid.keyboard.type("k")
    expect(said(grid, 0)).to_contain_text("sửa trùng")
    assert MonthMark.objects.get().mark == "V"
    assert_accessible(grid)
    grid.get_by_role("button", name="Lưu bản của tôi").click()
    expect(said(grid, 0)).to_contain_text("đã lưu")
    assert MonthMark.objects.get().mark == "K"


def test_a_row_is_saved_without_javascript(stage, open_page, portal_server):
    page = open_page(java_script_enabled=False)
    sign_in(page, make.district_officer(stage.district), portal_server.url)
    page.goto(f"/cham-du/?quy={QUARTER.slug}")
    boxes(page, 1).first.fill("D")
    page.get_by_role("button", name="Lưu dòng Trần Văn B").click()
    assert values(page, 1) == ["D", "", ""]
    assert Attendance.objects.count() == 1


def test_a_visit_takes_few_taps_and_a_double_tap_sends_once(stage, phone_page, portal_server):
    page, taps = phone_page, []

    def tap(target):
        target.tap()
        taps.append(target)

    sign_in(page, make.cadre_user(stage.cadre), portal_server.url)
    page.goto("/hom-nay/")
    assert_accessible(page)
    tap(page.locator(".visit-card").get_by_role("link", name="Ghi buổi dự"))
    expect(page.locator("[name=cell]")).to_be_checked()
    tap(page.get_by_text("Hướng dẫn quy trình sinh hoạt"))
    tap(page.get_by_label("Ý kiến nghe được"))
    page.keyboard.type("Bà con muốn có đèn đường.")
    tap(page.get_by_label("Ghi chú"))
    page.keyboard.type("Họp đúng giờ.")
    expect(page.locator("[data-draft-saved]")).to_contain_text("Nháp đã lưu")
    page.reload()
    page.get_by_role("button", name="Tiếp tục nháp").tap()
    expect(page.get_by_label("Ý kiến nghe được")).to_have_value("Bà con muốn có đèn đường.")
    assert_accessible(page)
    page.get_by_role("button", name="Gửi").dblclick()
    expect(page.get_by_text("Cổng đã nhận buổi dự.")).to_be_visible()
    assert len(taps) + 1 <= 8
    row = Attendance.objects.get()
    assert row.guidance == "Hướng dẫn quy trình sinh hoạt."
    assert page.evaluate("localStorage.length") == 0


def test_choosing_another_cell_brings_its_day_and_leaves_a_typed_one(
    stage, phone_page, portal_server
):
    page, today = phone_page, timezone.localdate()
    days = [today - datetime.timedelta(days=n) for n in (3, 8)]
    other = make.cell(area=stage.area, name="Chi bộ ghép", meeting_day=None)
    for cell, held_on in zip((stage.cell, other), days, strict=True):
        make.meeting(cell=cell, held_on=held_on)
    sign_in(page, make.cadre_user(stage.cadre), portal_server.url)
    page.goto("/ghi-du/")
    day = page.get_by_label("Ngày dự")
    expect(day).to_have_value(f"{today:%d/%m/%Y}")
    for cell, held_on in zip((stage.cell, other), days, strict=True):
        page.get_by_text(cell.name).tap()
        expect(day).to_have_value(f"{held_on:%d/%m/%Y}")
    day.fill("01/02/2026")
    page.get_by_text(stage.cell.name).tap()
    expect(day).to_have_value("01/02/2026")


def test_without_a_network_the_words_stay_and_the_back_button_sends_the_same_visit(
    stage, phone_page, portal_server
):
    page = phone_page
    sign_in(page, make.cadre_user(stage.cadre), portal_server.url)
    page.goto("/ghi-du/")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    page.get_by_label("Ngày dự").fill(f"{yesterday:%d/%m/%Y}")
    page.get_by_label("Ý kiến nghe được").fill("Bà con muốn có đèn đường.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi").tap()
    expect(page.get_by_role("alert")).to_contain_text("chưa gửi được")
    assert_accessible(page)
    page.context.set_offline(False)
    expect(page.get_by_text("chưa gửi được")).to_be_hidden()
    page.get_by_role("button", name="Gửi").tap()
    expect(page.get_by_text("Cổng đã nhận buổi dự.")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Ngày dự")).to_have_value(f"{yesterday:%d/%m/%Y}")
    page.get_by_role("button", name="Gửi").tap()
    expect(page.get_by_text("Cổng đã có buổi dự này, không ghi thêm.")).to_be_visible()
    assert Attendance.objects.get().attended_on == yesterday
