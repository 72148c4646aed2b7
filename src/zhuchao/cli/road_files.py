"""What the commands on roads read: networks, travel rules and points, with their refusals."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper
from django.utils.translation import gettext as _

from zhuchao.roads import points, store
from zhuchao.roads.network import Network, load_network
from zhuchao.roads.points import Points, read_points
from zhuchao.roads.roads import MODES
from zhuchao.roads.sheet import Sheet
from zhuchao.roads.snapping import FAR_M, Spots, snap
from zhuchao.roads.unusable import BadRows, Fault, Unusable
from zhuchao.rules.toml import MalformedError
from zhuchao.rules.travel import Travel, read_travel, shipped_travel
from zhuchao.text.tables import Unreadable, read_table

BAD_USAGE = 2
LISTED = 20


def home() -> Path:
    """Where the platform keeps its files."""
    return Path(settings.ZHUCHAO_HOME)


@contextmanager
def told(file: str = "") -> Iterator[None]:
    """Whatever is wrong with files, said in the reader's language; exit 2."""
    try:
        yield
    except BadRows as bad:
        lines = [_fault(bad.file, fault) for fault in bad.faults[:LISTED]]
        if (more := len(bad.faults) - LISTED) > 0:
            lines.append(_("另有 %(more)s 处") % {"more": more})
        raise CommandError("\n".join(lines), returncode=BAD_USAGE) from bad
    except (Unusable, Unreadable) as error:
        why = _(error.words) % {"given": error.given}
        raise CommandError(f"{file}：{why}" if file else why, returncode=BAD_USAGE) from error
    except MalformedError as error:
        message = f"{error.file}: {error.key}: {_(error.why)}"
        raise CommandError(message, returncode=BAD_USAGE) from error


def travel(file: Path | None) -> Travel:
    """The travel rules of a file, else the shipped ones."""
    if file is None:
        return shipped_travel()
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = _("读不了“%(file)s”：%(why)s") % {"file": file, "why": error}
        raise CommandError(message, returncode=BAD_USAGE) from error
    with told():
        return read_travel(text, file.name)


def add_network(parser: ArgumentParser) -> None:
    """The options that say which roads are travelled how, and how long."""
    parser.add_argument("--network", required=True, metavar="NAME", help=_("路网名称"))
    parser.add_argument("--minutes", type=positive, required=True, metavar="N", help=_("几分钟内"))
    parser.add_argument("--mode", choices=MODES, required=True)
    parser.add_argument(
        "--to-sites", action="store_true", help=_("从各处去站点，而不是从站点出发（单行道不同）")
    )
    parser.add_argument("--travel", type=Path, metavar="FILE.toml", help=_("另用的出行规则"))


def stored_network(options: dict[str, Any]) -> Network:
    """The network that is asked for, as the mode and direction asked for see it."""
    mode = travel(options["travel"]).modes[options["mode"]]
    with told():
        found = load_network(store.place(home(), options["network"]), mode)
    return found.turned if options["to_sites"] else found


def positive(text: str) -> float:
    """A number above 0, as an option."""
    return _between(text, float, 1e-9, inf)


def whole(text: str) -> int:
    """A whole number from 1, as an option."""
    return int(_between(text, int, 1, inf))


def hour(text: str) -> int:
    """A full hour of the day, as an option."""
    return int(_between(text, int, 0, 23))


def _between(text: str, kind: type[float], least: float, most: float) -> float:
    try:
        value = kind(text)
    except ValueError:
        value = None
    if value is None or not least <= value <= most or value == inf:
        raise ArgumentTypeError(_("应为数字，且不超出范围：%s") % text)
    return value


def table_of_points(file: Path, *, named: bool = True, priced: bool = False) -> Points:
    """The points in a CSV or a workbook."""
    with told(str(file)):
        table = read_table(file)
        columns = {
            column: [row[column] for _number, row in table.rows]
            for column in points.COLUMNS
            if column in table.columns
        }
        sheet = Sheet(file.name, columns, [number for number, _row in table.rows])
        return read_points(sheet, named=named, priced=priced)


def snapped(network: Network, read: Points, file: Path, stderr: OutputWrapper) -> Spots:
    """The points on the road; those too far from any are named."""
    spots = snap(network, read.lon, read.lat)
    off = [name for name, on in zip(read.ids, spots.on, strict=True) if not on]
    if off:
        words = _("“%(file)s”中有 %(count)s 个点离可走的道路超过 %(far)s 米，不计：%(ids)s")
        shown = "、".join(off[:LISTED]) + ("……" if len(off) > LISTED else "")
        named = {"file": file, "count": len(off), "far": f"{FAR_M:.0f}", "ids": shown}
        stderr.write(words % named)
    return spots


def _fault(file: str, fault: Fault) -> str:
    why = _(fault.words) % {"given": fault.given}
    named = {"file": file, "row": fault.row, "column": fault.column, "why": why}
    return _("%(file)s 第 %(row)s 行 %(column)s 列：%(why)s") % named
