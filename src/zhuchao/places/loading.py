"""Write what a district's folder says of places: divisions, sites, holidays, rule sets."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from django.db.models import F
from django.utils.translation import gettext as _

from zhuchao.access.policy import under
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.writing import Fact, Log
from zhuchao.places.models import Division, Holiday, RuleSet, Site
from zhuchao.places.settling import Settled, settle
from zhuchao.places.sheets import Fault
from zhuchao.places.site_journal import told
from zhuchao.places.tree import FILE, Node
from zhuchao.rules.flows import FLOWS

DIVISION_FIELDS = (
    "code",
    "official",
    "name",
    "kind",
    "parent_id",
    "path",
    "lon",
    "lat",
    "boundary",
)


LOADED = "site.loaded"
SITE_FIELDS = (
    "name", "kind", "level", "division_id", "address", "lon", "lat", "datum", "status", "hours",
    "equipment", "capacity", "opened_on",
)  # fmt: skip


def stored_faults(tree: Mapping[str, Node], rule_sets: Sequence[RuleSet]) -> Iterator[Fault]:
    """What the folder wants and what is stored already do not allow."""
    yield from _moves_refused(tree)
    for wanted in rule_sets:
        old = RuleSet.objects.filter(key=wanted.key, version=wanted.version, path="").first()
        if old and old.source != wanted.source:
            words = _("%(key)s %(version)s 已经载入而内容不同：规则只能出新版本，请换 version")
            why = words % {"key": wanted.key, "version": wanted.version}
            yield Fault(f"rules/{wanted.key}", 0, "version", why)


def _moves_refused(tree: Mapping[str, Node]) -> Iterator[Fault]:
    """Matters and their journal keep the path they began under, so what has any stays put."""
    stored = _stored(tree)
    for code, old in stored.items():
        node = tree.get(code)
        if node is None or node.path == old.path:
            continue
        row = node.line.row if node.line else 0
        below = [d for d in stored.values() if d is not old and d.path.startswith(old.path)]
        left = [d.name for d in below if d.code not in tree]
        if left:
            words = _("%(name)s 要换位置，但它下面的 %(left)s 不在文件里")
            why = words % {"name": old.name, "left": "、".join(left[:5])}
            yield Fault(FILE, row, "parent", why)
        told = Entry.objects.filter(under("division_path", [old.path]), subject_kind__in=FLOWS)
        if told.exists():
            why = _("%(name)s 已有办件，不能换上级：请新设一个区划") % {"name": old.name}
            yield Fault(FILE, row, "parent", why)


def _stored(tree: Mapping[str, Node]) -> dict[str, Division]:
    """The stored divisions by code; the stored root stands for the wanted one, so that a district
    takes over from the blank one with all that hangs on it."""
    stored = {d.code: d for d in Division.objects.order_by("path")}
    root = next(iter(tree))
    former = next((d for d in stored.values() if d.parent_id is None), None)
    if former and root not in stored:
        stored[root] = stored.pop(former.code)
    return stored


def lay_divisions(
    log: Log, tree: Mapping[str, Node]
) -> tuple[dict[str, Division], Settled[Division]]:
    """Write the tree level by level; the divisions by code, and what was done."""
    by_code = _stored(tree)
    former = {d.pk: d.path for d in by_code.values()}
    for code, division in by_code.items():
        division.code = code
    total: Settled[Division] = Settled()
    for _depth, level in groupby(tree.values(), key=lambda n: n.path.count("/")):
        wanted = [_division(n, by_code) for n in level]
        done = settle(wanted, by_code.values(), lambda d: d.code, DIVISION_FIELDS)
        by_code |= {d.code: d for d in done.created}
        total.created += done.created
        total.changed += done.changed
        total.same += done.same
    _retell(log, {former[d.pk]: d.path for d in total.changed})
    for division in (*total.created, *total.changed):
        facets = {"code": division.code, "kind": division.kind, "official": int(division.official)}
        log.add(
            Fact(
                "division.loaded",
                ("division", division.pk),
                division.path,
                facets=facets,
                span=f"division:{division.pk}",
            )
        )
    return by_code, total


def _division(node: Node, by_code: Mapping[str, Division]) -> Division:
    return Division(
        code=node.code,
        official=node.official,
        name=node.name,
        kind=node.kind,
        parent=by_code[node.parent] if node.parent else None,
        path=node.path,
        lon=node.lon,
        lat=node.lat,
        boundary=node.boundary,
    )


def _retell(log: Log, moved: Mapping[str, str]) -> None:
    """A fresh version of every span that lies at a path that is no more."""
    gone = {old: new for old, new in moved.items() if old != new}
    for span in Span.objects.filter(division_path__in=gone).exclude(subject_kind="division"):
        log.add(
            Fact(
                span.verb,
                (span.subject_kind, span.subject_id),
                gone[span.division_path],
                organisation=span.organisation,
                headcount=span.headcount,
                quantity=span.quantity,
                unit=span.unit,
                facets=span.facets,
                span=span.id,
                valid_from=span.valid_from,
                valid_to=span.valid_to,
            )
        )


def lay_sites(log: Log, sites: Sequence[Site], by_code: Mapping[str, Division]) -> Settled[Site]:
    """Write the sites, each into its division; what the desk wrote since the last load stands."""
    paths = {d.pk: str(d.path) for d in by_code.values()}
    for site in sites:
        site.division = by_code[site.division.code]
    touched = Span.objects.filter(subject_kind="site").exclude(verb=LOADED)
    own = set(touched.values_list("subject_id", flat=True))
    stored = list(Site.objects.select_related("division"))
    desks = {s.code for s in stored if s.pk in own}
    wanted = [s for s in sites if s.code not in desks]
    done = settle(wanted, stored, lambda s: s.code, SITE_FIELDS)
    done.same += len(sites) - len(wanted)
    Site.objects.filter(pk__in=[s.pk for s in done.changed]).update(version=F("version") + 1)
    for site in (*done.created, *done.changed):
        log.add(told(LOADED, site, paths[site.division_id]))
    return done


def lay_holidays(log: Log, days: Sequence[Holiday], root: Division) -> Settled[Holiday]:
    """Write the days that differ from the national calendar."""
    fields = ("working", "name", "basis", "completes_year")
    done = settle(days, Holiday.objects.all(), lambda h: h.day, fields)
    for day in (*done.created, *done.changed):
        facets = {"day": day.day.isoformat(), "working": int(day.working)}
        log.add(Fact("holiday.loaded", ("holiday", day.pk), root.path, facets=facets))
    return done


def lay_rule_sets(log: Log, sets: Sequence[RuleSet], root: Division) -> Settled[RuleSet]:
    """Write the new versions; one that is stored already is never changed."""
    done = settle(sets, RuleSet.objects.all(), lambda r: (r.key, r.version, r.path), ())
    for rules in done.created:
        facets = {"key": rules.key, "version": rules.version}
        log.add(
            Fact(
                "rules.loaded",
                ("rules", rules.pk),
                root.path,
                facets=facets,
                valid_from=rules.in_force_from,
                valid_to=rules.in_force_to,
            )
        )
    return done
