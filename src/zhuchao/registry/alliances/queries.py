"""Alliances and leads on a day, from the journal's spans: as believed now, or as known then."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry
from zhuchao.registry.alliances.policy import sees_ends
from zhuchao.registry.asof import Held, organisations_on, ties_on
from zhuchao.registry.coverage.policy import areas
from zhuchao.registry.models import Booking, Organisation

PAGE = 50


@dataclass(frozen=True)
class End:
    """An organisation at the far end of a tie, since when, and the tie's number."""

    organisation: Organisation
    since: date | None
    until: date | None
    number: int


@dataclass(frozen=True)
class Circle:
    """An alliance with its members on the day, or a leader with those it leads; oldest first."""

    centre: Organisation
    ends: list[End] = field(default_factory=list)


@dataclass(frozen=True)
class Bonds:
    """What a scope sees of a day: alliances of equals, and leaders with the led."""

    alliances: list[Circle]
    leaders: list[Circle]
    led: int
    """Distinct organisations that are led."""


def bonds(scope: Scope, day: date, *, known: datetime | None = None) -> Bonds:
    """The alliances and leads of a day, in three statements however many there are."""
    there = {
        held.subject[1]: held for held in organisations_on(day, kinds=("alliance",), known=known)
    }
    ties = ties_on(day, kinds=("ally", "leads"), known=known)
    rows = Organisation.objects.select_related("division").in_bulk({*there, *_ends_of(ties)})
    found: dict[tuple[str, int], Circle] = {
        ("ally", pk): Circle(rows[pk]) for pk in there if pk in rows
    }
    for tie in sorted(ties, key=lambda one: (one.valid_from or date.min, _number(one))):
        who, whom = rows.get(tie.subject[1]), rows.get(tie.organisation or 0)
        if who is None or whom is None:
            continue
        if tie.kind == "ally" and whom.pk in there:
            found["ally", whom.pk].ends.append(_end(who, tie))
        elif tie.kind == "leads" and _sees(scope, (who, whom), (who, whom)):
            circle = found.setdefault(("leads", who.pk), Circle(who))
            circle.ends.append(_end(whom, tie))
    alliances = [c for (kind, _pk), c in found.items() if kind == "ally" and _sees_circle(scope, c)]
    leaders = [circle for (kind, _pk), circle in found.items() if kind == "leads"]
    led = {end.organisation.pk for circle in leaders for end in circle.ends}
    return Bonds(_largest_first(alliances), _largest_first(leaders), len(led))


def _ends_of(ties: Iterable[Held]) -> Iterable[int]:
    for tie in ties:
        yield from (tie.subject[1], tie.organisation or 0)


def _number(tie: Held) -> int:
    return int(tie.span.partition(":")[2])


def _end(organisation: Organisation, tie: Held) -> End:
    return End(organisation, tie.valid_from, tie.valid_to, _number(tie))


def _largest_first(rows: Iterable[Circle]) -> list[Circle]:
    return sorted(rows, key=lambda one: (-len(one.ends), one.centre.pk))


def _sees(scope: Scope, places: Iterable[Organisation], ends: Iterable[Organisation]) -> bool:
    """Whether a scope sees what lies at these places and concerns these organisations."""
    numbers = [one.pk for one in ends]
    return any(sees_ends(scope, str(one.division.path), numbers) for one in places)


def _sees_circle(scope: Scope, circle: Circle) -> bool:
    """An alliance lies where it was founded: the street of one of its members counts none."""
    return _sees(scope, [circle.centre], [end.organisation for end in circle.ends])


def seen_alliance(scope: Scope, code: str) -> Organisation:
    """An alliance by its code. Raises Refused("not_found") when the scope does not see it."""
    found = Organisation.objects.filter(kind="alliance", code=code)
    alliance = found.select_related("division").first()
    if alliance is not None:
        members = alliance.tied.filter(kind="ally").values_list("who_organisation", flat=True)
        if sees_ends(scope, str(alliance.division.path), [m for m in members if m]):
            return alliance
    raise Refused("not_found", _("没有这个联建共同体，或者您不能查看"))


def used(scope: Scope, day: date, *, known: datetime | None = None) -> QuerySet[Entry]:
    """The uses of rooms told of the year up to a day, in the scope's area, last told first.

    What was taken back is not among them.
    """
    then = Q() if known is None else Q(recorded_at__lte=known)
    void = Entry.objects.filter(then, verb="room.taken_back", voids__isnull=False).values("voids")
    told = Entry.objects.filter(
        under("division_path", areas(scope)),
        then,
        verb="room.used",
        day__range=(date(day.year, 1, 1), day),
    )
    return told.exclude(pk__in=void).order_by("-pk")


@dataclass(frozen=True)
class UsePage:
    """A page by key of uses with their bookings, and the key it goes on before."""

    rows: list[tuple[Entry, Booking]]
    before: int | None


def use_page(entries: QuerySet[Entry], before: int | None, *, size: int = PAGE) -> UsePage:
    """A page of the records behind the figures of use. Two statements."""
    older = entries.filter(pk__lt=before) if before else entries
    found = list(older[: size + 1])
    shown = found[:size]
    rows = Booking.objects.select_related("site", "organisation").in_bulk(
        [entry.subject_id for entry in shown]
    )
    last = shown[-1].pk if len(found) > size else None
    return UsePage([(e, rows[e.subject_id]) for e in shown if e.subject_id in rows], last)


@dataclass(frozen=True)
class Counts:
    """Figures of the area on a day, from the journal alone."""

    alliances: int
    """Alliances of the day (claims.csv A-45)."""
    leaders: int
    """Distinct Party organisations that lead others (A-44)."""
    led: int
    """Distinct organisations that are led."""
    rooms: int
    """Distinct rooms shared on the day."""
    used: int
    """Bookings used in the year so far."""
    people: int
    """People who came (人次) in the year so far."""
    hours: int
    """Hours in which a room was used in the year so far."""


def counts(scope: Scope, day: date, found: Bonds, *, known: datetime | None = None) -> Counts:
    """The figures of a day and of its year so far; `found` are the bonds of the same day."""
    rooms = ties_on(day, kinds=("shares_room",), known=known)
    here = [r for r in rooms if sees_ends(scope, r.path, [r.subject[1]])]
    uses = used(scope, day, known=known)
    sums = uses.aggregate(n=Count("pk"), people=Sum("headcount"), hours=Sum("quantity"))
    return Counts(
        alliances=len(found.alliances),
        leaders=len(found.leaders),
        led=found.led,
        rooms=len({r.facets["whom_site"] for r in here}),
        used=sums["n"],
        people=sums["people"] or 0,
        hours=int(sums["hours"] or 0),
    )
