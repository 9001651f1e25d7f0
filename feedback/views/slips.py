"""The slip with a sender's code: how its QR is drawn."""

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from feedback.rules.codes import shown

__all__ = ["qr_of"]


def qr_of(request: HttpRequest, code: str) -> dict[str, str | SafeString]:
    """Return the code in fours, the address that takes it, and both as a QR drawing.

    What stands after # never leaves the device that reads the QR.
    """
    address = request.build_absolute_uri(reverse("feedback:follow"))
    drawn = segno.make(f"{address}#{shown(code)}", error="m")
    svg = drawn.svg_inline(border=2, omitsize=True, dark="#000", light="#fff")
    return {"code": shown(code), "address": address, "qr": SafeString(svg)}
