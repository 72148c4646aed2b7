"""Contacts as the desk reads them on a day: by unit and by leader, the gaps, and the figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.places.atlas import atlas
from zhuchao.registry.contacts.policy import contact_tie, visible_contacts
from zhuchao.registry.coverage.policy import areas
from zhuchao.registry.kinds import UNIT_SECTORS
from zhuchao.registry.models import Guidance, Organisation, Person, Tie
from zhuchao.registry.scope import in_force

MOST = 100
"""Units without a contact a page shows; the rest by narrowing."""


@dataclass(frozen=True)
class ContactFilters:
    """What the page is narrowed to."""

    on: date
    division: str = ""
    words: str = ""


@dataclass
class Leader:
    """A leader with the units he keeps contact with on the day, and his visits of the year."""

    person: Person
    ties: list[Tie] = field(default_factory=list)
    visits: int = 0


@dataclass
class Pair:
    """A unit with its contact: visits of the year, and the last one."""

    tie: Tie
    visits: int = 0
    last: date | None = None


@dataclass(frozen=True)
class Contacts:
    """Everything the page shows."""

    pairs: list[Pair]
    leaders: list[Leader]
    gaps: list[Organisation]
    """Operating units of the area without a contact."""
    without: int
    units: int


def contacts(scope: Scope, f: ContactFilters, *, most: int = MOST) -> Contacts:
    """The contacts of a day and `most` of the units without one; in five statements."""
    fits = visible_contacts(scope) & _narrow(f, "whom_organisation__")
    ties = Tie.objects.filter(in_force(f.on), fits)
    held = ties.select_related("who_person", "whom_organisation__division").order_by(
        "whom_organisation__division__path", "whom_organisation__name"
    )
    pairs = _visited(held, f.on)
    listed = _units(scope, f)
    taken = Tie.objects.filter(in_force(f.on), kind="contact", whom_organisation=OuterRef("pk"))
    gaps = listed.exclude(Exists(taken))
    return Contacts(pairs, _leaders(pairs), list(gaps[:most]), gaps.count(), listed.count())


def _narrow(f: ContactFilters, to: str = "") -> Q:
    narrow = Q()
    if f.division and (area := atlas().by_code.get(f.division)):
        narrow &= under(f"{to}division__path", [area.path])
    for word in f.words.split():
        narrow &= Q(**{f"{to}name__icontains": word})
    return narrow


def _units(scope: Scope, f: ContactFilters) -> QuerySet[Organisation]:
    """The units of the list: of the area, operating and there on the day."""
    there = Q(valid_from=None) | Q(valid_from__lte=f.on)
    there &= Q(valid_to=None) | Q(valid_to__gte=f.on)
    here = under("division__path", areas(scope)) & _narrow(f)
    rows = Organisation.objects.filter(here, there, kind__in=UNIT_SECTORS, operating="yes")
    return rows.select_related("division").order_by("division__path", "name")


def _visited(held: Iterable[Tie], day: date) -> list[Pair]:
    pairs = {(t.who_person_id, t.whom_organisation_id): Pair(t) for t in held}
    people = {who for who, _unit in pairs}
    rows = Guidance.objects.filter(role="contact", taken_back_at=None, person__in=people)
    days = rows.filter(on__range=(date(day.year, 1, 1), day))
    for who, unit, on in days.values_list("person", "organisation", "on"):
        if pair := pairs.get((who, unit)):
            pair.visits += 1
            pair.last = max(on, pair.last or on)
    return list(pairs.values())


def _leaders(pairs: Iterable[Pair]) -> list[Leader]:
    found: dict[int, Leader] = {}
    for pair in pairs:
        person = pair.tie.who_person
        if person is not None:
            leader = found.setdefault(person.pk, Leader(person))
            leader.ties.append(pair.tie)
            leader.visits += pair.visits
    return sorted(found.values(), key=lambda one: (-len(one.ties), one.person.label))


@dataclass(frozen=True)
class Visits:
    """The visits of a year up to a day: how many the journal tells of, and their records."""

    count: int
    rows: list[Guidance]


def visits(scope: Scope, day: date, *, most: int = 0) -> Visits:
    """Visits of contacts in the area, 次, and `most` of their records, the newest first."""
    days = (date(day.year, 1, 1), day)
    void = Entry.objects.filter(verb="contact.taken_back", voids__isnull=False).values("voids")
    told = Entry.objects.filter(
        under("division_path", areas(scope)), verb="contact.visited", day__range=days
    )
    rows = Guidance.objects.filter(
        under("organisation__division__path", areas(scope)),
        role="contact",
        taken_back_at=None,
        on__range=days,
    )
    found = rows.select_related("person", "organisation").order_by("-on", "-pk")
    return Visits(told.exclude(pk__in=void).count(), list(found[:most]) if most else [])


def leaders_to_choose(scope: Scope, day: date) -> QuerySet[Person]:
    """Whom a unit may be given: leaders of offices on the day, and contacts of the area."""
    leading = Tie.objects.filter(in_force(day), kind="leader")
    known = Tie.objects.filter(visible_contacts(scope))
    wanted = Q(pk__in=leading.values("who_person")) | Q(pk__in=known.values("who_person"))
    return Person.objects.filter(wanted).order_by("label", "pk")


@dataclass(frozen=True)
class ContactRecord:
    """One contact with its visits, newest first, and who came before and after."""

    tie: Tie
    unit: Organisation
    visits: list[Guidance]
    others: list[Tie]


def contact_record(scope: Scope, tie_id: int) -> ContactRecord:
    """One contact. Raises Refused("not_found") when the scope may not see it."""
    tie, unit = contact_tie(scope, tie_id)
    visits = Guidance.objects.filter(
        role="contact", person=tie.who_person, organisation=unit, taken_back_at=None
    )
    others = Tie.objects.filter(kind="contact", whom_organisation=unit).exclude(pk=tie.pk)
    return ContactRecord(
        tie,
        unit,
        list(visits.order_by("-on", "-pk")),
        list(others.select_related("who_person").order_by("-valid_from")),
    )
