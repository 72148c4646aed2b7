"""`zhuchao issues find FILE`: what many people write about at once, hottest first."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhuchao.journal.clock import zone
from zhuchao.text.issues import Issue, find_issues
from zhuchao.text.labelled_file import NoSuchColumn
from zhuchao.text.message_file import Columns, Messages, read_messages
from zhuchao.text.tables import Unreadable

BAD_USAGE = 2
LISTED_ROWS = 20
SHOWN = 30
BAR = 30


class Command(BaseCommand):
    """Works on files alone: the database is neither read nor written."""

    help = _("从留言表中找出热点问题")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and its columns."""
        todo = parser.add_subparsers(dest="todo", required=True, metavar="TODO")
        find = todo.add_parser("find", help=_("把说同一处同一件事的留言归在一起，按热度排列"))
        find.add_argument("file", type=Path, metavar="FILE", help=_("CSV 或 Excel 文件"))
        needed = {
            "id": _("编号所在的列名"),
            "title": _("标题所在的列名"),
            "text": _("内容所在的列名"),
            "time": _("时间所在的列名"),
        }
        for name, line in needed.items():
            find.add_argument(f"--{name}", required=True, metavar="COL", help=line)
        find.add_argument("--votes", default="", metavar="COL", help=_("点赞数所在的列名"))
        find.add_argument("--user", default="", metavar="COL", help=_("留言人所在的列名"))
        find.add_argument("--json", action="store_true")

    def handle(self, *, file: Path, **options: Any) -> None:
        """Find and print; exit 1 when the file has no usable row, 2 on a wrong file or column."""
        names = {name: options[name] for name in ("id", "title", "text", "time", "votes")}
        read = _read(file, Columns(**names, author=options["user"]))
        self._tell_faults(read)
        if not read.messages:
            raise CommandError(_("“%(file)s”中没有可用的行") % {"file": file})
        self.stderr.write(_("正在读 %(n)s 条留言……") % {"n": len(read.messages)})
        found = find_issues(read.messages, progress=_bar(len(read.messages), options["json"]))
        document = [_row(issue) for issue in found]
        as_json = json.dumps(document, ensure_ascii=False)
        self.stdout.write(as_json if options["json"] else "\n".join(_table(found)))

    def _tell_faults(self, read: Messages) -> None:
        for fault in read.faults[:LISTED_ROWS]:
            why = _(fault.why.words) % {"given": fault.why.given}
            message = _("第 %(row)s 行 %(column)s 列：%(why)s")
            self.stderr.write(message % {"row": fault.row, "column": fault.column, "why": why})
        if len(read.faults) > LISTED_ROWS:
            more = len(read.faults) - LISTED_ROWS
            self.stderr.write(_("另有 %(more)s 处同样的问题") % {"more": more})


def _read(file: Path, columns: Columns) -> Messages:
    try:
        return read_messages(file, columns, zone())
    except Unreadable as error:
        why = _(error.words) % {"given": error.given}
        raise _misuse(_("读不了“%(file)s”：%(why)s") % {"file": file, "why": why}) from error
    except NoSuchColumn as error:
        message = _("“%(file)s”中没有“%(column)s”列。现有列：%(columns)s")
        named = {"file": file, "column": error.column, "columns": "、".join(error.columns)}
        raise _misuse(message % named) from error


def _misuse(message: str) -> CommandError:
    return CommandError(message, returncode=BAD_USAGE)


def _row(issue: Issue) -> dict[str, Any]:
    return {
        "rank": issue.rank,
        "heat": issue.heat,
        "title": issue.title,
        "place": issue.place,
        "from": _moment(issue.first),
        "to": _moment(issue.last),
        "ids": [m.id for m in issue.messages],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _table(found: list[Issue]) -> list[str]:
    """The hottest issues, one a line; the rest is counted."""
    if not found:
        return [_("没有两条以上说同一件事的留言")]
    lines = [_("名次　热度　条数　起止　地点　问题")]
    for issue in found[:SHOWN]:
        days = " ~ ".join(m.date().isoformat() for m in (issue.first, issue.last) if m)
        figures = f"{issue.rank:>3}  {issue.heat:>6.2f}  {len(issue.messages):>4}  {days}"
        lines.append(f"{figures}  {issue.place or '—'}  {' '.join(issue.title.split())}")
    if len(found) > SHOWN:
        lines.append(_("另有 %(more)s 个，见 --json") % {"more": len(found) - SHOWN})
    return lines


def _bar(total: int, quiet: bool) -> Callable[[int], None]:
    """A progress bar where somebody looks."""

    def show(done: int) -> None:
        full = BAR * done // max(total, 1)
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{'█' * full}{'·' * (BAR - full)} {done}/{total}{end}")
        sys.stderr.flush()

    return show if sys.stderr.isatty() and not quiet else lambda done: None
