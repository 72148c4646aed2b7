"""Reference data (divisions, rules, duties, offices) kept in each process until its stamp moves."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from zhuchao.places.models import Stamp

T = TypeVar("T")
REFERENCE = "reference"
_seen: ContextVar[list[int] | None] = ContextVar("seen", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Look at the stamp once at most inside this block: a request, an import."""
    token = _seen.set([])
    try:
        yield
    finally:
        _seen.reset(token)


def stamp() -> int:
    """The current count; one statement, or none when this block looked already."""
    seen = _seen.get()
    if seen:
        return seen[0]
    value = Stamp.objects.filter(name=REFERENCE).values_list("value", flat=True).first() or 0
    if seen is not None:
        seen.append(value)
    return value


def changed() -> None:
    """Tell every process that reference data changed; call it inside the changing action.

    The stamp is random, not counted: a value that was rolled back never comes again.
    """
    value = secrets.randbits(62)
    if not Stamp.objects.filter(name=REFERENCE).update(value=value):
        Stamp.objects.create(name=REFERENCE, value=value)
    seen = _seen.get()
    if seen:
        seen.clear()


class Remembered(Generic[T]):
    """A value loaded from reference data and kept until the stamp moves."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._kept: tuple[int, T] | None = None

    def __call__(self) -> T:
        """The value as of the current stamp."""
        current = stamp()
        if self._kept is None or self._kept[0] != current:
            self._kept = (current, self._load())
        return self._kept[1]
