"""Channels of tests, and a deliverer that dies: run as a program with where it shall die."""

import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import UUID


class Message(NamedTuple):
    """What a channel was given."""

    id: UUID
    to: str
    subject: str
    body: str


@dataclass
class Box:
    """Keeps what it is given."""

    messages: list[Message] = field(default_factory=list)

    def send(self, message_id: UUID, to: str, subject: str, body: str) -> None:
        """Keep it."""
        self.messages.append(Message(message_id, to, subject, body))


def die() -> None:
    """End without a word, as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Deadly:
    """Writes to a spool and dies with its third message, before or after it went out."""

    spool: Path
    moment: str
    sent: int = 0

    def send(self, message_id: UUID, to: str, subject: str, body: str) -> None:
        """Send, or die."""
        from zhuchao.access.channels import Spool

        self.sent += 1
        if self.sent == 3 and self.moment == "claimed":
            die()
        Spool(self.spool).send(message_id, to, subject, body)
        if self.sent == 3 and self.moment == "sent":
            die()


def main(moment: str, spool: str) -> None:
    """Deliver by the deadly channel; with moment "never" it lives."""
    import django

    django.setup()
    from zhuchao.access.notices import deliver

    deliver(ways={"console": Deadly(Path(spool), moment)})


if __name__ == "__main__":
    main(*sys.argv[1:])
