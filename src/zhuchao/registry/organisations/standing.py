"""Where an organisation stood on a day: its two lines, what hangs below, posts and numbers.

Read from the journal alone, as believed now or as known at the end of that day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhuchao.journal.clock import zone
from zhuchao.registry.asof import Held, organisations_on, ties_on
from zhuchao.registry.models import Organisation, Person

ABOUT = (
    "covers", "reaches", "instructor", "liaison", "member", "host_member", "post", "secretary",
    "contact", "ally", "leads",
)  # fmt: skip


@dataclass(frozen=True)
class Post:
    """Who held what there, since when."""

    person: Person
    kind: str
    level: str
    line: str
    since: date | None


@dataclass(frozen=True)
class Standing:
    """One organisation on one day."""

    day: date
    itself: Held | None
    """What was known of it; None when it was not there."""
    industry: tuple[Organisation, ...]
    """Its industry line, the highest first, without itself."""
    territory: str
    """The division path of its territory line; "" without one."""
    below: tuple[Organisation, ...]
    """Organisations whose industry line leads to it."""
    hanging: dict[int, int]
    """How many hang below each of those in turn."""
    covers: tuple[tuple[Organisation, str], ...]
    """Units it covers, each with the form."""
    covered_by: tuple[Organisation, ...]
    members: int
    formal: int
    hosted: int
    """Floating members who live with it."""
    posts: tuple[Post, ...]


def end_of(day: date) -> datetime:
    """The last moment of a day in the district's zone: what was known then."""
    return datetime.combine(day + timedelta(days=1), time(), zone()) - timedelta(microseconds=1)


def standing(organisation: Organisation, day: date, *, known: datetime | None = None) -> Standing:
    """The organisation on a day, in five statements however much hangs below it."""
    itself = organisations_on(day, known=known, about=organisation.pk)
    lines = ties_on(day, kinds=("industry_line", "territory_line"), known=known)
    about = ties_on(day, kinds=ABOUT, known=known, about=organisation.pk)
    up = {t.subject[1]: t.facets["whom_organisation"] for t in lines if t.kind == "industry_line"}
    down: dict[int, list[int]] = defaultdict(list)
    for low, high in up.items():
        down[high].append(low)
    above = _climb(organisation.pk, up)
    below = sorted(down[organisation.pk])
    by_kind: dict[str, list[Held]] = defaultdict(list)
    for tie in about:
        by_kind[tie.kind].append(tie)
    covered = [t for t in by_kind["covers"] if t.subject[1] == organisation.pk]
    covering = [t.subject[1] for t in by_kind["covers"] if t.organisation == organisation.pk]
    named = Organisation.objects.select_related("division").in_bulk(
        {*above, *below, *covering, *(t.organisation for t in covered if t.organisation)}
    )
    return Standing(
        day=day,
        itself=itself[0] if itself else None,
        industry=tuple(_known(named, reversed(above))),
        territory=next((t.path for t in lines if _own_ground(t, organisation)), ""),
        below=tuple(_known(named, below)),
        hanging={pk: len(down[pk]) for pk in below},
        covers=tuple(
            (named[t.organisation], str(t.facets["form"]))
            for t in covered
            if t.organisation in named
        ),
        covered_by=tuple(_known(named, covering)),
        members=len({t.subject for t in by_kind["member"]}),
        formal=len({t.subject for t in by_kind["member"] if t.facets["stage"] == "formal"}),
        hosted=len({t.subject for t in by_kind["host_member"]}),
        posts=_posts([*by_kind["secretary"], *by_kind["post"]]),
    )


def _own_ground(tie: Held, organisation: Organisation) -> bool:
    return tie.kind == "territory_line" and tie.subject[1] == organisation.pk


def _climb(start: int, up: dict[int, int]) -> list[int]:
    """What stands above, the nearest first."""
    found: list[int] = []
    while (start := up.get(start, 0)) and start not in found:
        found.append(start)
    return found


def _known(named: dict[int, Organisation], numbers: Iterable[int]) -> list[Organisation]:
    return [named[n] for n in numbers if n in named]


def _posts(ties: Iterable[Held]) -> tuple[Post, ...]:
    held = list(ties)
    people = Person.objects.in_bulk({t.subject[1] for t in held})
    return tuple(
        Post(
            people[t.subject[1]],
            t.kind,
            str(t.facets.get("level", "")),
            str(t.facets.get("line", "party")),
            t.valid_from,
        )
        for t in held
        if t.subject[1] in people
    )
