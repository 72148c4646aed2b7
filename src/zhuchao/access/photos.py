"""Photos as they come from phones, made small and anonymous: no EXIF, no place, no device."""

from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from zhuchao.access.refusal import Refused

LONGEST = 1920
"""Pixels of the longer side that is kept."""
MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 80


def reencoded(photo: IO[bytes], size: int) -> tuple[bytes, int, int]:
    """The photo as JPEG, upright, at most LONGEST pixels, without metadata; bytes, width, height.

    `size` is its length in bytes. Raises Refused("invalid", field "photo") for what is too large,
    broken, no picture, or a format this server cannot read.
    """
    if size > MOST_BYTES:
        raise _refused(_("照片超过 12 MB，请拍小一点再上传"))
    try:
        with Image.open(photo, formats=FORMATS) as picture:
            return _encoded(_upright(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused(_("照片超过 4000 万像素，请拍小一点再上传")) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _refused(_("打不开这张照片，请上传 JPEG、PNG 或 WebP 格式")) from error


def _upright(picture: Image.Image) -> Image.Image:
    if picture.width * picture.height > MOST_PIXELS:
        raise Image.DecompressionBombError
    # Lets the JPEG decoder skip what would be thrown away: a third of the time of a full decode.
    picture.draft("RGB", (LONGEST, LONGEST))
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return ImageOps.exif_transpose(picture)


def _encoded(picture: Image.Image) -> tuple[bytes, int, int]:
    # A fresh canvas carries over no comment, profile or EXIF; white shows through transparency.
    clean = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        clean.paste(picture, mask=picture)
    else:
        clean.paste(picture.convert("RGB"))
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), clean.width, clean.height


def _refused(message: str) -> Refused:
    return Refused("invalid", message, "photo")
