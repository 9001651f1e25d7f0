"""Photos of strangers: an attack set is refused with a sentence each, the rest is painted anew."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image, PngImagePlugin

from common import files
from common.errors import RuleBroken
from common.forms import PortalForm
from common.photos import PhotosField, redraw

SECRET = b"Nguyen Van A, thon Cam Ne"
DAMAGED = "bị hỏng hoặc thiếu một phần"
NO_PHOTO = "không phải ảnh JPEG, PNG hay WebP"


class SendForm(PortalForm):
    text = forms.CharField()
    photos = PhotosField(required=False)


def picture(size: tuple[int, int] = (40, 20), mode: str = "RGB") -> Image.Image:
    """Return a picture whose left half is red."""
    made = Image.new("RGB", size, "white")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    return made.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


def upload(content: bytes, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def sent(*uploads: Any) -> SendForm:
    return SendForm({"text": "Đã gõ"}, MultiValueDict({"photos": list(uploads)}))


def refusals(*uploads: Any) -> list[str]:
    form = sent(*uploads)
    assert not form.is_valid()
    assert form["text"].value() == "Đã gõ"
    return [str(sentence) for sentence in form.errors["photos"]]


def drawn(content: bytes) -> tuple[bytes, Image.Image]:
    """Return the bytes that would be kept, and their picture."""
    kept = redraw(upload(content)).read()
    return kept, Image.open(io.BytesIO(kept))


def is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    pixel = image.convert("RGB").getpixel(at)
    assert isinstance(pixel, tuple)
    return pixel[0] > 200 and pixel[1] < 60 and pixel[2] < 60


# --- What is taken --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_photo_is_known_by_its_content_and_kept_as_jpeg(kind, mode):
    kept, image = drawn(encoded(picture(mode=mode), kind))
    assert kept.startswith(b"\xff\xd8\xff")
    assert image.size == (40, 20)
    assert is_red(image, (5, 10)) or mode == "L"


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA", "1", "I;16"])
def test_every_way_a_png_stores_its_pixels_is_read(mode):
    made = Image.new(mode, (40, 20)) if mode in {"LA", "RGBA", "I;16"} else picture(mode=mode)
    assert drawn(encoded(made, "PNG"))[1].size == (40, 20)


def test_what_shines_through_becomes_white():
    _kept, image = drawn(encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))
    assert image.getpixel((4, 4)) == (255, 255, 255)


def test_print_colours_of_jpeg_are_read():
    assert drawn(encoded(picture(mode="CMYK")))[1].mode == "RGB"


def test_a_large_photo_gets_at_most_1600_pixels_a_side_and_a_small_one_stays():
    assert drawn(encoded(picture((4000, 3000))))[1].size == (1600, 1200)
    assert drawn(encoded(picture((300, 1700)), "PNG"))[1].size == (282, 1600)
    assert drawn(encoded(picture((640, 480))))[1].size == (640, 480)


def test_the_first_picture_of_an_animation_is_kept():
    first, second = Image.new("RGB", (9, 9), "blue"), Image.new("RGB", (9, 9), "red")
    for kind in ("PNG", "WEBP"):
        _kept, image = drawn(encoded(first, kind, save_all=True, append_images=[second]))
        assert getattr(image, "n_frames", 1) == 1
        assert not is_red(image, (4, 4))


# --- What is left behind --------------------------------------------------------------------------


def with_everything() -> bytes:
    """Return a JPEG with place, owner, comment, XMP, colour profile, and turned on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (15.0, 58.0, 1.0), 3: "E", 4: (108.0, 7.0, 1.0)})
    return encoded(
        picture((40, 20)),
        exif=exif,
        comment=SECRET,
        xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>",
        icc_profile=b"\0" * 128 + SECRET,
    )


def test_place_owner_and_comments_are_gone_and_the_photo_stands_upright():
    content = with_everything()
    assert content.count(SECRET) >= 4
    kept, image = drawn(content)
    assert SECRET not in kept
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert image.size == (20, 40)
    assert is_red(image, (10, 5))  # the red half is above now
    assert not is_red(image, (10, 35))


def test_a_caption_hidden_in_a_png_is_gone():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    assert SECRET not in drawn(encoded(picture(), "PNG", pnginfo=notes))[0]


