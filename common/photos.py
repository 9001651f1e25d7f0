"""Photos from people whom nobody knows: judged by content, drawn anew, and only then kept.

class SendForm(PortalForm):
    photos = PhotosField(required=False)

form.cleaned_data["photos"]  # [ContentFile "anh-1.jpg", …] for `common.files.store`

What is kept is a new picture painted from the old one's pixels.  Nothing else of the sent file is
left: no place and owner of the phone (EXIF, GPS, XMP), no comment, no second file behind the
picture, no name that the sender gave it.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from common.errors import RuleBroken
from common.files import MAX_BYTES
from common.vietnamese import normalise

__all__ = ["LONGEST_EDGE", "MOST_PHOTOS", "PhotosField", "redraw"]

MOST_PHOTOS: Final = 5
LONGEST_EDGE: Final = 1600
MOST_PIXELS: Final = 50_100_000
"""JPEG shrinks while it is read; 8160 × 6144 is what the largest common cameras of phones give."""
MOST_PIXELS_UNSHRUNK: Final = 20_000_000
"""PNG and WebP stand in memory whole."""
MOST_PASSES: Final = 100
"""A progressive JPEG has about ten; one made to keep a server busy has thousands."""
MOST_PARTS: Final = 2_000
QUALITY: Final = 82

_FORMATS: Final = ("JPEG", "PNG", "WEBP")
# HEIC is left out on purpose: phones then hand out a JPEG of their own making.
_ACCEPT: Final = "image/jpeg,image/png,image/webp"
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif"})
_LONGEST_SHOWN_NAME: Final = 40
_HINT: Final = gettext_lazy("Nhiều nhất {most} ảnh JPEG, PNG hoặc WebP, mỗi ảnh không quá 10 MB.")
# A marker of JPEG; inside a pass, FF stands before 00 or a restart number only.
_MARKER: Final = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])", re.DOTALL)
_END: Final = b"\xd9"
_PASS: Final = b"\xda"


class PhotosInput(forms.FileInput):
    """An input that takes several photos at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"multiple": True, "accept": _ACCEPT})


