"""`zhuchao journal seal|verify|export|rebuild-spans`: close, prove, hand out and repair."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuchao.journal.leases import LeaseTaken
from zhuchao.journal.proof import NoSuchSegments, export
from zhuchao.journal.rows import Busy
from zhuchao.journal.sealing import Tampered, seal
from zhuchao.journal.spans import rebuild_spans
from zhuchao.journal.verifying import Report, verify


class Command(BaseCommand):
    """The four things an operator does with the journal."""

    help = _("封存、校验、导出日志")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand each; all take --json."""
        todo = parser.add_subparsers(dest="todo", required=True, metavar="TODO")
        lines = {
            "seal": _("把尚未封存的记录封成一段"),
            "verify": _("校验全部记录，发现改动时退出码为 1"),
            "export": _("导出若干段及其校验值，供外部核对"),
            "rebuild-spans": _("按日志重建当前有效记录"),
        }
        parsers = {name: todo.add_parser(name, help=line) for name, line in lines.items()}
        for sub in parsers.values():
            sub.add_argument("--json", action="store_true")
        parsers["export"].add_argument("--from", dest="first", type=int, metavar="N")
        parsers["export"].add_argument("--to", dest="last", type=int, metavar="N")
        parsers["export"].add_argument("-o", "--output", type=Path, required=True, metavar="FILE")

    def handle(self, *, todo: str, **options: Any) -> None:
        """Do it; exit 1 when the journal does not hold or the work was refused."""
        work: dict[str, Callable[[dict[str, Any]], None]] = {
            "seal": self._seal,
            "verify": self._verify,
            "export": self._export,
            "rebuild-spans": self._rebuild,
        }
        work[todo](options)

    def _tell(self, options: dict[str, Any], document: dict[str, Any], words: str) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False) if options["json"] else words)

    def _seal(self, options: dict[str, Any]) -> None:
        try:
            made = seal()
        except LeaseTaken as error:
            raise CommandError(_("另一个进程正在封存：%(who)s") % {"who": error}) from error
        except Tampered as error:
            raise CommandError(_("拒绝封存：%(why)s") % {"why": error}) from error
        except Busy as error:
            raise CommandError(_("数据库一直有写入，请稍后再试")) from error
        sealed = sum(header.entries for header in made)
        document = {"sealed": sealed, "segments": [header.number for header in made]}
        words = _("已封存 %(n)s 条") % {"n": sealed} if made else _("没有待封存的记录")
        self._tell(options, document, words)

    def _verify(self, options: dict[str, Any]) -> None:
        report = verify(progress=self._progress)
        self._tell(options, asdict(report), _report(report))
        if not report.ok:
            sys.exit(1)

    def _progress(self, done: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(_("已校验 %(n)s 条") % {"n": done}, ending="\r")

    def _export(self, options: dict[str, Any]) -> None:
        try:
            n = export(options["output"], options["first"], options["last"])
        except NoSuchSegments as error:
            raise CommandError(_("没有第 %(range)s 段") % {"range": error}) from error
        except OSError as error:
            raise CommandError(_("导出失败：%(why)s") % {"why": error}) from error
        path = str(options["output"])
        words = _("已导出 %(n)s 段到 %(path)s") % {"n": n, "path": path}
        self._tell(options, {"segments": n, "file": path}, words)

    def _rebuild(self, options: dict[str, Any]) -> None:
        try:
            n = rebuild_spans()
        except Busy as error:
            raise CommandError(_("数据库一直有写入，请稍后再试")) from error
        self._tell(options, {"spans": n}, _("已重建 %(n)s 条") % {"n": n})


def _report(report: Report) -> str:
    counted = _("共 %(entries)s 条，已封存 %(segments)s 段，待封存 %(unsealed)s 条") % {
        "entries": report.entries,
        "segments": report.segments,
        "unsealed": report.unsealed,
    }
    if report.first_bad is None:
        return _("日志完整。%(counted)s") % {"counted": counted}
    place = "{where} {id}: {why}".format(**report.first_bad)
    return _("日志有改动：%(place)s。%(counted)s") % {"place": place, "counted": counted}
