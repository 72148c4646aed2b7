"""The sites that fit the filters, in the order in which list, picture and data show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhuchao.circle.friendly.filters import Filters
from zhuchao.circle.friendly.ground import Ground, Hours, Place, ground
from zhuchao.circle.friendly.needs import BITS
from zhuchao.circle.friendly.starts import Start, start_of
from zhuchao.circle.friendly.walking import Walks, walks
from zhuchao.circle.merchants.queries import offers_on_map
from zhuchao.rules.hours import State

ORDER: dict[State, int] = {"open": 0, "unknown": 1, "closed": 2}
"""Without a start: first what is open, then what may be."""
Offers = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class Found:
    """The sites that fit, as their numbers on the ground, nearest first where there is a start."""

    ground: Ground
    numbers: list[int]
    offers: Offers
    start: Start | None
    walks: Walks | None
    unknown: int
    """Sites left out only because nobody knows whether they are open."""

    def place(self, number: int) -> Place:
        """The site of a number."""
        return self.ground.land.places[number]

    def hours(self, number: int) -> Hours:
        """Its hours at the minute."""
        return self.ground.hours[self.place(number).hours]

    def words(self, number: int) -> tuple[str, ...]:
        """What it offers."""
        return self.offers.get(self.place(number).id, ())

    def seconds(self, number: int) -> float | None:
        """The walk from the start, None without one."""
        return self.walks.seconds[number] if self.walks else None


def found(filters: Filters) -> Found:
    """The sites of the filters at this minute. Raises Refused for a start that is nowhere."""
    return found_on(ground(), filters, offers_on_map())


def found_on(ground: Ground, filters: Filters, offers: Offers) -> Found:
    """The same among known sites and offers."""
    start = start_of(filters.start)
    walked = walks(ground.land, start) if start else None
    fitting = list(_fitting(ground, filters, offers))
    texts = _texts(ground, filters.state)
    numbers = [n for n in fitting if ground.land.places[n].hours in texts]
    doubted = _texts(ground, "unknown") if filters.state in ("open", "always") else ()
    unknown = sum(ground.land.places[n].hours in doubted for n in fitting)
    return Found(ground, _ordered(ground, numbers, walked), offers, start, walked, unknown)


def _fitting(ground: Ground, filters: Filters, offers: Offers) -> Iterable[int]:
    """What fits but for its state."""
    mask = sum(BITS[need] for need in filters.needs)
    return (
        n
        for n, place in enumerate(ground.land.places)
        if (not mask or place.needs & mask) and (not filters.offers or place.id in offers)
    )


def _texts(ground: Ground, state: str) -> frozenset[str]:
    """The texts of hours that are in a state now; "" is any."""
    return frozenset(
        text
        for text, hours in ground.hours.items()
        if not state or (hours.always if state == "always" else hours.state == state)
    )


def _ordered(ground: Ground, numbers: list[int], walked: Walks | None) -> list[int]:
    places = ground.land.places
    if walked:
        return sorted(numbers, key=lambda n: (walked.seconds[n], places[n].code))
    order = {text: ORDER[hours.state] for text, hours in ground.hours.items()}
    return sorted(numbers, key=lambda n: (order[places[n].hours], places[n].code))
