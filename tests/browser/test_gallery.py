"""Every component in a real browser: no fault of accessibility, nothing wider than the window."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browsing import assert_accessible, sign_in

TEMPLATES = Path(__file__).parents[1] / "common" / "templates"
SIZES = [(1366, 768), (390, 844)]


@pytest.fixture
def gallery(live_server, settings, chromium):
    """A function that opens the gallery in a window of the given width and height."""
    settings.ROOT_URLCONF = "tests.common.gallery_urls"
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]
    district = make.district()
    commune = make.commune(name="Hòa Khương", parent=district)
    for name in ("Phú Sơn 2", "Phú Sơn 3", "La Châu"):
        make.cell(area=make.area(commune=commune, name=name))
    staff = make.district_officer(district)
    make.user(), make.user()
    contexts = []

    def opened(width, height, *, theme="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=live_server.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        sign_in(page, staff, live_server.url)
        page.context.add_cookies([{"name": "nen", "value": theme, "url": live_server.url}])
        page.goto("/mau/?q=thu")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_components_are_accessible_and_fit(gallery, width, height, theme):
    page = gallery(width, height, theme=theme)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Lưu buổi dự").click()
    expect(page.get_by_role("alert").first).to_be_focused()
    assert_accessible(page)


def test_controls_of_a_phone_are_tall_enough_for_a_thumb(gallery):
    page = gallery(390, 844)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .btn, input, select, summary, .bottom-bar a")]
        .filter(e => e.checkVisibility() && !e.closest(".choice, .visually-hidden") && e.type != "hidden")
        .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""
    )
    assert small == []


def test_the_theme_changes_without_loading_the_page_again(gallery):
    page = gallery(1366, 768)
    page.evaluate("window.isSamePage = true")
    page.get_by_role("button", name=re.compile("Đổi nền")).click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate("window.isSamePage")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_theme_changes_without_scripts(gallery):
    page = gallery(1366, 768, java_script_enabled=False)
    page.get_by_role("button", name=re.compile("Đổi nền")).click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.url.endswith("/mau/?q=thu")


def test_the_last_filters_are_offered_again(gallery):
    page = gallery(1366, 768)
    page.goto("/mau/")
    page.get_by_role("link", name="Dùng lại lần lọc trước").click()
    expect(page.get_by_role("link", name=re.compile("thu bỏ lọc"))).to_be_visible()


def test_a_question_opens_in_a_dialog_and_gives_the_focus_back(gallery):
    page = gallery(1366, 768)
    page.get_by_role("link", name="Trình duyệt").click()
    dialog = page.locator("dialog[open]")
    expect(dialog.get_by_role("heading", name="Trình 62 buổi?")).to_be_visible()
    dialog.get_by_role("link", name="Xem lại").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.get_by_role("link", name="Trình duyệt")).to_be_focused()
