"""The duty table as the desk reads it: rows that hold today, what is missing, what contradicts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuchao.journal.clock import local_day, now
from zhuchao.places.atlas import Area, atlas
from zhuchao.registry.duty_gaps import Place, gaps
from zhuchao.registry.kinds import POSITIONS, SEVERAL
from zhuchao.registry.routing import Row, desk, route
from zhuchao.rules.flows import FLOWS

MOST_FINDINGS = 60


@dataclass(frozen=True)
class DutyFilter:
    """What the table is narrowed to; `words` are looked for in item, basis and office."""

    kind: str = ""
    category: str = ""
    division: str = ""
    office: int | None = None
    words: str = ""


@dataclass(frozen=True)
class DutyLine:
    """One row in words."""

    id: int
    item: str
    kind: str
    category: str
    place: str
    position: str
    office: str
    basis: str
    since: str
    path: str


def duties_today(wanted: DutyFilter) -> list[DutyLine]:
    """The rows in force that fit, by place, kind and category; no statement beyond the stamp."""
    found = [d for d in _in_force() if _fits(d, wanted)]
    return [_line(d) for d in sorted(found, key=lambda d: (d.path, d.kind, d.category, d.position))]


def _in_force() -> list[Row]:
    """Rows that hold today and still tomorrow: one that ends today has had its successor."""
    today = local_day(now()).isoformat()
    return [d for d in desk().duties if d.valid_from <= today < d.valid_to]


def _fits(duty: Row, wanted: DutyFilter) -> bool:
    area = atlas().by_code.get(wanted.division)
    return (
        wanted.kind in ("", duty.kind)
        and wanted.category in ("", duty.category)
        and (area is None or duty.path.startswith(area.path))
        and wanted.office in (None, duty.organisation)
        and all(word in _haystack(duty) for word in wanted.words.split())
    )


def _haystack(duty: Row) -> str:
    return f"{duty.item} {duty.basis} {desk().offices[duty.organisation].name}"


def _line(duty: Row) -> DutyLine:
    return DutyLine(
        id=duty.id,
        item=duty.item,
        kind=_(FLOWS[duty.kind].label) if duty.kind in FLOWS else _("各种"),
        category=_category(duty.kind, duty.category),
        place=atlas().full_name(duty.path),
        position=_(dict(POSITIONS).get(duty.position, duty.position)),
        office=desk().offices[duty.organisation].name,
        basis=duty.basis,
        since=duty.valid_from,
        path=duty.path,
    )


def _category(kind: str, code: str) -> str:
    table = desk()
    label = next((lab for lab in table.labels if lab.code == code and kind in ("", lab.kind)), None)
    return label.name if label else code or _("全部类别")


@dataclass(frozen=True)
class Finding:
    """Something wrong with the table: what, and where; the form can be opened filled with it."""

    kind: str
    kind_label: str
    category: str
    category_label: str
    division: str
    place: str
    what: str


def holes() -> list[Finding]:
    """Kinds and categories for which nobody accepts or leads, at the highest place it is so."""
    return list(_cut(_holes()))


def system_gaps() -> list[Finding]:
    """The holes of the 1+1+N system (M26): no driver at all, no backstop in a street."""
    rows = (Place(d.kind, d.category, d.path, d.position, d.organisation) for d in _in_force())
    root = atlas().root
    streets = [a.path for a in atlas().areas if a.kind in ("street", "zone")]
    found = gaps(rows, streets) if root else []
    words = {"drive": _("没有牵头单位"), "backstop": _("没有兜底单位")}
    return [
        _finding(g.kind, g.category, atlas().by_path.get(g.path) or root, words[g.position])
        for g in found
        if g.what == "hole" and root
    ][:MOST_FINDINGS]


def _cut(found: Iterator[Finding]) -> Iterator[Finding]:
    for _number, finding in zip(range(MOST_FINDINGS), found, strict=False):
        yield finding


def _holes() -> Iterator[Finding]:
    root = atlas().root
    if root is None:
        return
    for kind in FLOWS:
        if route(kind, "", root.path).intake is None:
            yield _finding(kind, "", root, _("没有受理单位"))
        for label in desk().labels:
            if label.kind == kind and route(kind, label.code, root.path).lead is None:
                yield from _below(kind, label.code, root)


def _below(kind: str, category: str, root: Area) -> Iterator[Finding]:
    """Where nobody leads: the streets without one, or the whole district when none has one."""
    streets = [a for a in atlas().below(root.path) if a.kind in ("street", "zone")]
    without = [a for a in streets if route(kind, category, a.path).lead is None]
    for area in without if len(without) < len(streets) else [root]:
        yield _finding(kind, category, area, _("没有主办单位"))


def conflicts() -> list[Finding]:
    """Two offices for the same position of the same kind, category and place."""
    same: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for duty in _in_force():
        if duty.position not in SEVERAL:
            same[duty.kind, duty.category, duty.path, duty.position].append(duty)
    found = []
    for (kind, category, path, position), duties in same.items():
        names = [desk().offices[d.organisation].name for d in duties]
        if len(set(names)) > 1:
            place = atlas().by_path[path]
            what = _("%(position)s有两家：%(offices)s") % {
                "position": _(dict(POSITIONS)[position]),
                "offices": "、".join(names),
            }
            found.append(_finding(kind, category, place, what))
    return found[:MOST_FINDINGS]


def _finding(kind: str, category: str, area: Area, what: str) -> Finding:
    return Finding(
        kind=kind,
        kind_label=_(FLOWS[kind].label) if kind in FLOWS else _("各种"),
        category=category,
        category_label=_category(kind, category),
        division=area.code,
        place=area.name,
        what=what,
    )
