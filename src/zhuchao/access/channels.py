"""The ways out: one port, and behind it the console, e-mail, and a file that a gateway reads."""

import fcntl
import json
import os
import smtplib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _


class Undelivered(Exception):
    """A message did not go out. `final`: trying again would not help."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


class Channel(Protocol):
    """Sends one message. The id stays the same when a message goes out a second time."""

    def send(self, message_id: UUID, to: str, subject: str, body: str) -> None:
        """Return when it is accepted; raise Undelivered otherwise."""


class Console:
    """Prints, for development and for a machine without any way out."""

    def send(self, message_id: UUID, to: str, subject: str, body: str) -> None:
        """Write to standard error, where messages belong, with the receiver masked."""
        sys.stderr.write(f"[{message_id}] → {to[:3]}… {subject}\n{body}\n")


class Email:
    """The mail server of the settings."""

    def send(self, message_id: UUID, to: str, subject: str, body: str) -> None:
        """Send as plain text; mail programs drop a second copy by its Message-ID."""
        headers = {"Message-ID": f"<{message_id}@zhuchao>", "Auto-Submitted": "auto-generated"}
        try:
            EmailMessage(subject, body, to=[to], headers=headers).send()
        except smtplib.SMTPRecipientsRefused as error:
            raise Undelivered(_("邮件服务器不接受这个地址"), final=True) from error
        except OSError as error:
            raise Undelivered(type(error).__name__) from error


@dataclass(frozen=True)
class Spool:
    """Appends a JSON line to a file, from which the district's own gateway takes it."""

    file: Path

    def send(self, message_id: UUID, to: str, subject: str, body: str) -> None:
        """Return when the line is on the disk."""
        row = {"id": str(message_id), "to": to, "subject": subject, "body": body}
        try:
            with self.file.open("a", encoding="utf-8") as out:
                fcntl.flock(out, fcntl.LOCK_EX)
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise Undelivered(type(error).__name__) from error


@dataclass(frozen=True)
class Missing:
    """A way the operator has not set up."""

    variable: str

    def send(self, message_id: UUID, to: str, subject: str, body: str) -> None:
        """Refuse for good, naming the setting."""
        raise Undelivered(_("未配置发送通道：%(name)s") % {"name": self.variable}, final=True)


def channels() -> dict[str, Channel]:
    """The channels of this installation by name."""
    return {
        "console": Console(),
        "email": Email(),
        "sms": _outlet("ZHUCHAO_SMS", settings.ZHUCHAO_SMS),
        "webhook": _outlet("ZHUCHAO_WEBHOOK", settings.ZHUCHAO_WEBHOOK),
    }


def _outlet(variable: str, value: str) -> Channel:
    if not value:
        return Missing(variable)
    return Console() if value == "console" else Spool(Path(value))
