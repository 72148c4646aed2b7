"""Units without an organisation: why, with whom they could form one, and who could go there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zhuchao.places.atlas import atlas
from zhuchao.registry.coverage.queries import Day, Filters
from zhuchao.registry.models import Organisation, Person, Tie
from zhuchao.registry.scope import in_force
from zhuchao.rules.coverage import Unit
from zhuchao.rules.structure import Limits, Reason, reason_of
from zhuchao.rules.structure_file import shipped_limits

SHOWN = 200
ORDER: dict[Reason, int] = {
    "should_build": 0,
    "few_members": 1,
    "no_members": 2,
    "members_unknown": 3,
}


@dataclass(frozen=True)
class Instructor:
    """Somebody who could go there, and how many units he has already."""

    person: Person
    load: int


@dataclass(frozen=True)
class Uncovered:
    """A unit without an organisation, and what is proposed."""

    unit: Unit
    organisation: Organisation
    reason: Reason
    reached: bool
    neighbours: tuple[Organisation, ...]
    """Others without one with which it could form a joint branch within the limits."""
    instructor: Instructor | None


@dataclass(frozen=True)
class Worklist:
    """How many units have no organisation, and the first of them."""

    total: int
    rows: list[Uncovered]


def uncovered(found: Day, f: Filters, *, size: int = SHOWN) -> Worklist:
    """The operating units that fit and have no organisation, those that should build first."""
    limits = shipped_limits()
    with_one = found.covered | found.own
    units = {u.id: u for u in found.units if f.fits(u) and u.operating == "yes"}
    lacking = [u for u in units.values() if u.id not in with_one]
    lacking.sort(key=lambda u: (ORDER[reason_of(limits, u.members)], -(u.members or 0), u.id))
    return Worklist(len(lacking), _proposed(found, limits, lacking[:size], lacking))


def _proposed(
    found: Day, limits: Limits, shown: list[Unit], lacking: list[Unit]
) -> list[Uncovered]:
    """What is proposed for the units shown: partners out of all that lack one, an instructor."""
    streets: dict[str, list[Unit]] = defaultdict(list)
    for unit in lacking:
        streets[_street(unit)].append(unit)
    groups = {u.id: joint_with(limits, u, streets[_street(u)]) for u in shown}
    wanted = {u.id for u in shown} | {n for group in groups.values() for n in group}
    named = Organisation.objects.select_related("division").in_bulk(wanted)
    pool = _pool(found.day)
    return [
        Uncovered(
            unit=u,
            organisation=named[u.id],
            reason=reason_of(limits, u.members),
            reached=u.id in found.reached,
            neighbours=tuple(named[n] for n in groups[u.id]),
            instructor=_nearest(limits, u, pool),
        )
        for u in shown
        if u.id in named
    ]


def joint_with(limits: Limits, unit: Unit, lacking: Iterable[Unit]) -> list[int]:
    """Ids of units that could share a joint branch with one (P17: at most 5 units, 50 members).

    Only units that are too small themselves; those of the same community first, then of the same
    street, of the same trade before others;
    only as many as bring the members to the number a branch needs. None for a unit that needs no
    other, or when all together are still too few.
    """
    members = unit.members or 0
    if unit.members is None or members >= limits.branch_members:
        return []
    few = range(1, limits.branch_members)
    others = [u for u in lacking if u.members in few and _street(u) == _street(unit)]
    others = [u for u in others if u.id != unit.id]
    others.sort(key=lambda u: (u.path != unit.path, u.trade != unit.trade, -(u.members or 0), u.id))
    chosen: list[int] = []
    for other in others:
        if members >= limits.branch_members or len(chosen) + 1 >= limits.joint_units:
            break
        if members + (other.members or 0) <= limits.most_members:
            members += other.members or 0
            chosen.append(other.id)
    return chosen if members >= limits.branch_members else []


def _street(unit: Unit) -> str:
    """The path of the street a unit lies in: its community's parent, or its own where it is one."""
    area = atlas().by_path.get(unit.path)
    above = unit.path.rstrip("/").rpartition("/")[0]
    return unit.path if area and area.kind == "street" else f"{above}/"


def _pool(day: date) -> list[tuple[str, Instructor]]:
    """Who is in the reserve or posted on a day, where, and with how many units."""
    ties = Tie.objects.filter(in_force(day), kind__in=("instructor", "instructor_reserve"))
    rows = ties.select_related("who_person", "whom_division", "whom_organisation__division")
    load: Counter[int] = Counter()
    places: dict[int, str] = {}
    people: dict[int, Person] = {}
    for tie in rows.order_by("kind", "pk"):
        if tie.who_person is None:
            continue
        people[tie.who_person.pk] = tie.who_person
        load[tie.who_person.pk] += tie.kind == "instructor"
        where = tie.whom_organisation.division if tie.whom_organisation else tie.whom_division
        places.setdefault(tie.who_person.pk, str(where.path) if where else "")
    return [(places[pk], Instructor(person, load[pk])) for pk, person in people.items()]


def _nearest(
    limits: Limits, unit: Unit, pool: Sequence[tuple[str, Instructor]]
) -> Instructor | None:
    """Who is nearest by the tree of divisions and has room, the least loaded first."""
    room = [(path, one) for path, one in pool if one.load < limits.instructor_units]
    ranked = sorted(room, key=lambda r: (-_shared(r[0], unit.path), r[1].load, r[1].person.pk))
    return ranked[0][1] if ranked else None


def _shared(one: str, other: str) -> int:
    """How many divisions two paths have in common."""
    pairs = zip(one.strip("/").split("/"), other.strip("/").split("/"), strict=False)
    count = 0
    for mine, theirs in pairs:
        if mine != theirs:
            break
        count += 1
    return count
