"""A site in the words of the screens: what it is, whether it is open, how fresh, which plates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from zhuchao.access.scope import Scope
from zhuchao.marks.standards import labels
from zhuchao.places.atlas import atlas
from zhuchao.places.freshness import Freshness, freshness, worst
from zhuchao.places.models import Site
from zhuchao.places.site_kinds import BY_KIND, EQUIPMENT, LEVELS, STATUSES
from zhuchao.places.site_queries import Clock
from zhuchao.registry.site_policy import manages
from zhuchao.registry.site_rules import facts_of as known_facts
from zhuchao.rules.hours_data import from_text
from zhuchao.rules.hours_text import written

NOW = {
    "open": (gettext_noop("开放中"), "good"),
    "closed": (gettext_noop("现在不开放"), "quiet"),
    "unknown": (gettext_noop("开放时间不详"), "waiting"),
}
NOT_YET = {"planned": "new", "building": "active", "closed": "quiet"}
"""Tones of a site that is not open at all."""


def listed(words: Iterable[str]) -> str:
    """Words in a row, as the reader's language sets them apart."""
    return ("、" if _chinese() else ", ").join(words)


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@dataclass(frozen=True)
class Now:
    """Whether a site is open, in words; `then` is when that changes, `becomes` into what."""

    name: str
    label: str
    tone: str
    then: datetime | None = None
    becomes: str = ""
    today: bool = False


def now_of(site: Site, clock: Clock, *, ahead: bool = False) -> Now:
    """The state of a site at the clock's moment; `ahead` also looks for the next change."""
    if site.status != "open":
        label = _(dict(STATUSES)[site.status])
        return Now(site.status, label, NOT_YET[site.status])
    name = clock.state(site.hours)
    label, tone = NOW[name]
    change = clock.change(site.hours) if ahead else None
    if change is None:
        return Now(name, _(label), tone)
    return Now(name, _(label), tone, *change, today=change[0].date() == clock.moment.date())


def kind_of(site: Site) -> str:
    """Level and kind, such as 街道（镇）级服务站."""
    kind = _(BY_KIND[site.kind].label)
    if not site.level:
        return kind
    level = _(dict(LEVELS)[site.level])
    return f"{level}{kind}" if _chinese() else f"{kind}, {level}"


def hours_of(site: Site) -> str:
    """The opening hours in the reader's language."""
    return written(from_text(site.hours), _)


def equipment_of(site: Site) -> list[str]:
    """What there is."""
    return [_(label) for code, label in EQUIPMENT if code in site.equipment]


@dataclass(frozen=True)
class Fact:
    """A fact with its value in words and how fresh it is."""

    value: str
    fresh: Freshness
    known: bool
    """Whether there is anything to confirm: nobody can say of the unknown that it is so."""


def facts_of(site: Site) -> list[Fact]:
    """The four facts of a site whose facts are at hand."""
    position = "" if site.lon is None else f"{site.lon:.5f}, {site.lat:.5f}"
    values = {
        "open": _(dict(STATUSES)[site.status]),
        "hours": hours_of(site),
        "equipment": listed(equipment_of(site)) or _("没有登记"),
        "position": " · ".join(filter(None, (site.address, position))) or _("没有登记"),
    }
    known = known_facts(site)
    return [Fact(values[f.name], f, f.name in known) for f in freshness(site.facts.all())]


@dataclass(frozen=True)
class Row:
    """A site as a line of the list."""

    code: str
    address: str
    name: str
    kind: str
    place: str
    where: str
    now: Now
    fresh: Freshness | None
    """Its stalest fact; None for what is not open, of which nobody asks."""
    plates: str
    version: int
    may: bool
    """Whether the scope confirms it with one tap."""


def rows(scope: Scope, sites: Iterable[Site]) -> list[Row]:
    """Lines for sites read `with_plates`, without a further statement for each."""
    clock, areas, named = Clock(), atlas(), labels()
    return [
        Row(
            code=site.code,
            address=reverse("marks:site", args=[site.code]),
            name=site.name,
            kind=kind_of(site),
            place=areas.full_name(site.division.path),
            where=site.address,
            now=now_of(site, clock),
            fresh=worst(freshness(site.facts.all())) if site.status == "open" else None,
            plates=listed(plates_of(site, named)),
            version=site.version,
            may=site.status == "open" and manages(scope, str(site.division.path)),
        )
        for site in sites
    ]


def plates_of(site: Site, named: dict[str, str]) -> list[str]:
    """What its valid plates are called."""
    held = getattr(site, "plates", ())
    return list(dict.fromkeys(named.get(mark.standard, mark.standard) for mark in held))
