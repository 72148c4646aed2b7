"""A named duty that one process of one machine holds at a time, given back or running out."""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from zhuchao.journal.clock import now
from zhuchao.journal.models import Lease


class LeaseTaken(RuntimeError):
    """Somebody else holds the duty now."""


@dataclass(frozen=True)
class Held:
    """A duty in our hands."""

    name: str
    holder: str
    seconds: int

    def confirm(self) -> None:
        """Hold on for as long again. Raises LeaseTaken when it ran out and another took it.

        Called inside a transaction it locks the row, so nobody takes over before the commit.
        """
        mine = Lease.objects.filter(name=self.name, holder=self.holder)
        if not mine.update(until=now() + timedelta(seconds=self.seconds)):
            raise LeaseTaken(self.name)


@contextmanager
def lease(name: str, seconds: int) -> Iterator[Held]:
    """Hold the duty `name` for at most `seconds` and give it back at the end.

    Raises LeaseTaken at once, naming the holder, when another process has it.
    """
    held = Held(name, f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(8)}", seconds)
    row, _ = Lease.objects.get_or_create(name=name, defaults={"holder": "", "until": now()})
    free = Lease.objects.filter(name=name, until__lte=now())
    if not free.update(holder=held.holder, until=now() + timedelta(seconds=seconds)):
        raise LeaseTaken(f"{name}: {row.holder}")
    try:
        yield held
    finally:
        Lease.objects.filter(name=name, holder=held.holder).update(until=now())
