"""A commune of 30 cells rated by keyboard alone, then decided by the district."""

import datetime
import time

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from cells.actions.ratings import rate_self, review_rating
from cells.models import CellDiscipline, Committee, PartyCell, Rating, RatingLevel, RatingRound
from tests import make
from tests.browser.steps import PHONE, go, look, open_without_scripts, told
from tests.browsing import sign_in

YEAR = timezone.localdate().year
CELLS = 30
PATIENCE = 30_000  # ms: twenty rows typed in one second wait in line


class Keys:
    """A keyboard that counts presses; text typed into a reason counts each letter apart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0
        self.began = time.monotonic()
        self.letters = 0

    def __str__(self) -> str:
        seconds = time.monotonic() - self.began
        return f"{self.acts} lần bấm phím, {self.letters} chữ, {seconds:.0f} giây (máy)"

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.acts += 1

    def reach(self, selector: str) -> None:
        """Go from the top of the page to the field, by the skip link and Tab."""
        self.press("Tab", "Enter")
        self.on_to(selector)

    def on_to(self, selector: str) -> None:
        """Go on to the field by Tab."""
        for _ in range(40):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(selector)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.letters += len(text)


@pytest.fixture
def district(transactional_db: None) -> Committee:
    return make.district(name="Hòa Vang")


@pytest.fixture
def commune(district: Committee) -> Committee:
    return make.commune(parent=district, name="Hòa Nhơn")


@pytest.fixture
def officers(district: Committee, commune: Committee) -> tuple[User, User]:
    """The commune's officer and the district's, with a round of 30 cells."""
    for number in range(CELLS):
        area = make.area(commune=commune, name=f"Thôn {number + 1:02}")
        cell = make.cell(area=area)
        present = 15 if number == 3 else 19
        make.meeting(cell=cell, due=20, present=present, excused=20 - present)
    mine, theirs = make.commune_officer(commune), make.district_officer(district)
    make.rating_round(committee=district, year=YEAR, by=theirs)
    return mine, theirs


def rate_themselves(officer: User) -> None:
    """Let 20 cells rate themselves: four excellent, the others good; ten leave it to the commune."""
    for number, cell in enumerate(PartyCell.objects.order_by("sort_key")[:20]):
        level = make.level("HTXSNV" if number < 4 else "HTTNV", YEAR)
        rate_self(cell=cell, year=YEAR, level=level, reason="", version=0, by=officer)


def address() -> str:
    round_ = RatingRound.objects.get()
    return f"/xep-loai/dot/{YEAR}/xa/{round_.groups.get().committee_id}/"


def saved(page: Page) -> None:
    expect(page.locator("[data-sheet-state]")).to_contain_text("Đã lưu lúc", timeout=PATIENCE)


def type_levels(page: Page) -> Keys:
    """Rate the whole sheet as the commune's officer: no mouse."""
    keys = Keys(page)
    keys.reach("[data-rate]")
    keys.press("Enter")  # excellent, as the cell said
    keys.press("3", "Enter")  # disciplined: good; the reason is asked for
    keys.type("Có kỷ luật trong năm.")
    keys.press("Enter", "t", "Tab")
    keys.type("Chưa vượt mức.")
    keys.press("Enter", "3", "Enter")
    keys.type("Dự họp thấp.")
    keys.press("Enter")
    keys.press(*["Enter"] * 16)
    for number in range(10):  # nothing said: on the cell's behalf, then reviewed
        keys.press("2" if number == 0 else "3", "Enter")
        row = page.locator("tbody[data-row]").nth(20 + number)
        expect(row).to_have_attribute("data-step", "commune", timeout=PATIENCE)
        expect(row.locator("[data-rate]")).to_be_focused()
        keys.press("Enter")
    saved(page)
    return keys


def decide_all(page: Page) -> Keys:
    """Decide the whole sheet as the district's officer: all that is agreed at once, then the rest."""
    keys = Keys(page)
    keys.reach("#so-quyet-dinh")
    keys.type("9-QĐ/HU")
    keys.on_to("[data-accept]")
    keys.press("Enter")
    told(page, "Đã nhận 27 chi bộ không có ý kiến khác.")
    keys.reach("[data-rate]")
    keys.press("Enter", "Enter", "Enter")
    saved(page)
    return keys


def test_thirty_cells_are_rated_without_the_mouse_and_then_decided(
    officers: tuple[User, User], open_page, portal_server, capsys
) -> None:
    mine, theirs = officers
    rate_themselves(mine)
    gated = PartyCell.objects.order_by("sort_key")[1]
    CellDiscipline.objects.create(
        cell=gated, decided_on=datetime.date(YEAR, 1, 5), form="reprimand", number="5-QĐ/UBKT"
    )
    page = open_page()
    sign_in(page, mine, portal_server.url)
    go(page, address(), f"Xếp loại chi bộ năm {YEAR}")
    typed = str(type_levels(page))
    expect(page.locator("[data-live=done]").first).to_have_text("30")
    expect(page.locator("[data-ceiling]")).to_contain_text("Đã dùng 1 / 5 suất")
    look(page)
    assert set(Rating.objects.values_list("stage", flat=True)) == {"commune"}

    desk = open_page()
    sign_in(desk, theirs, portal_server.url)
    go(desk, address(), f"Xếp loại chi bộ năm {YEAR}")
    decided = str(decide_all(desk))
    expect(desk.locator("[data-live=done]").first).to_have_text("30")
    look(desk)
    group = RatingRound.objects.get().groups.get()
    assert (group.excellent, group.good) == (1, 28)
    with capsys.disabled():
        print(f"\nxã: {typed}; huyện: {decided}")


def test_a_row_somebody_else_saved_is_shown_beside_mine_and_saved_over(
    officers: tuple[User, User], browser_page, portal_server
) -> None:
    mine, _theirs = officers
    rate_themselves(mine)
    sign_in(browser_page, mine, portal_server.url)
    go(browser_page, address())
    cell = PartyCell.objects.order_by("sort_key").first()
    assert cell
    facts = {"level": RatingLevel.objects.get(pk=make.level("HTTNV", YEAR).pk), "reason": "Trước."}
    other = make.commune_officer(cell.committee)
    review_rating(cell=cell, year=YEAR, version=1, by=other, **facts)
    first = browser_page.locator("tbody[data-row]").first
    first.locator("[data-rate]").focus()
    browser_page.keyboard.press("2")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.type("Bản của tôi.")
    browser_page.keyboard.press("Enter")
    expect(first).to_contain_text("Có người vừa ghi chi bộ này.")
    expect(first).to_contain_text("Trước.")
    expect(first.locator("[data-reason] input")).to_have_value("Bản của tôi.")
    look(browser_page)
    first.get_by_role("button", name="Lưu bản của tôi").click()
    saved(browser_page)
    assert Rating.objects.get(cell=cell).steps.count() == 3


def test_the_sheet_works_on_a_phone_without_scripts(
    officers: tuple[User, User], open_page, portal_server
) -> None:
    mine, _theirs = officers
    rate_themselves(mine)
    page = open_without_scripts(open_page, **PHONE)
    sign_in(page, mine, portal_server.url)
    go(page, address())
    page.locator("[data-rate]").nth(5).select_option(label="Tốt")
    page.get_by_role("button", name="Lưu cả bảng").click()
    told(page, "Đã lưu 1 chi bộ.")
    look(page)
