"""`zhuchao keys rotate`: seal every identity anew with a fresh key."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.rotation import interrupted, rotate
from zhuchao.access.scope import system
from zhuchao.journal.keys import key_file, keyring


class Command(BaseCommand):
    """Runs beside the server: what it has not reached yet stays readable by its old key."""

    help = _("轮换身份信息的加密密钥：keys rotate")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one thing to do with keys."""
        parser.add_argument("action", choices=["rotate"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *, action: str, **options: Any) -> None:
        """Rotate, or finish what was cut off; exit 1 when a row cannot be read."""
        if interrupted():
            self.stderr.write(_("上次轮换中断了，继续做完"))
        try:
            rows = rotate(system("keys"), self._progress)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            self.stdout.write(json.dumps({"key": keyring().current, "rows": rows}))
        else:
            self._tell(rows)

    def _progress(self, done: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done}", ending="")

    def _tell(self, rows: int) -> None:
        told = {"key": keyring().current, "rows": rows, "file": key_file()}
        self.stdout.write(_("已用第 %(key)s 号密钥重新加密 %(rows)s 条身份信息") % told)
        self.stdout.write(_("请另行备份密钥文件 %(file)s：旧备份仍需要其中的旧密钥") % told)
