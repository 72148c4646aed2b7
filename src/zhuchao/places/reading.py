"""district.toml, sites, holidays and rule sets of a district's folder, as unsaved rows."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from zhuchao.places.models import Holiday, RuleSet, Site
from zhuchao.places.sheets import Fault, Folder, Line
from zhuchao.places.site_rows import SITE_COLUMNS, read_site
from zhuchao.places.tree import CODE, Head, Node
from zhuchao.rules.catalogue import shortcomings
from zhuchao.rules.ruleset_file import read_rule_set
from zhuchao.rules.toml import MalformedError, Table

HEAD = "district.toml"


def read_head(folder: Folder) -> Head | None:
    """What district.toml says; None, with a fault noted, when it cannot be used."""
    path = folder.path / HEAD
    if not path.is_file():
        folder.faults.append(
            Fault(HEAD, 0, "", _("文件夹里没有这个文件：%(folder)s") % {"folder": folder.path})
        )
        return None
    try:
        return _head(folder, Table.read(path.read_text("utf-8"), HEAD))
    except MalformedError as error:
        folder.faults.append(Fault(HEAD, 0, error.key, _(error.why)))
    except UnicodeDecodeError:
        folder.faults.append(Fault(HEAD, 0, "", _("文字编码应为 UTF-8")))
    return None


def _head(folder: Folder, table: Table) -> Head:
    name, root = table.take("name", str), table.take("root", str)
    if not 0 < len(name) <= 60:
        table.refuse("name", _("应为 1 至 60 个字"))
    if not CODE.fullmatch(root):
        table.refuse("root", _("只能用字母、数字、-、_，最多 20 个"))
    national = table.table("national")
    head = Head(name, root)
    if national.names():
        roots = national.take("roots", list)
        if not roots or not all(isinstance(r, str) and r.isdecimal() for r in roots):
            national.refuse("roots", _('应为国家代码的列表，如 ["340181"]'))
        source = folder.path / national.take("folder", str)
        head = Head(name, root, source, tuple(roots))
    national.close()
    table.close()
    return head


def read_sites(folder: Folder, tree: Mapping[str, Node]) -> list[Site]:
    """The sites, their division standing in only by its code."""
    seen: dict[str, Line] = {}
    sites = []
    for line in folder.lines("sites.csv", *SITE_COLUMNS):
        code = line.needed("code", 40)
        if folder.once(seen, code, line, "code"):
            sites.append(read_site(line, code, tree))
    return sites


def read_holidays(folder: Folder) -> list[Holiday]:
    """The days that differ from the national calendar, or belong to a year it does not know."""
    seen: dict[date, Line] = {}
    days = []
    for line in folder.lines(
        "holidays.csv", ("day", "working", "name"), ("basis", "completes_year")
    ):
        line.needed("day")
        day = line.day("day")
        if day and folder.once(seen, day, line, "day"):
            days.append(
                Holiday(
                    day=day,
                    working=line.flag("working"),
                    name=line.needed("name", 40),
                    basis=line.text("basis", 80),
                    completes_year=line.flag("completes_year"),
                )
            )
    return days


def read_rule_sets(folder: Folder) -> list[RuleSet]:
    """The rule sets in rules/*.toml, each in force in the whole district."""
    seen: set[tuple[str, str]] = set()
    found = []
    for path in sorted((folder.path / "rules").glob("*.toml")):
        file = f"rules/{path.name}"
        try:
            text = path.read_text("utf-8")
            rules = read_rule_set(text, file)
        except UnicodeDecodeError:
            folder.faults.append(Fault(file, 0, "", _("文字编码应为 UTF-8")))
            continue
        except MalformedError as error:
            folder.faults.append(Fault(file, 0, error.key, _(error.why)))
            continue
        folder.faults += (Fault(file, 0, key, _(why)) for key, why in shortcomings(rules))
        if (rules.key, rules.version) in seen:
            folder.faults.append(Fault(file, 0, "version", _("与另一个文件的版本重复")))
        seen.add((rules.key, rules.version))
        found.append(
            RuleSet(
                key=rules.key,
                version=rules.version,
                in_force_from=rules.in_force_from,
                in_force_to=rules.in_force_to,
                source=text,
            )
        )
    return found
