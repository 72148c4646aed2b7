"""Sites with their freshness and plates, as lists and pages read them; through a scope."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.models import Account
from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.marks.models import Assessment, Mark
from zhuchao.marks.plates import valid_marks
from zhuchao.marks.policy import assessment_rule
from zhuchao.places.atlas import atlas
from zhuchao.places.freshness import in_state
from zhuchao.places.models import Site
from zhuchao.places.site_kinds import BY_KIND, GROUPS
from zhuchao.places.site_queries import Clock, has
from zhuchao.registry.models import Tie
from zhuchao.registry.site_policy import hosts, managed, role_on, visible_sites

PAGE = 20
COUNT_CAP = 1000
MOST_ENTRIES = 80


@dataclass(frozen=True)
class SiteFilters:
    """What the list is narrowed to; every field comes from the address."""

    group: str = ""
    kind: str = ""
    level: str = ""
    status: str = ""
    freshness: str = ""
    plate: str = ""
    """Key of a standard whose plate hangs there; "none": no plate at all."""
    division: str = ""
    equipment: tuple[str, ...] = ()
    state: str = ""
    """Open, closed or unknown at this moment."""
    mine: bool = False
    words: str = ""


@dataclass(frozen=True)
class SitePage:
    """A page of sites, keyed by id; only the first one counts, and no further than COUNT_CAP."""

    rows: list[Site]
    after: int | None
    count: int | None


def sites(scope: Scope, f: SiteFilters) -> QuerySet[Site]:
    """The visible sites that fit, in the order of their ids."""
    found = visible_sites(scope).filter(_narrow(f) & _narrow_moment(f))
    if f.mine:
        found = found.filter(managed(scope))
    if f.freshness:
        found = in_state(found.filter(status="open"), f.freshness)
    if f.plate:
        hung = valid_marks(local_day(now())).filter(site=OuterRef("pk"))
        found = found.filter(
            ~Exists(hung) if f.plate == "none" else Exists(hung.filter(standard=f.plate))
        )
    return found.order_by("pk")


def _narrow(f: SiteFilters) -> Q:
    narrow = Q()
    for name in ("kind", "level", "status"):
        if getattr(f, name):
            narrow &= Q(**{name: getattr(f, name)})
    if f.group:
        narrow &= Q(kind__in=[k.name for k in BY_KIND.values() if k.group == f.group])
    area = atlas().by_code.get(f.division)
    if area:
        narrow &= under("division__path", [area.path])
    for code in f.equipment:
        narrow &= has(code)
    for word in f.words.split():
        narrow &= Q(name__icontains=word) | Q(address__icontains=word) | Q(code=word)
    return narrow


def _narrow_moment(f: SiteFilters) -> Q:
    """By the state now: the texts of hours that are in it, which are few."""
    if not f.state:
        return Q()
    clock = Clock()
    texts = Site.objects.filter(status="open").values_list("hours", flat=True).distinct()
    return Q(status="open", hours__in=[t for t in texts if clock.state(t) == f.state])


def with_plates(found: QuerySet[Site]) -> QuerySet[Site]:
    """With the facts and the valid plates (`plates`) of each, in two more statements."""
    marks = Prefetch("marks", valid_marks(local_day(now())).order_by("pk"), "plates")
    return found.select_related("division").prefetch_related("facts", marks)


def site_page(scope: Scope, f: SiteFilters, *, after: int = 0, size: int = PAGE) -> SitePage:
    """A page of the list: keys, rows, facts, plates."""
    most = size if after else max(size, COUNT_CAP)
    keys = list(sites(scope, f).filter(pk__gt=after).values_list("pk", flat=True)[: most + 1])
    rows = list(with_plates(Site.objects.filter(pk__in=keys[:size]).order_by("pk")))
    more = len(keys) > size
    return SitePage(rows, rows[-1].pk if more else None, None if after else len(keys))


@dataclass(frozen=True)
class Tally:
    """How many there are, counted from the rows; what is under construction stands apart."""

    groups: list[tuple[str, str, int]]
    """Name, words and count of what is open, group by group."""
    building: int
    doubted: int
    stale: int


def tally(scope: Scope) -> Tally:
    """The numbers over the list: of all visible sites, and of one's own what wants a look."""
    rows = visible_sites(scope).values("kind", "status").annotate(n=Count("pk"))
    counted: Counter[str] = Counter()
    building = 0
    for row in rows:
        if row["status"] == "open":
            counted[BY_KIND[row["kind"]].group] += row["n"]
        building += row["n"] if row["status"] == "building" else 0
    own = Site.objects.filter(managed(scope), status="open")
    return Tally(
        [(name, _(label), counted[name]) for name, label in GROUPS if counted[name]],
        building,
        in_state(own, "doubted").count(),
        in_state(own, "stale").count(),
    )


@dataclass(frozen=True)
class SiteDetail:
    """Everything the desk's page of a site shows, read in a fixed number of statements."""

    site: Site
    role: str
    hosts: list[Tie]
    marks: list[Mark]
    assessments: list[Assessment]
    entries: list[Entry]
    names: dict[str, str] = field(default_factory=dict)
    """Colleagues by pseudonym."""


def seen_site(scope: Scope, code: str) -> Site:
    """A visible site with its facts and plates. Raises Refused("not_found") otherwise."""
    found = with_plates(visible_sites(scope).filter(code=code)).first()
    if found is None:
        raise Refused("not_found", _("没有这个场所"))
    return found


def site_detail(scope: Scope, code: str) -> SiteDetail:
    """One site in full. Raises Refused("not_found") when the scope may not see it."""
    site = seen_site(scope, code)
    checks = Assessment.objects.filter(assessment_rule(scope), site=site)
    marks = list(Mark.objects.filter(site=site).order_by("-valid_until", "-pk"))
    assessments = list(checks.select_related("organisation").order_by("-pk")[:20])
    entries = _entries(site, marks, assessments)
    return SiteDetail(
        site, role_on(scope, site), hosts(site), marks, assessments, entries, names_of(entries)
    )


def _entries(site: Site, marks: Sequence[Mark], assessments: Sequence[Assessment]) -> list[Entry]:
    about = Q(subject_kind="site", subject_id=site.pk)
    about |= Q(subject_kind="mark", subject_id__in=[m.pk for m in marks])
    about |= Q(subject_kind="assessment", subject_id__in=[a.pk for a in assessments])
    told = Entry.objects.filter(about).select_related("remark")
    return list(told.order_by("-id")[:MOST_ENTRIES])


def names_of(entries: Sequence[Entry]) -> dict[str, str]:
    """Who acted, by pseudonym, as colleagues call them."""
    people = Account.objects.filter(pseudonym__in={e.who for e in entries})
    return {a.pseudonym: str(a) for a in people}
