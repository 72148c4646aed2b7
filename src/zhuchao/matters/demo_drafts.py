"""What the demo's people bring forward: who, what, where and when, by the dice."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from zhuchao.journal.clock import now, zone
from zhuchao.matters.demo_case import Case, Stage, Words
from zhuchao.matters.demo_pictures import picture
from zhuchao.matters.demo_stories import (
    APPEALS,
    DRIVERS,
    FRESH,
    FRESH_DRIVERS,
    HAZARDS,
    Plot,
    Story,
)
from zhuchao.matters.drafts import Draft
from zhuchao.places.atlas import Area
from zhuchao.registry.demo import NUMERALS, STEMS

T = TypeVar("T")
LATELY = timedelta(days=3)


def stories(
    stage: Stage, today: datetime, days: int, count: int
) -> Iterator[tuple[datetime, Story]]:
    """So many matters, each with the moment it begins and the way it will go.

    Every third began within the last three days: that is what stands on the desk.
    """
    decks: dict[Sequence[Plot], Iterator[Plot]] = {}
    said = _dealt(stage, stage.words)
    for number in range(count):
        words, fresh = next(said), number % 3 == 0
        plots = _plots(words, fresh)
        plot = next(decks.setdefault(plots, _dealt(stage, plots)))
        moment = today - stage.dice.random() * (LATELY if fresh else timedelta(days=days))
        yield _awake(moment), _begin(stage, words, number, plot)


def _dealt(stage: Stage, cards: Sequence[T]) -> Iterator[T]:
    """The cards in changing order, each once before any comes again."""
    while True:
        yield from stage.dice.sample(cards, len(cards))


def _awake(moment: datetime) -> datetime:
    """Few people write at night."""
    return moment - timedelta(hours=6) if moment.astimezone(zone()).hour < 6 else moment


def _plots(words: Words, fresh: bool) -> Sequence[Plot]:
    if words["trade"]:
        return FRESH_DRIVERS if fresh else DRIVERS
    if fresh:
        return FRESH
    return APPEALS if words["kind"] == "appeal" else HAZARDS


def _begin(stage: Stage, words: Words, number: int, plot: Plot) -> Story:
    """The story, with its draft made only when its time has come."""
    yield from plot(Case(stage, words, _draft(stage, words, number)))


def _draft(stage: Stage, words: Words, number: int) -> Draft:
    dice = stage.dice
    area = dice.choice(stage.areas)
    lon, lat = _near(area, dice.uniform(-1, 1), dice.uniform(-1, 1))
    hazard, order = words["kind"] == "hazard", number % 17 == 5
    return Draft(
        kind=words["kind"],
        text=words["text"].format(place=area.name),
        title=words["title"],
        category=words["category"],
        urgency=words["urgency"],
        division=area.code,
        address=f"{area.short}路 {dice.randrange(1, 180)} 号",
        lon=lon,
        lat=lat,
        contact=_contact(number) if dice.random() < 0.7 else {},
        share=dice.random() < 0.4,
        photos=(picture(words["title"], dice),) if hazard or dice.random() < 0.2 else (),
        channel="api" if order else "web",
        external_system="12345" if order else "",
        external_no=f"ZC-{number:05}" if order else "",
        external_due=now() + timedelta(days=5) if order else None,
        payload=_payload(words, hazard),
    )


def _payload(words: Words, hazard: bool) -> dict[str, object]:
    if hazard:
        return {"danger": words["category"] == "fire"}
    return {"trade": words["trade"]} if words["trade"] else {}


def _near(area: Area, east: float, north: float) -> tuple[float, float]:
    """A point close to the middle of an area; every one has a boundary, and so a middle."""
    lon, lat = area.lon or 0.0, area.lat or 0.0
    return round(lon + east * 0.006, 5), round(lat + north * 0.005, 5)


def _contact(number: int) -> dict[str, str]:
    """Names that nobody bears, numbers that nobody has."""
    name = STEMS[number % 10] + "某" + NUMERALS[number // 10 % 5]
    return {"name": name, "phone": f"1380000{number:04}"}
