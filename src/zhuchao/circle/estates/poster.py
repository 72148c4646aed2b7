"""The poster as a file: set by typst, the same bytes for the same words, never an empty box."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhuchao.access.refusal import Refused
from zhuchao.circle.estates.fonts import Face, chinese_face
from zhuchao.circle.estates.poster_words import said, signs_of
from zhuchao.circle.estates.queries import plan_of
from zhuchao.circle.models import Estate

TEMPLATE = Path(__file__).with_name("poster.typ")
Form = Literal["pdf", "png"]
PREVIEW = 72.0
"""Dots to an inch of the PNG: 842 × 1191."""


def poster(estate: Estate, link: str, form: Form) -> bytes:
    """The poster of an estate whose code leads to `link`, in the language of the place.

    Raises Refused("conflict") where there is no Chinese font, or none with a sign of a name:
    nothing is printed with a box in place of a sign.
    """
    face = chinese_face(settings.ZHUCHAO_FONTS)
    if face is None:
        raise Refused("conflict", no_font())
    with override(settings.LANGUAGE_CODE):
        words = said(estate, plan_of(estate), link)
    if missing := face.missing("".join(signs_of(words))):
        signs = {"font": face.family, "signs": " ".join(missing[:10])}
        raise Refused("conflict", _("字体 %(font)s 里没有这些字：%(signs)s") % signs)
    sheet = json.dumps({**words, "font": face.family}, ensure_ascii=False, sort_keys=True)
    return _set(sheet, face, form)


def no_font() -> str:
    """What to tell where no font with Chinese signs was found."""
    return _(
        "服务器上没有中文字体，印不了海报。请安装 fonts-noto-cjk，或用 ZHUCHAO_FONTS 指明字体目录"
    )


@lru_cache(maxsize=16)
def _set(sheet: str, face: Face, form: Form) -> bytes:
    """What typst makes of it; a poster asked for again within a while is not set again."""
    made: bytes = typst.compile(
        TEMPLATE,
        format=form,
        ppi=PREVIEW,
        font_paths=[face.path.parent],
        ignore_system_fonts=True,
        sys_inputs={"sheet": sheet},
    )
    return made
