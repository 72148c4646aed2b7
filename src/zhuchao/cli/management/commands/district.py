"""`zhuchao district load DIR [--dry-run] [--json]`: what a district is made of, from its folder."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuchao.access.scope import system
from zhuchao.marks.loading import STANDARDS
from zhuchao.matters.kinds.dispute.loading import SERVICES
from zhuchao.registry.district import Report, load_district

TABLES = {
    "divisions": gettext_noop("区划"),
    "sites": gettext_noop("站点"),
    "organisations": gettext_noop("单位"),
    "categories": gettext_noop("类别"),
    "duties": gettext_noop("职责"),
    "holidays": gettext_noop("假日"),
    "rules": gettext_noop("规则"),
    "standards": gettext_noop("标准"),
    "mediation_services": gettext_noop("调解服务"),
}


class Command(BaseCommand):
    """All faults are told at once, by file, row and column; with any of them nothing is written."""

    help = _("载入一个区的区划、规则、职责和标准")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb so far."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help=_("载入文件夹，重复载入只改有变化的"))
        load.add_argument("folder", metavar="DIR", type=Path)
        load.add_argument("--dry-run", action="store_true", help=_("只检查和计数，不写入"))
        load.add_argument("--json", action="store_true")

    def handle(self, *, folder: Path, dry_run: bool, **options: Any) -> None:
        """Load and report; exit 1 when the folder is at fault."""
        report = load_district(
            system("district"), folder, parts=[STANDARDS, SERVICES], dry_run=dry_run
        )
        if options["json"]:
            faults = [fault.as_dict() for fault in report.faults]
            self.stdout.write(json.dumps({**report.counts, "faults": faults}, ensure_ascii=False))
        else:
            self._tell(report, dry_run)
        if report.faults:
            words = _("共 %(count)s 处有误，没有载入任何内容") % {"count": len(report.faults)}
            raise CommandError(words)

    def _tell(self, report: Report, dry_run: bool) -> None:
        for fault in report.faults:
            self.stderr.write(str(fault))
        for table, counts in report.counts.items():
            words = _("%(table)s：新增 %(created)s，变更 %(changed)s，未变 %(same)s")
            self.stdout.write(words % {"table": _(TABLES[table]), **counts})
        if dry_run and not report.faults:
            self.stdout.write(_("只是试算，没有写入"))
