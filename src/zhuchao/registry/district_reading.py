"""Organisations, categories and duties of a district's folder, as unsaved rows."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args

from django.utils.translation import gettext as _

from zhuchao.places.models import Division
from zhuchao.places.sheets import Folder, Line
from zhuchao.places.tree import Node
from zhuchao.registry.kinds import ORGANISATION_KINDS, POSITIONS
from zhuchao.registry.models import Category, Duty, Organisation
from zhuchao.rules.flows import FLOWS
from zhuchao.rules.ruleset import Urgency

MOST_LEVELS = 3
"""Levels of categories (domain.md §2)."""

Key = tuple[str, str]


def read_organisations(folder: Folder, tree: Mapping[str, Node]) -> dict[str, Organisation]:
    """The organisations by code, their division standing in only by its code."""
    seen: dict[str, Line] = {}
    found: dict[str, Organisation] = {}
    needed, known = ("code", "name", "kind", "division"), ("phone", "valid_from", "valid_to")
    for line in folder.lines("organisations.csv", needed, known):
        code = line.needed("code", 40)
        if folder.once(seen, code, line, "code"):
            since, until = _dates(line)
            found[code] = Organisation(
                code=code,
                name=line.needed("name", 80),
                kind=line.one_of("kind", dict(ORGANISATION_KINDS)),
                division=Division(code=line.one_of("division", tree)),
                phone=line.text("phone", 30),
                valid_from=since,
                valid_to=until,
            )
    return found


def _dates(line: Line) -> tuple[date | None, date | None]:
    since, until = line.day("valid_from"), line.day("valid_to")
    if since and until and until < since:
        line.wrong("valid_to", _("早于 valid_from"))
    return since, until


def read_categories(folder: Folder) -> dict[Key, Category]:
    """The categories by kind and code, in the order written."""
    seen: dict[Key, Line] = {}
    found: dict[Key, Category] = {}
    needed, known = ("kind", "code", "name"), ("parent", "keywords", "urgency")
    for line in folder.lines("categories.csv", needed, known):
        kind, code = line.one_of("kind", FLOWS), line.needed("code", 40)
        if folder.once(seen, (kind, code), line, "code"):
            found[kind, code] = Category(
                kind=kind,
                code=code,
                name=line.needed("name", 40),
                parent=line.text("parent"),
                keywords=[w.strip() for w in line.text("keywords").split("|") if w.strip()],
                urgency=_urgency(line),
                order=len(found),
            )
    for key, line in seen.items():
        for why in _parent_faults(found, key):
            line.wrong("parent", why)
    return found


def _urgency(line: Line) -> str:
    given = line.text("urgency")
    return line.one_of("urgency", get_args(Urgency)) if given else "general"


def _parent_faults(found: Mapping[Key, Category], key: Key) -> Iterator[str]:
    kind, code = key
    levels = 1
    while parent := found[kind, code].parent:
        if (kind, parent) not in found:
            yield _("没有这个上级类别：%(code)s") % {"code": parent}
            return
        code, levels = parent, levels + 1
        if levels > MOST_LEVELS:
            yield _("类别最多 %(most)s 级") % {"most": MOST_LEVELS}
            return


def read_duties(
    folder: Folder,
    tree: Mapping[str, Node],
    organisations: Mapping[str, Organisation],
    categories: Mapping[Key, Category],
) -> list[Duty]:
    """The duty rows, division and organisation standing in only by their codes."""
    seen: dict[tuple[object, ...], Line] = {}
    found = []
    needed = ("item", "kind", "category", "division", "position", "organisation", "valid_from")
    for line in folder.lines("duties.csv", needed, ("basis", "valid_to")):
        duty = _duty(line, tree, organisations)
        if duty.category and (duty.kind, duty.category) not in categories:
            line.wrong("category", _("没有这个类别：%(category)s") % {"category": duty.category})
        if folder.once(seen, _what(duty), line, "item"):
            found.append(duty)
    return found


def _duty(line: Line, tree: Mapping[str, Node], organisations: Mapping[str, Organisation]) -> Duty:
    line.needed("valid_from")
    since, until = _dates(line)
    return Duty(
        item=line.needed("item", 80),
        kind=line.one_of("kind", FLOWS) if line.text("kind") else "",
        category=line.text("category", 40),
        division=Division(code=line.one_of("division", tree)),
        position=line.one_of("position", dict(POSITIONS)),
        organisation=Organisation(code=line.one_of("organisation", organisations)),
        basis=line.text("basis", 120),
        valid_from=since or date.max,
        valid_to=until,
    )


def _what(duty: Duty) -> tuple[object, ...]:
    """What may stand in the list once: several assists for one thing, one of everything else."""
    who = duty.organisation.code if duty.position == "assist" else ""
    return (duty.kind, duty.category, duty.division.code, duty.position, who, duty.valid_from)