class PhotosField(forms.FileField):
    """Up to `most` photos of one input; the cleaned value is the list of them, drawn anew.

    Every refusal names the photo by its place and name, and says what would be right.
    """

    default_error_messages = {
        "required": gettext_lazy("Chọn ít nhất một ảnh."),
        "missing": gettext_lazy("Chọn ít nhất một ảnh."),
        "invalid": gettext_lazy("Ảnh chưa được gửi kèm. Chọn lại ảnh rồi gửi."),
    }

    def __init__(self, *, most: int = MOST_PHOTOS, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("label", gettext_lazy("Ảnh"))
        kwargs.setdefault("help_text", format_lazy(_HINT, most=most))
        super().__init__(widget=PhotosInput(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> "list[ContentFile[bytes]]":
        """Return the photos drawn anew, named anh-1.jpg and so on."""
        del initial
        sent = [upload for upload in data or () if isinstance(upload, UploadedFile)]
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(sent) > self.most:
            sentence = _("Đã chọn %(sent)d ảnh; mỗi lần gửi được nhiều nhất %(most)d ảnh. Bớt ảnh.")
            raise ValidationError(sentence % {"sent": len(sent), "most": self.most}, code="refused")
        drawn, refusals = [], []
        for place, upload in enumerate(sent, start=1):
            try:
                drawn.append(redraw(upload, name=f"anh-{place}.jpg"))
            except RuleBroken as refusal:
                refusals.append(f"{_title(place, upload)}: {refusal.message}")
        if refusals:
            raise ValidationError(refusals, code="refused")
        return drawn


def redraw(upload: "File[Any]", *, name: str = "anh.jpg") -> "ContentFile[bytes]":
    """Return the photo as a new upright JPEG of at most 1600 px a side, without anything else.

    RuleBroken: no JPEG, PNG or WebP by content; more than 10 MB or too many pixels; damaged.
    """
    _check_outside(upload)
    upload.seek(0)
    try:
        painted = _painted(upload)
    except RuleBroken:
        raise
    except Exception as broken:  # a decoder may fail in any way on a hostile file
        raise RuleBroken(
            _("ảnh bị hỏng hoặc thiếu một phần. Mở ảnh trên máy kiểm tra, rồi chọn lại.")
        ) from broken
    held = io.BytesIO()
    painted.save(held, "JPEG", quality=QUALITY)
    return ContentFile(held.getvalue(), name=name)


# --- What is taken --------------------------------------------------------------------------------


def _check_outside(upload: "File[Any]") -> None:
    """Refuse by size and first bytes, before any decoder sees the file."""
    if not upload.size:
        raise RuleBroken(_("tệp trống. Mở ảnh trên máy kiểm tra, rồi chọn lại."))
    if upload.size > MAX_BYTES:
        sentence = _("nặng %(size)s MB; mỗi ảnh được đến 10 MB. Giảm cỡ ảnh rồi chọn lại.")
        raise RuleBroken(sentence % {"size": -(-upload.size // (1024 * 1024))})
    upload.seek(0)
    head: bytes = upload.read(16)
    is_webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    if is_webp or head.startswith(b"\x89PNG\r\n\x1a\n"):
        return
    if not head.startswith(b"\xff\xd8\xff"):
        raise RuleBroken(_sentence_for(head))
    if _keeps_busy(upload):
        raise RuleBroken(_("tệp JPEG này không do máy ảnh làm ra. Chụp màn hình ảnh rồi gửi."))


def _keeps_busy(upload: "File[Any]") -> bool:
    """Say whether a JPEG has more parts, or more passes over the picture, than a camera makes."""
    upload.seek(0)
    content: bytes = upload.read()
    at = parts = passes = 0
    while marker := _MARKER.search(content, at + 2):
        if marker[1] == _END:
            return False  # what follows is never read
        parts += 1
        passes += marker[1] == _PASS
        if passes > MOST_PASSES or parts > MOST_PARTS:
            return True
        at = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2]) - 2
    return False


def _sentence_for(head: bytes) -> str:
    """Return what to do with a file of another kind, for the kinds people often choose."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return _("là ảnh HEIC. Đổi máy ảnh sang JPEG (“Tương thích nhất”), hoặc lưu thành JPEG.")
    if head[4:8] == b"ftyp":
        return _("là phim. Cổng chỉ nhận ảnh JPEG, PNG hoặc WebP; chụp một hình của đoạn phim.")
    if head.startswith(b"%PDF-"):
        return _("là tệp PDF, không phải ảnh. Chụp ảnh trang giấy rồi gửi.")
    return _("nội dung không phải ảnh JPEG, PNG hay WebP. Lưu lại thành ảnh JPEG rồi chọn.")


# --- Painting -------------------------------------------------------------------------------------


def _painted(upload: "File[Any]") -> Image.Image:
    """Return the first picture of the file, upright and small enough, on a white ground."""
    with _opened(upload) as sent:
        _check_pixels(sent)
        sent.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
        sent.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.BICUBIC, reducing_gap=2.0)
        upright = ImageOps.exif_transpose(sent)
        seen = upright.convert("RGBA")
        # Painted on a ground of our own: nothing that the sent picture carried comes along.
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _opened(upload: "File[Any]") -> Image.Image:
    """Return the picture, read no further than its head."""
    try:
        return Image.open(upload, formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise RuleBroken(_too_many_pixels()) from bomb


def _check_pixels(sent: Image.Image) -> None:
    """Refuse a picture that would fill the memory."""
    most = MOST_PIXELS if sent.format in {"JPEG", "MPO"} else MOST_PIXELS_UNSHRUNK
    if sent.width * sent.height > most:
        raise RuleBroken(_too_many_pixels())


def _too_many_pixels() -> str:
    return _("có quá nhiều điểm ảnh. Giảm cỡ ảnh còn không quá 20 triệu điểm rồi chọn lại.")


# --- Words ----------------------------------------------------------------------------------------


def _title(place: int, upload: "UploadedFile[Any]") -> str:
    """Return how the sender knows the photo: its place among those chosen, and its name."""
    shown = "".join(_printable(normalise(upload.name or "")))
    if len(shown) > _LONGEST_SHOWN_NAME:
        shown = f"{shown[:_LONGEST_SHOWN_NAME]}…"
    return _("Ảnh %(place)d (%(name)s)") % {"place": place, "name": shown or "–"}


def _printable(name: str) -> Iterator[str]:
    return (sign for sign in name if sign.isprintable())
