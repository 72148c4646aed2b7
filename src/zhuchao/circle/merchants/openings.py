"""On which days a place was there, and on which it was to open, as was believed on each day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zhuchao.journal.clock import local_day
from zhuchao.journal.models import Entry
from zhuchao.places.queries import calendar
from zhuchao.rules.calendar import Calendar
from zhuchao.rules.hours import Hours
from zhuchao.rules.hours_data import from_data

NOT_YET = ("planned", "building")


@dataclass(frozen=True)
class Openings:
    """The days of a period on which a site was there, and those on which it was to open."""

    there: frozenset[date]
    opened: frozenset[date]


NEVER = Openings(frozenset(), frozenset())


@dataclass(frozen=True)
class _Belief:
    """What was written of a site from a day on."""

    day: date
    hours: Hours
    status: str
    valid_from: date | None
    valid_to: date | None


def days_of(first: date, last: date) -> list[date]:
    """Every day from one to another, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def openings(sites: Iterable[int], first: date, last: date) -> dict[int, Openings]:
    """Of each of these sites, its days from `first` to `last`; two statements for all.

    Hours are those that were believed on the day itself, read from the versions of the span
    `site:<id>`; whether it had opened by then is what is believed now. A day of unknown hours is
    no open day by itself: who was counted on it makes it one (`rules.visiting.daily_means`).
    """
    days, known, calm = days_of(first, last), _beliefs(sites), calendar()
    return {site: _of_one(beliefs, days, calm) for site, beliefs in known.items()}


def _beliefs(sites: Iterable[int]) -> dict[int, list[_Belief]]:
    spans = {f"site:{number}": number for number in sites}
    rows = Entry.objects.filter(span_id__in=list(spans)).order_by("id")
    columns = ("span_id", "recorded_at", "facets", "valid_from", "valid_to")
    found: dict[int, list[_Belief]] = defaultdict(list)
    for span, recorded, facets, begins, ends in rows.values_list(*columns):
        hours, status = from_data(facets["hours"]), facets["status"]
        found[spans[span]].append(_Belief(local_day(recorded), hours, status, begins, ends))
    return found


def _of_one(beliefs: list[_Belief], days: list[date], calm: Calendar) -> Openings:
    now = beliefs[-1]
    if now.status in NOT_YET:
        return NEVER
    there = frozenset(d for d in days if _holds(now, d))
    opened = frozenset(d for d in there if _then(beliefs, d).hours.on(d, calm))
    return Openings(there, opened)


def _holds(now: _Belief, day: date) -> bool:
    begun = now.valid_from is None or now.valid_from <= day
    return begun and (now.valid_to is None or day <= now.valid_to)


def _then(beliefs: list[_Belief], day: date) -> _Belief:
    """The last version written up to a day, else the first there is."""
    held = beliefs[0]
    for belief in beliefs:
        if belief.day <= day:
            held = belief
    return held
