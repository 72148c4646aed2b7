"""Sites through the JSON API: anybody reads what is open, near what, with what, how sure it is."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from zhuchao.access.refusal import Refused
from zhuchao.marks.queries import SiteFilters, seen_site, site_page, with_plates
from zhuchao.marks.site_words import hours_of, kind_of, now_of, plates_of
from zhuchao.marks.standards import labels
from zhuchao.matters.api_access import acting
from zhuchao.matters.api_out import NamedOut
from zhuchao.matters.api_rows import division_name
from zhuchao.matters.api_words import Code, In, Latitude, Longitude, Out, Short
from zhuchao.places.atlas import atlas
from zhuchao.places.freshness import freshness
from zhuchao.places.models import Site
from zhuchao.places.site_kinds import BY_KIND, EQUIPMENT, LEVELS
from zhuchao.places.site_queries import Clock, near
from zhuchao.rules.hours_data import as_data, from_text

MOST_NEAR = 100
FARTHEST = 20_000


class SiteFilterIn(In):
    """What the list is narrowed to. With a point it is the open sites around it, nearest first."""

    kind: Annotated[Code, Field(json_schema_extra={"enum": ["", *BY_KIND]})] = ""
    level: Annotated[Code, Field(json_schema_extra={"enum": ["", *dict(LEVELS)]})] = ""
    status: Literal["", "building", "open", "closed"] = "open"
    state: Literal["", "open", "closed", "unknown"] = ""
    equipment: Annotated[Code, Field(json_schema_extra={"enum": ["", *dict(EQUIPMENT)]})] = ""
    plate: Code = ""
    division: Code = ""
    words: Short = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    within: Annotated[int, Field(ge=1, le=FARTHEST)] = 1000
    after: Annotated[int, Field(ge=0, le=2**53 - 1)] = 0
    size: Annotated[int, Field(ge=1, le=100)] = 20


class FactOut(Out):
    """How sure one fact is: by which role it was last confirmed, and what passers-by said since."""

    name: str
    state: str
    confirmed_at: datetime | None
    confirmed_by: str
    yes: int
    no: int


class SiteOut(Out):
    """A site. `state` is open, closed or unknown now; `metres` is there only near a point."""

    code: str
    name: str
    kind: NamedOut
    level: str
    division: NamedOut | None
    address: str
    lon: float | None
    lat: float | None
    datum: str
    status: str
    state: str
    hours: dict[str, Any]
    hours_text: str
    equipment: list[str]
    capacity: int | None
    plates: list[str]
    facts: list[FactOut]
    metres: int | None


class SitesOut(Out):
    """A page of sites; `next` is the address of the following one, or null."""

    items: list[SiteOut]
    next: str | None


def list_sites(request: HttpRequest, filters: Query[SiteFilterIn]) -> SitesOut:
    """The sites anybody may see, by key; follow `next` to its end."""
    scope = acting(request, "place.read")
    for name in request.GET.keys() - SiteFilterIn.model_fields.keys():
        raise Refused("invalid", _("没有这个筛选条件"), name)
    _demand_known(filters)
    if filters.lon is not None and filters.lat is not None:
        return SitesOut(items=_near(filters, filters.lon, filters.lat), next=None)
    names = ("kind", "level", "status", "state", "plate", "division", "words")
    given = {name: getattr(filters, name) for name in names}
    f = SiteFilters(**given, equipment=(filters.equipment,) if filters.equipment else ())
    found = site_page(scope, f, after=filters.after, size=filters.size)
    asked = filters.model_dump(exclude_defaults=True)
    onward = {**asked, "after": found.after}
    return SitesOut(
        items=_out(found.rows),
        next=f"{request.path}?{urlencode(onward)}" if found.after else None,
    )


def _demand_known(f: SiteFilterIn) -> None:
    known: dict[str, Collection[str]] = {
        "kind": BY_KIND,
        "level": dict(LEVELS),
        "equipment": dict(EQUIPMENT),
    }
    for name, codes in known.items():
        if getattr(f, name) and getattr(f, name) not in codes:
            raise Refused("invalid", _("没有“%(found)s”") % {"found": getattr(f, name)}, name)
    if (f.lon is None) != (f.lat is None):
        raise Refused("invalid", _("经度和纬度要一起给出"), "lon")


def _near(f: SiteFilterIn, lon: float, lat: float) -> list[SiteOut]:
    kinds = (f.kind,) if f.kind else ()
    equipment = (f.equipment,) if f.equipment else ()
    spots = [
        spot
        for spot in near(lon, lat, f.within, kinds=kinds, equipment=equipment)
        if f.state in ("", spot.state)
    ][:MOST_NEAR]
    far = {spot.id: round(spot.metres) for spot in spots}
    rows = list(with_plates(Site.objects.filter(pk__in=far)))
    return _out(sorted(rows, key=lambda s: (far[s.pk], s.pk)), far)


def show_site(request: HttpRequest, code: Code) -> SiteOut:
    """One site."""
    return _out([seen_site(acting(request, "place.read"), code)])[0]


def _out(sites: list[Site], far: dict[int, int] | None = None) -> list[SiteOut]:
    clock, areas, named = Clock(), atlas(), labels()
    return [
        SiteOut(
            **{name: getattr(s, name) for name in _COPIED},
            kind=NamedOut(code=s.kind, name=kind_of(s)),
            division=division_name(areas.by_path.get(s.division.path)),
            state=now_of(s, clock).name if s.status == "open" else "closed",
            hours=as_data(from_text(s.hours)),
            hours_text=hours_of(s),
            plates=plates_of(s, named),
            facts=_facts(s),
            metres=(far or {}).get(s.pk),
        )
        for s in sites
    ]


_COPIED = (
    "code", "name", "level", "address", "lon", "lat", "datum", "status", "equipment", "capacity",
)  # fmt: skip


def _facts(site: Site) -> list[FactOut]:
    by = {fact.name: fact.confirmed_by for fact in site.facts.all()}
    return [
        FactOut(
            name=one.name,
            state=one.state,
            confirmed_at=one.confirmed_at,
            confirmed_by=by.get(one.name, ""),
            yes=one.yes,
            no=one.no,
        )
        for one in freshness(site.facts.all())
    ]
