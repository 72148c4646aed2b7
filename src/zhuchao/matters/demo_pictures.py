"""Drawn pictures for the demo: a street, a sky, a sign that says what was seen."""

import random
from io import BytesIO
from uuid import UUID

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from zhuchao.access.files import store_photo

SIZE = (960, 720)
GROUND = 470


def picture(words: str, dice: random.Random) -> UUID:
    """Draw and keep a photo that is none; its id, to be attached. `words` only vary the scene."""
    image = Image.new("RGB", SIZE, _shade(dice, 196, 222))
    pen = ImageDraw.Draw(image)
    _houses(pen, dice)
    pen.rectangle((0, GROUND, SIZE[0], SIZE[1]), fill=(112, 114, 118))
    for left in range(20, SIZE[0], 180):
        pen.rectangle((left, 600, left + 90, 612), fill=(236, 232, 216))
    _thing(pen, dice, len(words))
    out = BytesIO()
    image.save(out, "JPEG", quality=70)
    return store_photo(ContentFile(out.getvalue(), "demo.jpg")).pk


def _shade(dice: random.Random, low: int, high: int) -> tuple[int, int, int]:
    return dice.randint(low, high), dice.randint(low, high), dice.randint(low, high)


def _houses(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    left = 0
    while left < SIZE[0]:
        width, top = dice.randint(120, 220), dice.randint(120, 330)
        pen.rectangle((left, top, left + width, GROUND), fill=_shade(dice, 130, 205))
        for x in range(left + 18, left + width - 30, 44):
            for y in range(top + 20, GROUND - 40, 56):
                pen.rectangle((x, y, x + 22, y + 30), fill=_shade(dice, 215, 245))
        left += width + 6


def _thing(pen: ImageDraw.ImageDraw, dice: random.Random, kind: int) -> None:
    """What was reported: a hole, a cone, a pile."""
    x, y = dice.randint(260, 640), dice.randint(540, 640)
    if kind % 3 == 0:
        pen.ellipse((x - 90, y - 30, x + 90, y + 30), fill=(38, 36, 36), outline=(80, 76, 72))
    elif kind % 3 == 1:
        pen.polygon(((x, y - 110), (x - 44, y + 20), (x + 44, y + 20)), fill=(226, 98, 40))
        pen.rectangle((x - 22, y - 44, x + 22, y - 26), fill=(245, 245, 240))
    else:
        for _ in range(14):
            a, b = x + dice.randint(-90, 90), y + dice.randint(-26, 26)
            pen.ellipse((a - 22, b - 18, a + 22, b + 18), fill=_shade(dice, 70, 150))
