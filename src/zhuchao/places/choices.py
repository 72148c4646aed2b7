"""Divisions as select boxes offer them."""

from zhuchao.places.atlas import atlas
from zhuchao.places.memory import Remembered


def _load() -> list[tuple[str, str]]:
    found = atlas()
    return [(a.code, found.full_name(a.path)) for a in found.areas if a.kind != "grid"]


divisions: Remembered[list[tuple[str, str]]] = Remembered(_load)
"""Code and name of every division but the grids, each with the street it lies in; call it."""
