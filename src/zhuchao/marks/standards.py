"""Which standards there are, and which version of one a check goes by."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from zhuchao.journal.clock import local_day, now
from zhuchao.marks.models import Standard as StoredStandard
from zhuchao.places.memory import Remembered
from zhuchao.registry.district import SHIPPED
from zhuchao.rules.standard import Standard
from zhuchao.rules.standard_file import read_standard

FOLDER = "standards"
"""Where a district's folder keeps them, a TOML file for each."""


@lru_cache(maxsize=1)
def shipped() -> dict[str, Standard]:
    """The defaults that come with the platform, by key; what a district loads goes before them."""
    found = [read_standard(path.read_text("utf-8"), path.name) for path in _files()]
    return {one.key: one for one in found}


def _files() -> list[Path]:
    return sorted((SHIPPED / "blank" / FOLDER).glob("*.toml"))


def shipped_source(key: str) -> str:
    """The text of a default, "" for another standard."""
    return next((p.read_text("utf-8") for p in _files() if p.stem == key), "")


def _load() -> tuple[Standard, ...]:
    rows = StoredStandard.objects.order_by("in_force_from", "pk")
    return tuple(read_standard(row.source, f"{row.key} {row.version}") for row in rows)


_loaded: Remembered[tuple[Standard, ...]] = Remembered(_load)


def standards(day: date | None = None) -> dict[str, Standard]:
    """The version of each standard in force on a day (today), by key; the later beginning wins."""
    on = day or local_day(now())
    own = {one.key: one for one in _loaded() if one.in_force(on)}
    return shipped() | own


def every_version() -> Iterable[Standard]:
    """All versions, the shipped ones first."""
    return (*shipped().values(), *_loaded())


def standard_version(key: str, version: str) -> Standard:
    """The version a check was made by, whether or not it is in force. Raises KeyError if gone."""
    for one in every_version():
        if (one.key, one.version) == (key, version):
            return one
    raise KeyError(f"{key}@{version}")


def labels() -> dict[str, str]:
    """What each standard is called today, by key."""
    return {key: one.label for key, one in standards().items()}


def fitting(kind: str) -> list[Standard]:
    """The standards a site of this kind can be checked by."""
    return [one for one in standards().values() if not one.kinds or kind in one.kinds]