def archive_of(content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("lenh.php", content)
    return held.getvalue()


@pytest.mark.parametrize(
    "second", [b"<?php system($_GET['x']); ?>", archive_of(b"<?php"), b"<script>alert(1)</script>"]
)
def test_a_second_file_behind_or_inside_the_photo_is_gone(second):
    behind = encoded(picture()) + second
    inside = encoded(picture(), comment=second)
    for content in (behind, inside):
        kept = drawn(content)[0]
        assert second not in kept
        assert b"php" not in kept
        assert not zipfile.is_zipfile(io.BytesIO(kept))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\anh.php", "/etc/cron.d/x.jpg", "IMG_Nguyen Van A.jpg"]
)
@pytest.mark.django_db
def test_no_name_of_the_sender_is_kept(name, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    sending = upload(encoded(picture()))
    sending._name = name  # type: ignore[attr-defined]  # as a client that knows no rules sends it
    form = sent(sending, upload(encoded(picture())))
    assert form.is_valid()
    rows = [files.store(photo, by=None) for photo in form.cleaned_data["photos"]]
    assert [row.name for row in rows] == ["anh-1.jpg", "anh-2.jpg"]
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(stored) == 2
    assert all(path.suffix == ".jpg" and "Nguyen" not in path.name for path in stored)


# --- The attack set -------------------------------------------------------------------------------


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says it is this large, with the data of a few lines."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checked

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes((3 * width + 1) * 4))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def slow_jpeg() -> bytes:
    """Return a progressive JPEG whose last pass is asked for three hundred times more."""
    content = encoded(picture((64, 64)), progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * 300 + b"\xff\xd9"


ATTACKS = {
    "pdf": (b"%PDF-1.7\n1 0 obj", "là tệp PDF"),
    "svg with a script": (b"<svg xmlns='x'><script>alert(1)</script></svg>", NO_PHOTO),
    "html": (b"<!doctype html><script>alert(1)</script>", NO_PHOTO),
    "php": (b"<?php system('id'); ?>", NO_PHOTO),
    "program": (b"MZ\x90\x00" + bytes(64), NO_PHOTO),
    "zip bomb": (archive_of(bytes(5_000_000)), NO_PHOTO),
    "gif": (encoded(picture(mode="P"), "GIF"), NO_PHOTO),
    "tiff": (encoded(picture(), "TIFF"), NO_PHOTO),
    "html before a photo": (b"<!-- " + encoded(picture()), NO_PHOTO),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(64), "HEIC"),
    "film": (b"\x00\x00\x00\x18ftypmp42" + bytes(64), "là phim"),
    "empty": (b"", "tệp trống"),
    "only a head": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xd9", DAMAGED),
    "cut short": (encoded(picture((900, 900)))[:-2000], DAMAGED),
    "png cut short": (encoded(Image.effect_noise((300, 300), 90), "PNG")[:-4000], DAMAGED),
    "webp head on text": (b"RIFF\x10\x00\x00\x00WEBPVP8 <script>", DAMAGED),
    "png bomb": (png_of(30_000, 30_000), "quá nhiều điểm ảnh"),
    "png bomb, smaller": (png_of(6_000, 6_000), "quá nhiều điểm ảnh"),
    "no pixels": (png_of(0, 10), DAMAGED),
    "slow jpeg": (slow_jpeg(), "không do máy ảnh làm ra"),
    "too heavy": (encoded(picture()) + bytes(50 * 1024 * 1024), "nặng 51 MB; mỗi ảnh được đến 10"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_attack_set_is_refused_with_a_sentence_and_the_text_stays(attack):
    content, said = ATTACKS[attack]
    (sentence,) = refusals(upload(content, "anh.jpg"))
    assert sentence.startswith("Ảnh 1 (anh.jpg): ")
    assert said in sentence


def test_jpeg_bomb_is_refused_before_it_is_read():
    content = bytearray(encoded(picture()))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    assert "quá nhiều điểm ảnh" in refusals(upload(bytes(content)))[0]


def test_ordinary_progressive_photos_are_taken():
    assert drawn(encoded(picture((300, 200)), progressive=True))[1].size == (300, 200)


def test_a_film_behind_the_photo_does_not_count_as_its_passes():
    moving = encoded(picture()) + b"\xff\xda" * 5_000
    assert drawn(moving)[1].size == (40, 20)


def test_every_refused_photo_is_named_by_its_place_and_name():
    good, long_name = encoded(picture()), "rất dài " * 20 + "\u202egnp.jpg"
    said = refusals(upload(good), upload(b"<html>", "b.jpg"), upload(b"%PDF-", long_name))
    assert said[0].startswith("Ảnh 2 (b.jpg): ")
    assert said[1].startswith("Ảnh 3 (rất dài rất dài")
    assert "…" in said[1]
    assert "\u202e" not in said[1]


def test_a_sixth_photo_is_refused_before_any_is_read():
    photo = encoded(picture())
    assert refusals(*(upload(photo) for _ in range(6))) == [
        "Đã chọn 6 ảnh; mỗi lần gửi được nhiều nhất 5 ảnh. Bớt ảnh."
    ]
    assert sent(*(upload(photo) for _ in range(5))).is_valid()


def test_a_photo_that_came_by_the_disk_is_read_too():
    large = TemporaryUploadedFile("a.jpg", "image/jpeg", 0, None)
    large.write(encoded(picture()))
    large.size = large.tell()
    form = sent(large)
    assert form.is_valid()
    assert [photo.name for photo in form.cleaned_data["photos"]] == ["anh-1.jpg"]
    large.close()


def test_no_photo_is_an_empty_list_unless_one_is_asked_for():
    form = sent()
    assert form.is_valid()
    assert form.cleaned_data["photos"] == []
    with pytest.raises(forms.ValidationError, match="Chọn ít nhất một ảnh"):
        PhotosField().clean([])


def test_the_page_lets_choose_several_and_says_how_many():
    shown: Any = SendForm()["photos"]
    assert SendForm().is_multipart()
    assert "multiple" in str(shown)
    assert "image/heic" not in str(shown)
    assert "Nhiều nhất 5 ảnh" in str(shown.help_text)


def test_redrawing_refuses_outside_a_form_as_well():
    with pytest.raises(RuleBroken):
        redraw(ContentFile(b"<html>", name="a.jpg"))
