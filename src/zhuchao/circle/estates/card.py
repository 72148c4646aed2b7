"""The card of an estate as its page shows it: the way to one building, the plan, the lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuchao.circle.estates.kinds import LIFTS, REGISTRATION, SPOT_KINDS
from zhuchao.circle.estates.picture import Picture, picture_of
from zhuchao.circle.estates.plan import Building, Gate, Plan
from zhuchao.circle.estates.queries import plan_of
from zhuchao.circle.estates.signs import short_signs
from zhuchao.circle.estates.way import Way, way_to
from zhuchao.circle.estates.words import building_size, gate_kinds, gate_more, steps
from zhuchao.circle.models import Estate
from zhuchao.marks.site_words import NOW
from zhuchao.places.freshness import FRESHNESS, Freshness, freshness, limit
from zhuchao.places.models import Site
from zhuchao.places.site_kinds import CONFIRMERS
from zhuchao.places.site_queries import Clock
from zhuchao.rules.hours import State


@dataclass(frozen=True)
class GateLine:
    """A gate in words; `number` is its row where it has a position to be led to."""

    number: int | None
    name: str
    kinds: str
    more: str
    label: str
    tone: str
    ebike: bool


@dataclass(frozen=True)
class BuildingLine:
    """A building in words, and the letter it has on the picture, if any."""

    name: str
    sign: str
    size: str
    lift: str


@dataclass(frozen=True)
class Found:
    """The way to a building; `gate` is None where no gate is written down."""

    building: Building
    gate: GateLine | None
    steps: Sequence[str]


@dataclass(frozen=True)
class Card:
    """The whole page."""

    site: Site
    gates: list[GateLine]
    buildings: list[BuildingLine]
    spots: list[tuple[str, str]]
    """Kind and name."""
    rules: list[str]
    registration: str
    lift_words: str
    found: Found | None
    unknown: str
    """What was asked for and is not here."""
    picture: Picture | None
    fresh: Freshness


def card_of(estate: Estate, asked: str) -> Card:
    """The card, with the way to the building of this name or number; "" asks for none."""
    plan, clock = plan_of(estate), Clock()
    states: dict[str, State] = {gate.name: clock.state(gate.hours) for gate in plan.gates}
    gates = [_gate(n, gate, states[gate.name]) for n, gate in enumerate(plan.gates)]
    building = _named(plan, asked)
    way = way_to(plan, building, states) if building else None
    picture = picture_of(plan, way, building.name if building else "")
    signs = {name: sign for sign, name in picture.legend} if picture else {}
    registration = plan.words["registration"]
    return Card(
        site=estate.site,
        gates=gates,
        buildings=[_building(one, signs.get(one.name, "")) for one in plan.buildings],
        spots=[(_(dict(SPOT_KINDS)[spot.kind]), spot.name) for spot in plan.spots],
        rules=plan.words["rules"].splitlines(),
        registration="" if registration == "unknown" else _(dict(REGISTRATION)[registration]),
        lift_words=plan.words["lift_words"],
        found=_found(building, way, gates) if building and way else None,
        unknown=asked if asked and not building else "",
        picture=picture,
        fresh=_fresh(estate),
    )


def _named(plan: Plan, asked: str) -> Building | None:
    """The building of this name, else of this number on its wall."""
    names = [building.name for building in plan.buildings]
    known = dict(zip(short_signs(names), plan.buildings, strict=True))
    return (known | dict(zip(names, plan.buildings, strict=True))).get(asked.strip())


def _found(building: Building, way: Way, gates: list[GateLine]) -> Found:
    gate = next((one for one in gates if way.gate and one.name == way.gate.name), None)
    return Found(building, gate, list(steps(way, building)))


def _gate(number: int, gate: Gate, state: State) -> GateLine:
    label, tone = NOW[state]
    return GateLine(
        number=number if gate.at else None,
        name=gate.name,
        kinds=gate_kinds(gate),
        more=gate_more(gate, unknown=False),  # the state says so
        label=_(label),
        tone=tone,
        ebike="ebike" in gate.kinds,
    )


def _building(building: Building, sign: str) -> BuildingLine:
    return BuildingLine(building.name, sign, building_size(building), _(dict(LIFTS)[building.lift]))


def _fresh(estate: Estate) -> Freshness:
    """When the card was checked; who says that the place is wrong speaks of the card too."""
    position = next(f for f in freshness(estate.site.facts.all()) if f.name == "position")
    state = "fresh" if estate.checked_at >= limit() else "stale"
    state = "doubted" if position.no else state
    label, tone = next((label, tone) for name, label, tone in FRESHNESS if name == state)
    by = _(dict(CONFIRMERS)[estate.checked_by])
    said = (state, _(label), tone, estate.checked_at, by)
    return Freshness("estate", _("指路图"), *said, position.yes, position.no)
