"""A picture for the demo, drawn here: no photo of a real place or person is needed."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from common.photos import redraw

__all__ = ["drawn_photo"]

SIZE = (960, 640)
SKY, FIELD, WATER, PLANK, HOLE = "#cfe3ee", "#8fae6b", "#7d98a1", "#a9845a", "#4c5b61"


def drawn_photo() -> "ContentFile[bytes]":
    """Return a plank bridge over a ditch with two planks broken, painted anew as all photos are."""
    image = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 240, *SIZE), fill=FIELD)
    pen.polygon([(0, 420), (960, 330), (960, 470), (0, 600)], fill=WATER)
    for number in range(9):
        left = 330 + 34 * number
        is_broken = number in {4, 5}
        top, bottom = (300, 610) if not is_broken else (300, 380)
        pen.rectangle((left, top, left + 28, bottom), fill=PLANK, outline=HOLE)
        if is_broken:
            pen.polygon([(left, 380), (left + 28, 380), (left + 12, 430)], fill=PLANK)
    pen.line((320, 300, 650, 300), fill=HOLE, width=8)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=80)
    return redraw(ContentFile(held.getvalue(), name="cau-van.jpg"), name="cau-van.jpg")
