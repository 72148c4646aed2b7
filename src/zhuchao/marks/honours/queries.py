"""Honours as lists and pages read them, and how many hold on a day, counted from the journal."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuchao.access.models import File
from zhuchao.access.policy import under
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.journal.models import Entry, Span
from zhuchao.journal.queries import timeline
from zhuchao.marks.honours.policy import honour_rule
from zhuchao.marks.models import HONOUR_LEVELS, Honour
from zhuchao.places.atlas import atlas
from zhuchao.registry.asof import held_on

PAGE = 20


@dataclass(frozen=True)
class HonourFilters:
    """What the list is narrowed to: those that hold on a day, or those that were ended."""

    on: date
    gone: bool = False
    """Those that were taken away or taken back instead of those that hold on the day."""
    level: str = ""
    whose: str = ""
    year: int | None = None
    division: str = ""
    organisation: str = ""
    """Code of the organisation it was given to."""
    person: int | None = None
    words: str = ""


@dataclass(frozen=True)
class HonourPage:
    """A page of honours, the newest year first, and the key it goes on after."""

    rows: list[Honour]
    after: int | None


def _held(day: date) -> QuerySet[Span]:
    return Span.objects.filter(held_on(day), subject_kind="honour")


def honours(scope: Scope, f: HonourFilters) -> QuerySet[Honour]:
    """The visible honours that fit; which ones hold on a day is read from the journal."""
    held = Q(pk__in=_held(f.on).values("subject_id"))
    gone = Q(until__isnull=False) | Q(withdrawn_at__isnull=False)
    found = Honour.objects.filter(honour_rule(scope) & (gone if f.gone else held) & _narrow(f))
    return found.select_related("organisation", "person", "division").order_by("-year", "-pk")


def _narrow(f: HonourFilters) -> Q:
    given = {
        "level": f.level,
        "whose": f.whose,
        "year": f.year,
        "organisation__code": f.organisation,
        "person": f.person,
    }
    narrow = Q(**{name: value for name, value in given.items() if value})
    if f.division and (area := atlas().by_code.get(f.division)):
        narrow &= under("division_path", [area.path])
    for word in f.words.split():
        narrow &= (
            Q(title__icontains=word)
            | Q(given_by__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(whose="division", division__name__icontains=word)
        )
    return narrow


def honour_page(scope: Scope, f: HonourFilters, *, after: int = 0, size: int = PAGE) -> HonourPage:
    """A page of the list in one statement, or two when it goes on after a row."""
    found = honours(scope, f)
    if after and (year := Honour.objects.filter(pk=after).values_list("year", flat=True).first()):
        found = found.filter(Q(year__lt=year) | Q(year=year, pk__lt=after))
    rows = list(found[: size + 1])
    return HonourPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def tally(scope: Scope, day: date) -> list[tuple[str, str, int]]:
    """Level, words and number of the visible honours that hold on a day (A-40); one statement."""
    seen = Honour.objects.filter(honour_rule(scope)).values("pk")
    facets = _held(day).filter(subject_id__in=seen).values_list("facets", flat=True)
    counted = Counter(one["level"] for one in facets)
    return [(name, _(label), counted[name]) for name, label in HONOUR_LEVELS]


@dataclass(frozen=True)
class HonourDetail:
    """An honour with the files of its document and its history, the newest first."""

    honour: Honour
    files: list[File]
    entries: list[Entry]


def honour_detail(scope: Scope, number: int) -> HonourDetail:
    """One honour. Raises Refused("not_found") when the scope may not see it."""
    found = Honour.objects.filter(honour_rule(scope), pk=number)
    honour = found.select_related("organisation", "person", "division").first()
    if honour is None:
        raise Refused("not_found", _("没有这项荣誉，或者您不能查看"))
    files = File.objects.filter(subject_kind="honour", subject_id=number).order_by("uploaded_at")
    return HonourDetail(honour, list(files), timeline(("honour", number))[::-1])
