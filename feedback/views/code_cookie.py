"""The code that a sender typed, kept sealed on their own device for as long as they look.

A code opens a matter to whoever has it: so it stands in no address, session or log, the cookie
goes to the pages of following alone, and it is void after half an hour.
"""

import time
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from common.sealing import SealBrokenError, seal, unseal

__all__ = ["code_of", "forget", "remember"]

NAME: Final = "ma_phan_anh"
PATH: Final = "/tra-cuu/"
SECONDS: Final = 30 * 60


def remember(response: HttpResponse, code: str) -> None:
    """Let the pages of following open the matter of `code` from this device, for half an hour."""
    response.set_cookie(
        NAME,
        seal(f"{int(time.time())}:{code}"),
        max_age=SECONDS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def code_of(request: HttpRequest) -> str:
    """Return the code this device was let in with; "" when there is none, or no longer."""
    try:
        written_at, _colon, code = unseal(request.COOKIES.get(NAME, "")).partition(":")
    except SealBrokenError:
        return ""
    return code if int(written_at) + SECONDS >= time.time() else ""


def forget(response: HttpResponse) -> None:
    """Close the matter on this device."""
    response.delete_cookie(NAME, path=PATH)
