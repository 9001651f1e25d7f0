"""What browser tests share: signing in without the form, and the check of accessibility."""

from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from accounts.models import User

AXE = Path(__file__).parent / "browser" / "vendor" / "axe-4.14.1.min.js"
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
CHROMIUM = Path("/usr/bin/chromium")


def sign_in(page: Page, user: User, address: str) -> None:
    """Give the browser a session of `user` on the server at `address`."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def accessibility_faults(page: Page) -> list[str]:
    """Return what axe finds wrong with the page as it stands: one line per fault and element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: {node['html'][:200]}"
        for fault in result["violations"]
        for node in fault["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """Fail with the list of faults unless axe finds none."""
    faults = accessibility_faults(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults)
