"""Sites as maps and searches read them: near a point, of a kind, with a thing, open at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, radians

from django.db.models import Q, QuerySet

from zhuchao.journal.clock import now, zone
from zhuchao.places.atlas import metres
from zhuchao.places.models import Site
from zhuchao.places.queries import calendar
from zhuchao.places.site_kinds import COUNTED
from zhuchao.rules.hours import State, next_change, open_hours, state_at
from zhuchao.rules.hours_data import from_text

METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True)
class Spot:
    """A site as a map needs it; `state` is that of the moment asked for."""

    id: int
    code: str
    name: str
    kind: str
    level: str
    lon: float
    lat: float
    equipment: tuple[str, ...]
    capacity: int | None
    hours: str
    state: State
    metres: float = 0.0

    def open_hours(self, weekday: int) -> tuple[bool | None, ...]:
        """Of each hour of an ordinary weekday: open throughout, not, or unknown (None)."""
        return open_hours(from_text(self.hours), weekday)


class Clock:
    """The state of hours at one moment; the few texts a district has are worked out once."""

    def __init__(self, moment: datetime | None = None) -> None:
        self.moment = (moment or now()).astimezone(zone())
        self._calendar = calendar()
        self._known: dict[str, State] = {}

    def state(self, hours: str) -> State:
        """Open, closed or unknown."""
        found = self._known.get(hours)
        if found is None:
            found = self._known[hours] = state_at(from_text(hours), self.moment, self._calendar)
        return found

    def change(self, hours: str) -> tuple[datetime, State] | None:
        """The next moment at which it is another one."""
        return next_change(from_text(hours), self.moment, self._calendar)


def having(
    kinds: Iterable[str] = (), equipment: Iterable[str] = (), sites: QuerySet[Site] | None = None
) -> QuerySet[Site]:
    """The open sites of any of these kinds (none named: all) that have each of these things."""
    found = (Site.objects.all() if sites is None else sites).filter(status=COUNTED)
    if kinds:
        found = found.filter(kind__in=list(kinds))
    for code in equipment:
        found = found.filter(has(code))
    return found


def has(code: str) -> Q:
    """Sites that have a thing; codes stand quoted in the canonical text."""
    return Q(equipment__contains=f'"{code}"')


def spots(sites: QuerySet[Site], moment: datetime | None = None) -> list[Spot]:
    """The placed ones of these sites with their state, in one statement and that of the stamp."""
    clock = Clock(moment)
    rows = sites.exclude(lon=None).values_list(*_COLUMNS)
    return [
        Spot(*row[:7], tuple(row[7]), row[8], row[9], clock.state(row[9]))  # type: ignore[call-arg]
        for row in rows.iterator(chunk_size=10_000)
    ]


_COLUMNS = (
    "pk", "code", "name", "kind", "level", "lon", "lat", "equipment", "capacity", "hours",
)  # fmt: skip


def near(
    lon: float,
    lat: float,
    within: float,
    *,
    kinds: Sequence[str] = (),
    equipment: Sequence[str] = (),
    moment: datetime | None = None,
) -> list[Spot]:
    """The open sites within so many metres of a point as the crow flies, nearest first."""
    # A little wider than the distance, which great circles bend by less than that.
    high = within * 1.001 / METRES_A_DEGREE
    wide = high / max(cos(radians(lat)), 0.01)
    box = Q(lat__range=(lat - high, lat + high), lon__range=(lon - wide, lon + wide))
    found = spots(having(kinds, equipment).filter(box), moment)
    placed = [replace(s, metres=metres(lon, lat, s.lon, s.lat)) for s in found]
    return sorted((s for s in placed if s.metres <= within), key=lambda s: s.metres)
