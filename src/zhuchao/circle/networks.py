"""Which road network the pages use, kept in each process until its file is exchanged."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhuchao.roads.network import Network, network
from zhuchao.roads.roads import Roads
from zhuchao.roads.store import NAME, place, read
from zhuchao.rules.travel import shipped_travel

DEMO = "demo"
KEPT = 2
"""Networks a process remembers, each in every mode: the one in use and, once, the one before."""


@dataclass(frozen=True)
class Stored:
    """A network on disk: its file, and what changes whenever the file is exchanged."""

    name: str
    path: Path
    stamp: tuple[int, int, int]


def stored_network() -> Stored | None:
    """The network of ZHUCHAO_NETWORK; without one the demo's, else the first by name, else None.

    Raises roads.unusable.Unusable for a name that is no file name.
    """
    home: Path = settings.ZHUCHAO_HOME
    name = settings.ZHUCHAO_NETWORK or _first(home / "roads")
    if not name:
        return None
    path = place(home, name)
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return Stored(name, path, (found.st_ino, found.st_mtime_ns, found.st_size))


def roads_of(stored: Stored) -> Roads:
    """The roads themselves, with their attribution. Raises Unusable for a broken file."""
    return _roads(stored)


def network_of(stored: Stored, mode: str) -> Network:
    """The roads as a mode ("foot", "ebike") travels them. Raises Unusable for a broken file."""
    return _network(stored, mode)


def _first(folder: Path) -> str:
    names = sorted(p.name for p in folder.glob("*") if NAME.fullmatch(p.name) and p.is_file())
    return DEMO if DEMO in names else next(iter(names), "")


@lru_cache(maxsize=KEPT)
def _roads(stored: Stored) -> Roads:
    return read(stored.path)


@lru_cache(maxsize=2 * KEPT)
def _network(stored: Stored, mode: str) -> Network:
    return network(_roads(stored), shipped_travel().modes[mode])
