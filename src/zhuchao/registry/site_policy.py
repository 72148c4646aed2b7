"""Who may do what with a site: the offices of its territory, and those who host it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuchao.access.policy import EVERYTHING, NOTHING, over, under
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.places.models import Site
from zhuchao.registry.models import Tie
from zhuchao.registry.routing import desk
from zhuchao.registry.scope import in_force

MEMBERS = ("staff", "section_head", "leader")
OVER = ("administrator", "supervisor")
TERRITORIAL = ("office", "committee")
"""Kinds of organisation that answer for a territory, street or community."""


def territory(scope: Scope) -> tuple[str, ...]:
    """The paths in which a scope manages sites; no statement beyond the stamp of the offices."""
    known = desk().offices if scope.organisations(*MEMBERS) else {}
    offices = [known[number] for number in scope.organisations(*MEMBERS) if number in known]
    return (*scope.paths(*OVER), *(o.path for o in offices if o.kind in TERRITORIAL))


def manages(scope: Scope, path: str) -> bool:
    """Whether a scope answers for the sites at a path."""
    return scope.system or over(path, territory(scope))


def managed(scope: Scope, path: str = "division__path") -> Q:
    """The sites (or what belongs to one, by another `path` column) a scope answers for."""
    return EVERYTHING if scope.system else under(path, territory(scope))


def hosted(scope: Scope, site: str = "pk") -> Q:
    """The sites whose host the scope works for, today; `site` is the column that names one."""
    mine = scope.organisations(*MEMBERS)
    if not mine:
        return NOTHING
    today = in_force(local_day(now()))
    ties = Tie.objects.filter(today, kind="host", who_organisation__in=mine)
    return Q(Exists(ties.filter(whom_site=OuterRef(site))))


def role_on(scope: Scope, site: Site) -> str:
    """As what a scope speaks of a site: staff, keeper, or anybody (public)."""
    if manages(scope, str(site.division.path)):
        return "staff"
    return "keeper" if Site.objects.filter(hosted(scope), pk=site.pk).exists() else "public"


def visible_sites(scope: Scope) -> QuerySet[Site]:
    """What a scope may see: whoever works here all, anybody all that is more than a plan."""
    if scope.system or scope.grants:
        return Site.objects.all()
    return Site.objects.exclude(status="planned")


def hosts(site: Site) -> list[Tie]:
    """The host ties of a site in force today, with their organisations."""
    ties = Tie.objects.filter(in_force(local_day(now())), kind="host", whom_site=site)
    return list(ties.select_related("who_organisation").order_by("pk"))
