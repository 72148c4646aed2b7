"""`zhuchao backup -o FILE`: everything but the keys, in one file, while the platform serves."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from zhuchao.cli.archive import back_up


class Command(BaseCommand):
    """The key file is copied by hand, and kept apart from the backups it opens."""

    help = _("备份数据库和文件（不含密钥）")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the archive goes."""
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *, output: Path, **options: Any) -> None:
        """Write the archive; say how much it holds and which file is not in it."""
        if not output.parent.is_dir():
            raise CommandError(_("目录 %s 不存在") % output.parent)
        if not connection.introspection.table_names():
            raise CommandError(_("数据库还是空的，没有可备份的内容"))
        manifest = back_up(output)
        size = output.stat().st_size
        if options["json"]:
            known = {k: v for k, v in asdict(manifest).items() if k not in {"files", "migrations"}}
            answer = {**known, "file": str(output), "size": size, "files": len(manifest.files)}
            self.stdout.write(json.dumps(answer))
            return
        counts = {"file": output, "files": len(manifest.files), "size": f"{size / 1e6:.1f}"}
        self.stdout.write(_("%(file)s：%(files)s 个文件，%(size)s MB") % counts)
        keys = Path(settings.ZHUCHAO_HOME) / "keys.json"
        self.stderr.write(_("密钥不在备份里：请把 %s 另行保管，丢失后身份信息无法解开") % keys)
