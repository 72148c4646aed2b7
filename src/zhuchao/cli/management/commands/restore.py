"""`zhuchao restore FILE [--force]`: a backup into an empty home."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from zhuchao.cli.restoring import restore


class Command(BaseCommand):
    """Checks the whole archive first; the keys are put in by hand."""

    help = _("把备份恢复到空目录")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which archive, and whether what is there may be replaced."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--force", action="store_true", help=_("替换已有内容（先自动备份到 backups 目录）")
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *, file: Path, force: bool, **options: Any) -> None:
        """Restore, then say what is left to do by hand."""
        manifest = restore(file, force=force)
        keys = Path(settings.ZHUCHAO_HOME) / "keys.json"
        if options["json"]:
            answer = {"made_at": manifest.made_at, "version": manifest.version}
            self.stdout.write(json.dumps({**answer, "keys_present": keys.exists()}))
            return
        self.stdout.write(_("已恢复 %s 的备份") % manifest.made_at)
        if not keys.exists():
            self.stderr.write(_("请把另行保管的 keys.json 放到 %s（权限 0600）") % keys)
        self.stderr.write(_("然后运行 zhuchao journal verify 校验日志，再运行 zhuchao up"))
