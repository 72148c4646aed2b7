"""Estates as pages read them: one by the code of its site, and the scenes that could have one."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.circle.estates.kinds import SITE_PREFIX
from zhuchao.circle.estates.plan import Plan, read_building, read_gate, read_line, read_spot
from zhuchao.circle.estates.policy import demand_writer, writes_rule
from zhuchao.circle.models import Estate
from zhuchao.marks.queries import seen_site
from zhuchao.places.models import Site

PAGE = 30


def plan_of(estate: Estate) -> Plan:
    """The plan in a row."""
    names = ("registration", "rules", "lift_words")
    return Plan(
        tuple(read_gate(row) for row in estate.gates),
        tuple(read_building(row) for row in estate.buildings),
        tuple(read_spot(row) for row in estate.spots),
        read_line(estate.route),
        read_line(estate.outline),
        {name: getattr(estate, name) for name in names},
    )


def seen_estate(scope: Scope, code: str) -> Estate:
    """The card of a site the scope may see, in use. Raises Refused("not_found") otherwise."""
    site = seen_site(scope, code)
    estate = Estate.objects.filter(site=site).first() if site.status != "closed" else None
    if estate is None:
        raise Refused("not_found", _("这里还没有指路图"))
    estate.site = site
    return estate


def written_estate(scope: Scope, code: str) -> tuple[Site, Estate | None]:
    """A site whose card the scope writes, with the card there is, in use or not.

    Raises Refused for strangers, and for a site the scope does not see.
    """
    site = seen_site(scope, code)
    demand_writer(scope, site)
    return site, Estate.objects.filter(site=site).first()


def has_estate(site: Site) -> bool:
    """Whether a site has a card; asks the database of friendly scenes only."""
    return site.kind.startswith(SITE_PREFIX) and Estate.objects.filter(site=site).exists()


@dataclass(frozen=True)
class Scenes:
    """A page of scenes, keyed by id."""

    rows: list[Site]
    after: int | None


def scenes(scope: Scope, *, after: int = 0, state: str = "", words: str = "") -> Scenes:
    """The friendly scenes whose card a scope writes; `state` is "" or done or missing."""
    rows = _scenes(scope).filter(pk__gt=after).select_related("division", "estate")
    if state:
        made = Exists(Estate.objects.filter(site=OuterRef("pk")))
        rows = rows.filter(made if state == "done" else ~made)
    if words:
        rows = rows.filter(Q(name__contains=words) | Q(address__contains=words))
    found = list(rows.order_by("pk")[: PAGE + 1])
    return Scenes(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def _scenes(scope: Scope) -> QuerySet[Site]:
    open_ones = Site.objects.filter(kind__startswith=SITE_PREFIX).exclude(status="closed")
    return open_ones.filter(writes_rule(scope))
