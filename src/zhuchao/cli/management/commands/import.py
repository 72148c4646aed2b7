"""`zhuchao import KIND FILE`: matters, or a register, from a table somebody else kept."""  # noqa: N999 (the command is called so)

import gc
import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuchao.access.scope import system
from zhuchao.cli.registers import ANSWERS, import_register
from zhuchao.matters.importing import FIELDS, NEEDED, Plan, Report, import_messages
from zhuchao.places.atlas import atlas
from zhuchao.registry.imports.kinds import KINDS
from zhuchao.text.tables import Table, Unreadable, read_table

BAR = 30


class Command(BaseCommand):
    """Messages: broken rows are told, the rest still comes in. Registers: all or nothing."""

    help = _("从表格批量导入办件或名册")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to import, from which columns, and how strictly."""
        parser.add_argument("kind", choices=["messages", *KINDS])
        parser.add_argument("file", metavar="FILE", type=Path, help=_("CSV 或 Excel 工作簿"))
        fields = "，".join(f"{name}（{_(label)}）" for name, label in FIELDS.items())
        parser.add_argument(
            "--map",
            metavar="id=…,text=…",
            help=_("办件必写，字段=列名：%s；名册写 列名=字段，没写的列自己认") % fields,
        )
        parser.add_argument("--division", default="", metavar="CODE", help=_("都放到这个区划"))
        parser.add_argument("--external-system", default="12345", help=_("外部编号来自哪里"))
        parser.add_argument("--dry-run", action="store_true", help=_("只检查和计数，不写入"))
        parser.add_argument("--all-or-nothing", action="store_true", help=_("有一行不行就都不要"))
        parser.add_argument("--sheet", default="", help=_("名册：读哪个工作表"))
        parser.add_argument("--sound-only", action="store_true", help=_("名册：只导入没有错的行"))
        parser.add_argument(
            "--duplicates", choices=ANSWERS, default="ask", help=_("名册：可能重复的行怎么办")
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *, file: Path, **options: Any) -> None:
        """Import and report; exit 2 for a wrong map, 1 when all or nothing became nothing."""
        if options["kind"] != "messages":
            import_register({"file": file, **options}, self.stdout, self.stderr)
            return
        if options["map"] is None:
            raise CommandError(_("导入办件要写 --map"), returncode=2)
        try:
            table = read_table(file)
        except Unreadable as error:
            why = _(error.words) % {"given": error.given}
            raise CommandError(f"{file}：{why}", returncode=2) from error
        if options["division"] and options["division"] not in atlas().by_code:
            message = _("没有这个区划代码：%s") % options["division"]
            raise CommandError(message, returncode=2)
        plan = Plan(
            columns=_columns(options["map"], table),
            division=options["division"],
            external_system=options["external_system"],
            dry_run=options["dry_run"],
            all_or_nothing=options["all_or_nothing"],
        )
        # Rows make many objects and hardly a cycle; looking for one all the time costs a tenth.
        gc.set_threshold(50_000)
        report = import_messages(
            system("import"), table, plan, progress=_bar(len(table.rows), options["json"])
        )
        self._tell(report, plan, as_json=options["json"])

    def _tell(self, report: Report, plan: Plan, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False))
        else:
            for one in report.rejected:
                words = _("第 %(row)s 行 %(column)s 列：%(why)s")
                self.stderr.write(words % asdict(one))
            words = _("读取 %(read)s 行，新增 %(created)s 件，早已导入 %(existing)s 件")
            self.stdout.write(words % asdict(report))
        if report.rejected and plan.all_or_nothing:
            raise CommandError(_("有 %s 行不能导入，因此一件也没有导入") % len(report.rejected))


def _columns(text: str, table: Table) -> dict[str, str]:
    """The map as written, checked against fields and header."""
    found: dict[str, str] = {}
    for pair in filter(None, text.split(",")):
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or name not in FIELDS:
            words = {"pair": pair, "fields": "、".join(FIELDS)}
            raise _usage(_("--map 里的“%(pair)s”应写成 字段=列名，字段可用：%(fields)s") % words)
        if column not in table.columns:
            words = {"column": column, "columns": "、".join(filter(None, table.columns))}
            raise _usage(_("没有“%(column)s”这一列。表里有：%(columns)s") % words)
        found[name] = column
    if missing := [name for name in NEEDED if name not in found]:
        words = {"fields": "、".join(missing), "columns": "、".join(filter(None, table.columns))}
        raise _usage(_("--map 还缺 %(fields)s。表里有：%(columns)s") % words)
    return found


def _usage(message: str) -> CommandError:
    return CommandError(message, returncode=2)


def _bar(total: int, quiet: bool) -> Any:
    """A progress bar where somebody looks."""

    def show(done: int) -> None:
        full = BAR * done // max(total, 1)
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{'█' * full}{'·' * (BAR - full)} {done}/{total}{end}")
        sys.stderr.flush()

    return show if sys.stderr.isatty() and not quiet else lambda done: None
