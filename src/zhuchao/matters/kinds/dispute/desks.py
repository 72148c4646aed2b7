"""The dispute desks (化解超市) at their levels, and the next one up or down from a desk.

A desk is the organisation whose duty is to accept disputes at a division; where it stands and when
it is open comes from the site it hosts.
"""

from dataclasses import dataclass

from zhuchao.journal.clock import local_day, now
from zhuchao.places.atlas import Area, atlas
from zhuchao.places.models import Site
from zhuchao.places.site_queries import Clock
from zhuchao.registry.models import Tie
from zhuchao.registry.routing import Office, Row, desk
from zhuchao.registry.scope import in_force
from zhuchao.rules.hours import UNKNOWN, State
from zhuchao.rules.hours_data import from_text

KIND, SITE_KIND = "dispute", "dispute_desk"
STREETS = ("street", "zone", "town")


@dataclass(frozen=True)
class DisputeDesk:
    """One desk as pages show it; `site` is where it stands, if that is known."""

    office: Office
    area: Area
    level: str
    """district, street or community."""
    site: Site | None
    state: State | None
    """Whether it is open at this moment; None when its hours are unknown."""


def desk_rows() -> list[Row]:
    """The duties of today that make an organisation a dispute desk, deeper places later."""
    today = local_day(now()).isoformat()
    rows = (
        d
        for d in desk().duties
        if (d.kind, d.position) == (KIND, "intake") and d.valid_from <= today <= d.valid_to
    )
    latest = {row.path: row for row in rows}
    return sorted(latest.values(), key=lambda d: (len(d.path), d.path))


def level_of(path: str) -> str:
    """The level of a desk at a division: of a grid that of its community."""
    kind = atlas().by_path[path].kind
    if kind in ("community", "grid"):
        return "community"
    return "street" if kind in STREETS else "district"


def desks() -> list[DisputeDesk]:
    """Every desk of today, the district's first."""
    rows, clock, known = desk_rows(), Clock(), desk().offices
    sites = _sites([row.organisation for row in rows])
    return [
        _desk(known[row.organisation], row.path, sites.get(row.organisation), clock) for row in rows
    ]


def _desk(office: Office, path: str, site: Site | None, clock: Clock) -> DisputeDesk:
    hours = from_text(site.hours) if site else UNKNOWN
    state = clock.state(site.hours) if site and hours != UNKNOWN else None
    return DisputeDesk(office, atlas().by_path[path], level_of(path), site, state)


def _sites(organisations: list[int]) -> dict[int, Site]:
    """The open site that each of these hosts as a dispute desk today."""
    ties = Tie.objects.filter(
        in_force(local_day(now())),
        kind="host",
        who_organisation__in=organisations,
        whom_site__kind=SITE_KIND,
        whom_site__status="open",
    )
    return {
        t.who_organisation_id or 0: t.whom_site
        for t in ties.select_related("whom_site").order_by("pk")
        if t.whom_site
    }


def above(path: str) -> int | None:
    """The desk one level up from the desk at a path: the nearest that contains it."""
    over = [r for r in desk_rows() if path.startswith(r.path) and r.path != path]
    return over[-1].organisation if over else None


def below(path: str, matter_path: str) -> int | None:
    """The desk one level down from the desk at a path, towards where the dispute is."""
    under = [
        r
        for r in desk_rows()
        if matter_path.startswith(r.path) and r.path.startswith(path) and r.path != path
    ]
    return under[0].organisation if under else None


def path_of(organisation: int) -> str:
    """Where the desk of an organisation is; its own division where it is none (any more)."""
    rows = [r.path for r in desk_rows() if r.organisation == organisation]
    return rows[0] if rows else desk().offices[organisation].path
