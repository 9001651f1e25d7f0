"""A whole quarter entered with the keyboard alone, and what stands there when it is opened again.

What the grid does beside that (rows of two people, rows refused) is in test_attendance.py.
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from assignments.models import Attendance, MonthMark
from common.months import Quarter
from tests import make
from tests.browser.steps import PHONE, go, look, open_without_scripts
from tests.browsing import sign_in

QUARTER = Quarter.current().previous()
GRID = f"/cham-du/?quy={QUARTER.slug}"
PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text", text);
    const options = {clipboardData: data, bubbles: true, cancelable: true};
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def row(page: Page, number: int) -> Locator:
    return page.locator("tbody[data-row]").nth(number)


def box(page: Page, number: int, month: int) -> Locator:
    return row(page, number).locator(".mark-in").nth(month)


def marks(page: Page) -> list[str]:
    """Return what stands in the boxes, row by row: "D V –"."""
    return [
        " ".join(box(page, number, month).input_value() or "–" for month in range(3))
        for number in range(3)
    ]


def saved(page: Page, number: int) -> None:
    expect(row(page, number).locator("[data-row-state]")).to_contain_text("đã lưu")


@pytest.fixture
def officer(transactional_db):
    district = make.district()
    commune, agency = make.commune(parent=district), make.agency(committee=district)
    for letter in "ABC":
        area = make.area(commune=commune, name=f"Thôn {letter}")
        make.cell(area=area, meeting_day=10)
        make.assignment(
            cadre=make.cadre(agency=agency, full_name=f"Trần Văn {letter}"),
            area=area,
            valid_from=QUARTER.previous().first_day,
        )
    return make.district_officer(district)


@pytest.fixture
def grid(officer, browser_page, portal_server):
    sign_in(browser_page, officer, portal_server.url)
    go(browser_page, GRID, "Chấm dự sinh hoạt")
    return browser_page


def test_a_quarter_is_entered_without_the_mouse(grid):
    keys = grid.keyboard
    box(grid, 0, 0).focus()
    keys.type("dvm")
    expect(box(grid, 1, 0)).to_be_focused()
    for key, at in (
        ("ArrowRight", (1, 1)),
        ("ArrowDown", (2, 1)),
        ("ArrowLeft", (2, 0)),
        ("ArrowUp", (1, 0)),
    ):
        keys.press(key)
        expect(box(grid, *at)).to_be_focused()
    keys.type("k")
    expect(box(grid, 1, 1)).to_be_focused()
    keys.type("12")
    keys.press("ArrowDown")
    expect(box(grid, 2, 1)).to_be_focused()
    for number in (0, 1):
        saved(grid, number)
    expect(row(grid, 2).locator("[data-row-state]")).to_be_empty()
    assert marks(grid) == ["D V M", "K D –", "– – –"]
    look(grid)

    keys.press("ArrowUp")
    keys.press("Delete")
    expect(box(grid, 1, 1)).to_have_attribute("data-stored", "")
    assert Attendance.objects.counted().count() == 1
    keys.press("Control+z")
    expect(box(grid, 1, 1)).to_have_attribute("data-stored", "D")
    expect(box(grid, 1, 1)).to_be_focused()
    assert {visit.attended_on.day for visit in Attendance.objects.counted()} == {10, 12}

    grid.reload()
    assert marks(grid) == ["D V M", "K D –", "– – –"]
    assert sorted(MonthMark.objects.values_list("mark", flat=True)) == ["K", "M", "V"]


def test_a_block_of_two_by_three_is_pasted(grid):
    box(grid, 1, 0).focus()
    grid.evaluate(PASTE, "x\tV\t15\r\nK\td\tM\r\n")
    for number in (1, 2):
        saved(grid, number)
    assert marks(grid) == ["– – –", "D V D", "K D M"]
    grid.reload()
    assert marks(grid) == ["– – –", "D V D", "K D M"]
    assert Attendance.objects.filter(attended_on__day=15).count() == 1


def test_a_block_is_taken_back_at_once(grid):
    box(grid, 0, 1).focus()
    grid.evaluate(PASTE, "V\tK\nV\tK")
    for number in (0, 1):
        saved(grid, number)
    grid.keyboard.press("Control+z")
    for number in (0, 1):
        expect(box(grid, number, 2)).to_have_attribute("data-stored", "")
    assert marks(grid) == ["– – –"] * 3
    assert not MonthMark.objects.exclude(mark="").exists()


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_rows_are_saved_by_their_buttons_without_javascript(
    officer, open_page, portal_server, size
):
    page = open_without_scripts(open_page, **size)
    sign_in(page, officer, portal_server.url)
    go(page, GRID, "Chấm dự sinh hoạt")
    for month, mark in enumerate(("d", "15", "V")):
        box(page, 1, month).fill(mark)
    page.get_by_role("button", name="Lưu dòng Trần Văn B").click()
    expect(page.get_by_text("Đã lưu dòng của Trần Văn B.")).to_be_visible()
    assert marks(page) == ["– – –", "D D V", "– – –"]
    look(page)
    assert {visit.attended_on.day for visit in Attendance.objects.all()} == {10, 15}
