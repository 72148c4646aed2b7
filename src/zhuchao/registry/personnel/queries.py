"""Records of social workers as lists, pages and figures read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry, Span
from zhuchao.places.atlas import atlas
from zhuchao.registry.models import Milestone, Person, Tie
from zhuchao.registry.personnel.codes import SCHEME
from zhuchao.registry.personnel.policy import DESK, visible_workers
from zhuchao.registry.scope import in_force
from zhuchao.rules.grades import Grade, grade

PAGE = 50
SOON_DAYS = 90


@dataclass(frozen=True)
class WorkerFilters:
    """What the list is narrowed to."""

    words: str = ""
    division: str = ""
    post: str = ""
    certificate: str = ""
    """A certificate, "none" or "ending" for a registration that ends soon or has ended."""
    away: bool = False
    """Those who left instead of those in post."""


@dataclass(frozen=True)
class Worker:
    """A social worker as a line shows him, on one day."""

    person: Person
    post: Tie | None
    """His post on the day, or None."""
    degree: str
    certificate: Milestone | None
    """The newest registration, whether it still holds or not."""
    graded: Grade | None
    appraised: Milestone | None
    since: date | None
    day: date

    @property
    def registered(self) -> bool:
        """Whether a registration holds on the day."""
        last = self.certificate
        return bool(last and last.until and last.until >= self.day)

    @property
    def ending(self) -> bool:
        """Whether his registration has ended or ends within SOON_DAYS."""
        last = self.certificate
        return bool(last and last.until and (last.until - self.day).days <= SOON_DAYS)


@dataclass(frozen=True)
class WorkerPage:
    """A page of workers by key, and the key it goes on after."""

    rows: list[Worker]
    after: int | None


def worker_page(scope: Scope, f: WorkerFilters, *, after: int = 0, size: int = PAGE) -> WorkerPage:
    """A page of the list, by id, in three statements."""
    today = local_day(now())
    found = list(_narrowed(scope, f, today).filter(pk__gt=after)[: size + 1])
    rows = [worker(person, today) for person in found[:size]]
    return WorkerPage(rows, found[size - 1].pk if len(found) > size else None)


def workers(scope: Scope, f: WorkerFilters) -> Iterable[Worker]:
    """Every worker that fits, for a file."""
    today = local_day(now())
    return (worker(person, today) for person in _narrowed(scope, f, today))


def _narrowed(scope: Scope, f: WorkerFilters, day: date) -> QuerySet[Person]:
    posts = Tie.objects.filter(kind="social_worker")
    if area := atlas().by_code.get(f.division):
        posts = posts.filter(under("whom_organisation__division__path", [area.path]))
    if f.post:
        posts = posts.filter(terms__contains=f'"post":"{f.post}"')
    now_in = posts.filter(in_force(day))
    who = (posts if f.away else now_in).values("who_person")
    found = Person.objects.filter(visible_workers(scope), pk__in=who)
    if f.away:
        present = Tie.objects.filter(in_force(day), kind="social_worker").values("who_person")
        found = found.exclude(pk__in=present)
    for word in f.words.split():
        found = found.filter(label__icontains=word)
    if f.certificate:
        found = found.filter(_certified(f.certificate, day))
    return _with_record(found).order_by("pk")


def _certified(wanted: str, day: date) -> Q:
    rows = Milestone.objects.filter(kind="certified", taken_back_at=None)
    holding = rows.filter(until__gte=day).values("person")
    if wanted == "none":
        return ~Q(pk__in=holding)
    if wanted == "ending":
        later = rows.filter(until__gt=date.fromordinal(day.toordinal() + SOON_DAYS))
        return Q(pk__in=rows.values("person")) & ~Q(pk__in=later.values("person"))
    return Q(pk__in=rows.filter(code=wanted, until__gte=day).values("person"))


def _with_record(found: QuerySet[Person]) -> QuerySet[Person]:
    posts = Tie.objects.filter(kind="social_worker").select_related("whom_organisation__division")
    rows = Milestone.objects.filter(taken_back_at=None).order_by("on", "pk")
    return found.prefetch_related(
        Prefetch("ties", posts.order_by("valid_from", "pk"), to_attr="posts_held"),
        Prefetch("milestones", rows, to_attr="way"),
    )


def worker(person: Person, day: date) -> Worker:
    """What a fetched record says of somebody on a day."""
    held: list[Tie] = person.posts_held  # type: ignore[attr-defined]
    way: list[Milestone] = [m for m in person.way if m.on <= day]  # type: ignore[attr-defined]
    post = next((t for t in reversed(held) if _holds(t, day)), None)
    last = {m.kind: m for m in way}
    since = last["recruited"].on if "recruited" in last else held[0].valid_from if held else None
    degree = last["degree"].code if "degree" in last else "none"
    certified = last.get("certified")
    valid = certified and certified.until and certified.until >= day
    graded = None
    if post and since and since <= day:
        code = certified.code if certified and valid else ""
        graded = grade(SCHEME, post.terms["post"], since, day, degree, code)
    return Worker(person, post, degree, certified, graded, last.get("appraised"), since, day)


def _holds(tie: Tie, day: date) -> bool:
    return tie.valid_from <= day and (tie.valid_to is None or tie.valid_to >= day)


@dataclass(frozen=True)
class Record:
    """Everything on one record: the worker today, his posts and milestones, his time in reserve."""

    worker: Worker
    posts: list[Tie]
    way: list[Milestone]
    reserve: list[Tie]
    hours: int
    """Hours of training on the record."""


def record(scope: Scope, person_id: int) -> Record:
    """One record. Raises Refused("not_found") when the scope may not read it."""
    found = Person.objects.filter(visible_workers(scope), pk=person_id)
    person = _with_record(found).first()
    if person is None or not person.posts_held:  # type: ignore[attr-defined]
        raise Refused("not_found", _("没有这个人的记录，或者您不能查看"))
    kept = Tie.objects.filter(kind="secretary_reserve", who_person=person)
    way: list[Milestone] = person.way  # type: ignore[attr-defined]
    return Record(
        worker(person, local_day(now())),
        person.posts_held,  # type: ignore[attr-defined]
        way,
        list(kept.select_related("whom_division").order_by("valid_from")),
        sum(m.hours or 0 for m in way if m.kind == "trained"),
    )


@dataclass(frozen=True)
class Counts:
    """Figures of a scope's area: stocks on a day, flows of a year; read from the journal alone."""

    in_post: int
    """Distinct persons (claims.csv A-20)."""
    recruited: int
    """Persons recruited in the year (A-21)."""
    in_reserve: int
    """Distinct reserve secretaries (A-22)."""
    trainings: int
    """Attendances in the year, 人次."""
    trained: int
    """Distinct persons trained in the year."""


def counts(scope: Scope, day: date) -> Counts:
    """The figures of the area on a day and in its year so far."""
    area = under("division_path", ["/"] if scope.system else scope.paths(DESK))
    spans = Span.objects.filter(area, subject_kind="person", verb__startswith="tie.")
    valid = spans.filter(Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day)))
    told = Entry.objects.filter(area, day__range=(date(day.year, 1, 1), day))
    void = Entry.objects.filter(verb="personnel.taken_back", voids__isnull=False).values("voids")
    sound = told.exclude(pk__in=void)
    trained = list(sound.filter(verb="personnel.trained").values_list("subject_id", flat=True))
    return Counts(
        in_post=_persons(valid, "social_worker"),
        recruited=sound.filter(verb="personnel.recruited").count(),
        in_reserve=_persons(valid, "secretary_reserve"),
        trainings=len(trained),
        trained=len(set(trained)),
    )


def _persons(spans: QuerySet[Span], kind: str) -> int:
    """Distinct persons among the ties of a kind."""
    rows = spans.filter(facets__contains=f'"kind":"{kind}"')
    return rows.values("subject_id").distinct().count()
