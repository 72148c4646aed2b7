"""The fonts a poster is set in: found in a folder, and asked whether they have every sign."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

SUFFIXES = (".ttc", ".otf", ".ttf")
MOST_FACES = 16
"""Faces of one collection that are looked at; Noto's have ten."""
SIZE = 16
SAMPLE = "巢"
ABSENT = "\uffff"
"""No font has a shape for it, so this is how a font shows what it does not have."""


@dataclass(frozen=True)
class Face:
    """One face of a font file, by the name typst knows it by."""

    family: str
    style: str
    path: Path
    index: int

    def missing(self, text: Iterable[str]) -> list[str]:
        """The signs of a text that this face cannot show, in order."""
        font = _opened(self.path, self.index)
        box = _shape(font, ABSENT)
        signs = sorted({sign for sign in text if not sign.isspace()})
        return [sign for sign in signs if _shape(font, sign) == box]


def chinese_face(folder: Path) -> Face | None:
    """The face a poster is set in, or None where the folder has none with Chinese signs.

    Simplified before other forms, sans before serif, regular before other weights; then by name.
    """
    known = [face for face in _faces(folder, _stamp(folder)) if not face.missing(SAMPLE)]
    return min(known, key=_worth, default=None)


def _worth(face: Face) -> tuple[bool, bool, bool, bool, str]:
    words = face.family.split()
    return (
        "SC" not in words,
        "Mono" in words,
        "Serif" in words,
        face.style != "Regular",
        face.family,
    )


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """The font files of a folder with their ages, so that a changed folder is read again."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in found))


@lru_cache(maxsize=4)
def _faces(folder: Path, stamp: tuple[tuple[str, int], ...]) -> tuple[Face, ...]:
    return tuple(face for name, _age in stamp for face in _of_file(Path(name)))


def _of_file(path: Path) -> Iterator[Face]:
    for index in range(MOST_FACES):
        try:
            family, style = _opened(path, index).getname()
        except OSError:
            # Past the last face of a collection, or no font at all.
            return
        if family:
            yield Face(family, style or "", path, index)


@lru_cache(maxsize=64)
def _opened(path: Path, index: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, SIZE, index, layout_engine=ImageFont.Layout.BASIC)


def _shape(font: ImageFont.FreeTypeFont, sign: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(sign)
    return mask.size, bytes(mask)
