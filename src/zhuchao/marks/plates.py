"""Plates that hang: which, how many, where several hang together, and which want a new check."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuchao.access.policy import under
from zhuchao.access.scope import Scope
from zhuchao.journal.clock import local_day, now
from zhuchao.marks.models import Assessment, Mark
from zhuchao.places.atlas import atlas
from zhuchao.registry.site_policy import managed

AHEAD = timedelta(days=60)
"""How long before its last day a plate wants its yearly recheck."""
PAGE = 20


def valid_marks(day: date) -> QuerySet[Mark]:
    """The plates that hang on a day, of sites that are open."""
    return Mark.objects.filter(
        state="valid", valid_from__lte=day, valid_until__gte=day, site__status="open"
    )


@dataclass(frozen=True)
class PlateCount:
    """Sites with a plate, each counted once in every number; `plates` alone counts plates."""

    sites: int
    plates: int
    several: int
    """Sites with more than one."""
    each: dict[str, int]
    """Standard → sites that carry its plate."""
    together: list[tuple[str, str, int]]
    """Two standards, and the sites that carry both."""


def plate_count(day: date | None = None) -> PlateCount:
    """Counted from the rows of today, in one statement."""
    held: dict[int, set[str]] = defaultdict(set)
    plates = 0
    rows = valid_marks(day or local_day(now())).values_list("site", "standard")
    for site, standard in rows:
        held[site].add(standard)
        plates += 1
    each = Counter(key for keys in held.values() for key in keys)
    pairs = Counter(pair for keys in held.values() for pair in combinations(sorted(keys), 2))
    return PlateCount(
        len(held),
        plates,
        sum(len(keys) > 1 for keys in held.values()),
        dict(each),
        [(a, b, n) for (a, b), n in sorted(pairs.items())],
    )


@dataclass(frozen=True)
class MarkFilters:
    """What the list of plates is narrowed to."""

    standard: str = ""
    state: str = ""
    """valid, due (a recheck wanted: soon over or over), expired, withdrawn."""
    division: str = ""
    words: str = ""


@dataclass(frozen=True)
class MarkPage:
    """A page of plates, keyed by id, newest first."""

    rows: list[Mark]
    after: int | None


def marks(f: MarkFilters) -> QuerySet[Mark]:
    """The plates that fit; what hangs on a wall is no secret."""
    found = Mark.objects.filter(_in_state(f.state))
    if f.standard:
        found = found.filter(standard=f.standard)
    area = atlas().by_code.get(f.division)
    if area:
        found = found.filter(under("site__division__path", [area.path]))
    for word in f.words.split():
        found = found.filter(Q(number__icontains=word) | Q(site__name__icontains=word))
    return found.select_related("site__division").order_by("-pk")


def _in_state(state: str) -> Q:
    today = local_day(now())
    rules = {
        "valid": Q(state="valid", valid_until__gte=today),
        "due": due(today),
        "expired": Q(state="valid", valid_until__lt=today),
        "withdrawn": Q(state="withdrawn"),
    }
    return rules.get(state, Q())


def due(today: date) -> Q:
    """Plates that want their recheck: over within AHEAD, or over already and not renewed."""
    newer = Mark.objects.filter(
        site=OuterRef("site"), standard=OuterRef("standard"), pk__gt=OuterRef("pk")
    )
    return Q(~Exists(newer), state="valid", valid_until__lt=today + AHEAD, site__status="open")


def mark_page(f: MarkFilters, *, after: int = 0, size: int = PAGE) -> MarkPage:
    """A page of the list in one statement."""
    found = marks(f).filter(pk__lt=after) if after else marks(f)
    rows = list(found[: size + 1])
    return MarkPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def due_count(scope: Scope) -> int:
    """How many plates of one's own territory want a recheck."""
    own = managed(scope, "site__division__path")
    return Mark.objects.filter(own & due(local_day(now()))).count()


def passed(scope: Scope) -> list[Assessment]:
    """Checks on the spot that were passed and whose plate has not been hung yet, oldest first."""
    newer = Assessment.objects.filter(
        site=OuterRef("site"),
        standard=OuterRef("standard"),
        manner="onsite",
        pk__gt=OuterRef("pk"),
    )
    rows = Assessment.objects.filter(
        managed(scope, "site__division__path"),
        ~Exists(newer),
        manner="onsite",
        marks=None,
        site__status="open",
    ).exclude(grade="")
    return list(rows.select_related("site").order_by("pk")[:50])
