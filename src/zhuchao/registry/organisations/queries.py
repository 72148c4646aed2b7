"""The list of organisations: narrowed, a page by key, and which units are covered today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.places.atlas import atlas
from zhuchao.registry.kinds import PARTY_KINDS, UNIT_SECTORS
from zhuchao.registry.models import Organisation, Tie
from zhuchao.registry.organisations.policy import visible_organisations
from zhuchao.registry.scope import in_force

PAGE = 50
PARTY_SECTOR = "party"
SECTOR_KINDS = {
    PARTY_SECTOR: PARTY_KINDS,
    **{
        sector: tuple(k for k, s in UNIT_SECTORS.items() if s == sector)
        for sector in dict.fromkeys(UNIT_SECTORS.values())
    },
}


@dataclass(frozen=True)
class OrganisationFilters:
    """What the list is narrowed to."""

    words: str = ""
    kind: str = ""
    sector: str = ""
    trade: str = ""
    division: str = ""
    covered: str = ""
    """"yes", "no", or "" for both; it asks for units."""
    closed: bool = False
    """Those that are closed instead of those that are there."""


@dataclass(frozen=True)
class OrganisationPage:
    """A page by key, and the key it goes on after."""

    rows: list[Organisation]
    after: int | None


def organisation_page(
    scope: Scope, f: OrganisationFilters, *, after: int = 0, size: int = PAGE
) -> OrganisationPage:
    """A page of the list in one statement; each row knows whether it `is_covered`."""
    found = list(narrowed(scope, f).filter(pk__gt=after)[: size + 1])
    return OrganisationPage(found[:size], found[size - 1].pk if len(found) > size else None)


def narrowed(scope: Scope, f: OrganisationFilters) -> QuerySet[Organisation]:
    """Every organisation that fits, by key."""
    today = local_day(now())
    found = Organisation.objects.filter(visible_organisations(scope))
    gone = Q(valid_to__lt=today)
    found = found.filter(gone if f.closed else ~gone | Q(valid_to=None))
    if area := atlas().by_code.get(f.division):
        found = found.filter(under("division__path", [area.path]))
    if f.sector:
        found = found.filter(kind__in=SECTOR_KINDS[f.sector])
    for name in ("kind", "trade"):
        if wanted := getattr(f, name):
            found = found.filter(**{name: wanted})
    for word in f.words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(code__iexact=word) | Q(credit_code__iexact=word)
        )
    covering = Tie.objects.filter(in_force(today), kind="covers", whom_organisation=OuterRef("pk"))
    found = found.annotate(is_covered=Exists(covering))
    if f.covered:
        units = found.filter(kind__in=tuple(UNIT_SECTORS))
        found = units.filter(is_covered=f.covered == "yes")
    return found.select_related("division").order_by("pk")


def seen_organisation(scope: Scope, code: str) -> Organisation:
    """One organisation by its code. Raises Refused("not_found") when the scope does not see it."""
    rows = Organisation.objects.filter(visible_organisations(scope), code=code)
    found = rows.select_related("division").first()
    if found is None:
        raise Refused("not_found", _("没有这个组织或单位，或者您不能查看"))
    return found


@dataclass(frozen=True)
class Link:
    """One succession: from which to which, how and since when."""

    old: Organisation
    new: Organisation
    how: str
    on: date


def chain(organisation: Organisation) -> list[Link]:
    """Everything an organisation came out of and everything that came out of it, oldest first."""
    links: dict[int, Tie] = {}
    ends = ("who_organisation", "whom_organisation")
    for own, far in (ends, ends[::-1]):
        fresh: Iterable[int] = {organisation.pk}
        while fresh:
            rows = Tie.objects.filter(kind="succeeded_by", **{f"{own}__in": list(fresh)})
            ties = rows.select_related("who_organisation", "whom_organisation")
            new = {t.pk: t for t in ties if t.pk not in links}
            links |= new
            fresh = {getattr(t, f"{far}_id") for t in new.values()}
    return [
        Link(t.who_organisation, t.whom_organisation, str(t.terms["how"]), t.valid_from)
        for t in sorted(links.values(), key=lambda t: (t.valid_from, t.pk))
        if t.who_organisation and t.whom_organisation
    ]
