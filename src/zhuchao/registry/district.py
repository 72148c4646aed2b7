"""Load a district from its folder: all of it is checked first, then written in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuchao.access.policy import demand
from zhuchao.access.scope import Scope, system
from zhuchao.journal.writing import Fact, Log, writing
from zhuchao.places.loading import (
    lay_divisions,
    lay_holidays,
    lay_rule_sets,
    lay_sites,
    stored_faults,
)
from zhuchao.places.memory import changed
from zhuchao.places.models import Division, Holiday, RuleSet, Site
from zhuchao.places.reading import read_head, read_holidays, read_rule_sets, read_sites
from zhuchao.places.settling import Settled
from zhuchao.places.sheets import Fault, Folder
from zhuchao.places.tree import Node, read_tree
from zhuchao.registry.district_loading import (
    give_way,
    lay_categories,
    lay_duties,
    lay_organisations,
)
from zhuchao.registry.district_reading import read_categories, read_duties, read_organisations
from zhuchao.registry.models import Category, Duty, Organisation

SHIPPED = Path(str(files("zhuchao"))) / "districts"
"""The districts that come with the platform: blank and demo."""


@dataclass(frozen=True)
class Part:
    """What a room above adds to the folder: how its rows are read, and written in the same load."""

    name: str
    read: Callable[[Folder], list[Any]]
    lay: Callable[[Log, list[Any], Division], Settled[Any]]


@dataclass
class District:
    """A folder read: unsaved rows that refer to each other by code, and every fault."""

    tree: dict[str, Node] = field(default_factory=dict)
    sites: list[Site] = field(default_factory=list)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    categories: dict[tuple[str, str], Category] = field(default_factory=dict)
    duties: list[Duty] = field(default_factory=list)
    holidays: list[Holiday] = field(default_factory=list)
    rule_sets: list[RuleSet] = field(default_factory=list)
    parts: list[tuple[Part, list[Any]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """What a load did (or would do), by table; or the faults, and then nothing was done."""

    faults: tuple[Fault, ...]
    counts: dict[str, dict[str, int]]

    @property
    def touched(self) -> bool:
        """Whether anything is new or different."""
        return any(c["created"] or c["changed"] for c in self.counts.values())


class _Undone(Exception):
    """Takes back a transaction that was only to be counted, or that changed nothing."""


def read_district(path: Path, parts: Sequence[Part] = ()) -> District:
    """Read a folder (docs/districts.md says what it may hold); nothing is written."""
    folder = Folder(path)
    head = read_head(folder)
    if head is None:
        return District(faults=folder.faults)
    tree = read_tree(folder, head)
    organisations = read_organisations(folder, tree)
    categories = read_categories(folder)
    return District(
        tree,
        read_sites(folder, tree),
        organisations,
        categories,
        read_duties(folder, tree, organisations, categories),
        read_holidays(folder),
        read_rule_sets(folder),
        [(part, part.read(folder)) for part in parts],
        folder.faults,
    )


def load_district(
    scope: Scope, path: Path, *, parts: Sequence[Part] = (), dry_run: bool = False
) -> Report:
    """Load a folder: what is new is made, what differs is changed, nothing is removed.

    With any fault, or in a dry run, nothing is written. Authority is never given: accounts get
    it by `appoint` alone. Raises Refused unless an administrator of the whole district (or a
    named job) loads.
    """
    demand(
        scope.system or _over_everything(scope), _(_("只有管辖全区的系统管理员可以载入区划资料"))
    )
    district = read_district(path, parts)
    found = district.faults or list(stored_faults(district.tree, district.rule_sets))
    if found:
        return Report(tuple(found), {})
    counts: dict[str, dict[str, int]] = {}
    try:
        with writing(scope.who) as log:
            counts = _lay(scope, log, district)
            if dry_run or not log.facts:
                raise _Undone
            changed()
    except _Undone:
        return Report((), counts)
    return Report((), counts)


def _over_everything(scope: Scope) -> bool:
    roots = Division.objects.filter(parent=None).values_list("path", flat=True)
    return set(roots) <= set(scope.paths("administrator")) if roots else False


def _lay(scope: Scope, log: Log, district: District) -> dict[str, dict[str, int]]:
    code = next(iter(district.tree))
    taken_over = Division.objects.filter(parent=None).exclude(code=code).exists()
    by_code, divisions = lay_divisions(log, district.tree)
    root = by_code[code]
    if taken_over:
        give_way(log, district.categories, root)
    sites = lay_sites(log, district.sites, by_code)
    offices, organisations = lay_organisations(log, district.organisations, by_code)
    categories = lay_categories(log, district.categories.values(), root)
    duties = lay_duties(scope, log, district.duties, by_code, offices)
    done: dict[str, Any] = {
        "divisions": divisions,
        "sites": sites,
        "organisations": organisations,
        "categories": categories,
        "duties": duties,
        "holidays": lay_holidays(log, district.holidays, root),
        "rules": lay_rule_sets(log, district.rule_sets, root),
        **{part.name: part.lay(log, rows, root) for part, rows in district.parts},
    }
    if log.facts:
        log.add(Fact("district.loaded", ("division", root.pk), root.path))
    return {name: settled.counts for name, settled in done.items()}


def load_blank() -> None:
    """The smallest district, so that an empty home can take matters; nothing where one is."""
    if not Division.objects.exists():
        load_district(system("first_start"), SHIPPED / "blank")
