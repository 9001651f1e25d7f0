"""Steps that journeys in the browser share: looking at a page, signing in, counting taps."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Locator, Page, expect

from tests.browsing import assert_accessible

DATA = Path(__file__).parent.parent / "data"
CELLS_FILE = DATA / "danh-sach-chi-bo-2025.xlsx"
CADRES_FILE = DATA / "phu-luc-phan-cong-2026.xlsx"
PHONE: dict[str, Any] = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
PHONE |= {"width": 390, "height": 844}

_mirrors: WeakKeyDictionary[Page, Page] = WeakKeyDictionary()


def open_without_scripts(open_page: Callable[..., Page], **size: Any) -> Page:
    """Open a window that runs no script; axe, itself one, looks at a copy of its pages beside it."""
    page, mirror = open_page(java_script_enabled=False, **size), open_page(**size)
    mirror.route("**/*.js", lambda route: route.fulfill(body=""))
    _mirrors[page] = mirror
    return page


def look(page: Page, heading: str = "") -> None:
    """Fail for what axe finds on the page as it stands, and for what is wider than the window."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert too_wide <= 0, f"{page.url} is {too_wide} px too wide"
    assert_accessible(_copied(page) if page in _mirrors else page)


def _copied(page: Page) -> Page:
    """Return the window beside `page`, showing the same page."""
    mirror, html = _mirrors[page], page.content()
    mirror.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
    mirror.goto(page.url)
    mirror.unroute(page.url)
    return mirror


def go(page: Page, path: str, heading: str = "") -> None:
    """Open a page and look at it."""
    answer = page.goto(path)
    assert answer, path
    assert answer.ok, f"{path}: {answer.status}"
    look(page, heading)


def press(page: Page, name: str) -> None:
    """Press the one button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, text: str) -> None:
    """Wait until the page says so."""
    expect(page.get_by_text(text).first).to_be_visible()


def first_sign_in(page: Page, username: str, start_password: str, password: str) -> None:
    """Sign in with a password that was handed over, and set one's own, as the portal asks."""
    page.goto("/")
    look(page, "Đăng nhập")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(start_password)
    press(page, "Đăng nhập")
    look(page, "mật khẩu")
    page.get_by_label("Mật khẩu đang dùng").fill(start_password)
    page.get_by_label("Mật khẩu mới *", exact=True).fill(password)
    page.get_by_label("Gõ lại mật khẩu mới").fill(password)
    press(page, "Đổi mật khẩu")


class Taps:
    """A thumb that counts: text typed into a box is no tap, going into the box is one."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, target: Locator) -> None:
        """Tap `target`."""
        target.tap()
        self.count += 1

    def into(self, box: Locator, text: str) -> None:
        """Tap a box and type into it."""
        self.on(box)
        box.press_sequentially(text)
