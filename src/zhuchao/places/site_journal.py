"""What the journal holds of a site: a version of its span with each change, codes and numbers."""

from datetime import date, timedelta
from typing import Any

from zhuchao.journal.writing import Fact
from zhuchao.places.models import Site
from zhuchao.rules.hours_data import as_data, from_text

MICRO = 1_000_000
"""Positions are journaled in millionths of a degree: floats differ by engine."""


def subject(site: Site) -> tuple[str, int]:
    """What entries and files of a site are about."""
    return "site", site.pk


def told(verb: str, site: Site, path: str, *, organisation: int | None = None, **more: Any) -> Fact:
    """The fact of a change: what is believed of the site from now on, in whole.

    A figure of any day counts the spans `site:…` of status "open" or "closed" that were valid
    then; what is planned or under construction is not valid yet and so never counted.
    """
    return Fact(
        verb,
        subject(site),
        path,
        organisation=organisation,
        facets=facets(site) | more.pop("facets", {}),
        span=f"site:{site.pk}",
        valid_from=site.opened_on,
        valid_to=last_day(site.closed_on),
        **more,
    )


def last_day(ended: date | None) -> date | None:
    """The last day on which something held that is over from `ended` on."""
    return ended - timedelta(days=1) if ended else None


def facets(site: Site) -> dict[str, Any]:
    """The site in codes and numbers."""
    found: dict[str, Any] = {
        "code": site.code,
        "kind": site.kind,
        "level": site.level,
        "status": site.status,
        "hours": as_data(from_text(site.hours)),
        "equipment": site.equipment,
        "capacity": site.capacity,
        "datum": site.datum,
    }
    if site.lon is not None and site.lat is not None:
        found |= {"lon": round(site.lon * MICRO), "lat": round(site.lat * MICRO)}
    return found
