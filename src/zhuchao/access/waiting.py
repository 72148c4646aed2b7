"""What waits for somebody today in the rooms of the house; the desk shows it beside the matters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zhuchao.access.scope import Scope


@dataclass(frozen=True)
class Waiting:
    """So many things that somebody should see to, and where they stand."""

    to: str
    count: int
    label: str
    tone: str = "waiting"


SOURCES: list[Callable[[Scope], Iterable[Waiting]]] = []
"""One of each room that has something to say; filled by `web`, which knows the rooms."""


def waiting(scope: Scope) -> list[Waiting]:
    """Whatever waits for a scope; nothing that is nothing."""
    return [one for source in SOURCES for one in source(scope) if one.count]
