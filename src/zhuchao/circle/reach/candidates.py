"""The places where a station could stand: what is planned already, and files of candidates."""

from collections.abc import Iterable

from zhuchao.access.scope import Scope
from zhuchao.circle.reach.demand import point_files
from zhuchao.circle.reach.forms import PLANNED
from zhuchao.circle.reach.kinds import CANDIDATES
from zhuchao.circle.reach.plan import Candidate
from zhuchao.circle.reach.policy import within
from zhuchao.circle.reach.reading import FINE, HUNDREDTHS, NO_COST
from zhuchao.places.models import Site
from zhuchao.places.site_kinds import KINDS

STATION_KINDS = [kind.name for kind in KINDS if kind.group == "station"]


def candidates_of(scope: Scope, sources: Iterable[str]) -> tuple[Candidate, ...]:
    """The candidates of these sources ("planned", the number of a file) within the scope."""
    found = list(_planned(scope)) if PLANNED in sources else []
    numbers = [int(source) for source in sources if source.isdigit()]
    for file in point_files(scope, CANDIDATES).filter(pk__in=numbers):
        for name, lon, lat, cost in file.rows:
            price = None if cost == NO_COST else cost / HUNDREDTHS
            found.append(Candidate(name, name, lon / FINE, lat / FINE, price))
    return tuple(found)


def _planned(scope: Scope) -> Iterable[Candidate]:
    """Stations that are planned or being built; what they cost nobody wrote down here."""
    rows = Site.objects.filter(
        within(scope, "division__path"), status__in=("planned", "building"), kind__in=STATION_KINDS
    ).exclude(lon=None)
    for code, name, lon, lat in rows.order_by("pk").values_list("code", "name", "lon", "lat"):
        yield Candidate(code, name, lon or 0.0, lat or 0.0)
