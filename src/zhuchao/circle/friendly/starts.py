"""Where somebody sets out from: a site or a division, named by its code."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.places.atlas import atlas
from zhuchao.registry.site_policy import visible_sites

MOST_CHOICES = 250
"""So many places are offered in one list; a larger district offers its streets only."""


@dataclass(frozen=True)
class Start:
    """A place to set out from."""

    code: str
    name: str
    lon: float
    lat: float


def start_of(code: str) -> Start | None:
    """The place of a code, None for no code.

    Raises Refused where nothing has that code, or nobody wrote down where it is.
    """
    if not code:
        return None
    site = visible_sites(PUBLIC).filter(code=code).first()
    found = site or atlas().by_code.get(code)
    if found is None:
        raise Refused("invalid", _("没有“%(found)s”") % {"found": code}, "from")
    if found.lon is None or found.lat is None:
        raise Refused("invalid", _("“%(name)s”没有登记位置") % {"name": found.name}, "from")
    return Start(code, found.name, found.lon, found.lat)


def choices() -> list[tuple[str, str]]:
    """The divisions one may set out from, by code and name."""
    areas = atlas().areas
    for kinds in (("street", "zone", "community"), ("street", "zone")):
        placed = [a for a in areas if a.kind in kinds and a.lon is not None]
        if len(placed) <= MOST_CHOICES:
            break
    return [(a.code, atlas().full_name(a.path)) for a in placed[:MOST_CHOICES]]
