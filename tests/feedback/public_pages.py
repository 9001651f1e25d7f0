"""What a person without an account does in a browser without JavaScript, for the tests of pages."""

import datetime
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from tests import make_feedback

__all__ = ["Citizen"]


class Citizen:
    """Opens a page, takes its time, sends its form."""

    def __init__(self, clock: Any) -> None:
        self.client, self.clock = Client(), clock

    def key(self, name: str) -> str:
        """Return the key of the first form of a page that was opened long enough ago."""
        page = self.client.get(reverse(name)).content.decode()
        found = re.search(r'name="sent_key" value="([^"]+)"', page)
        assert found, page
        self.clock.shift(datetime.timedelta(seconds=5))
        return found[1]

    def typed(self, **more: Any) -> dict[str, Any]:
        """Return the form of a matter, filled in on a page of its own."""
        filled = {
            "sent_key": self.key("feedback:send"),
            "category": make_feedback.category().pk,
            "text": "Mương bị lấp, nước tràn vào sân ba hộ",
            "place": "cạnh nhà văn hóa",
        }
        return {**filled, **more}

    def sends(self, **more: Any) -> Any:
        """Send a matter; return the answer."""
        return self.client.post(reverse("feedback:send"), self.typed(**more))

    def code(self) -> str:
        """Return the code that the slip shows."""
        page = self.client.get(reverse("feedback:slip")).content.decode()
        found = re.search(r"data-code>([0-9A-Z-]+)<", page)
        assert found, page
        return found[1]

    def types_code(self, code: str) -> Any:
        """Look a code up; return the answer."""
        typed = {"sent_key": self.key("feedback:follow"), "code": code}
        return self.client.post(reverse("feedback:follow"), typed)

    def reads(self) -> str:
        """Return the page of the matter that is open on this device."""
        return self.client.get(reverse("feedback:follow")).content.decode()

    def posts(self, name: str, **typed: Any) -> Any:
        """Send one of the forms of the matter's page."""
        return self.client.post(reverse(name), {"sent_key": self.key("feedback:follow"), **typed})
