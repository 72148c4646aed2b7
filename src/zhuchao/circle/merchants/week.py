"""The weekly sheet of a shop: visits by hour, day and offer, scan and hand tally apart."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhuchao.circle.merchants.counts import Cell, Visits, cells, period, thanks
from zhuchao.circle.merchants.drawing import Bars, Line, drawn
from zhuchao.circle.merchants.openings import days_of
from zhuchao.circle.merchants.queries import offer_words
from zhuchao.circle.models import Offer
from zhuchao.journal.clock import local_day, now
from zhuchao.journal.models import Entry
from zhuchao.places.models import Site


@dataclass(frozen=True)
class Week:
    """Seven days of a shop. Nobody who came is in it."""

    monday: date
    hours: list[Line]
    days: list[tuple[date, Line]]
    offers: list[Line]
    bars: Bars
    cells: list[Cell]
    visits: Visits
    thanks: list[Entry]
    words: dict[int, str]
    """Offers by id, in words."""

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


def monday_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def week_of(site: Site, day: date) -> Week:
    """The sheet of the week a day lies in."""
    first = monday_of(day)
    last = first + timedelta(days=6)
    found = cells([site.pk], first, last)
    words = {one.pk: offer_words(one) for one in Offer.objects.filter(site=site)}
    hours = [line for _hour, line in _by_hour(found)]
    return Week(
        monday=first,
        hours=hours,
        days=[
            (d, _line("", (c for c in found if c.day == d)))
            for d in days_of(first, min(last, local_day(now())))
        ],
        offers=_by_offer(found, words),
        bars=drawn([Line(line.label.split(":")[0], line.scans, line.tallies) for line in hours]),
        cells=sorted(found, key=lambda c: (c.day, c.hour, c.offer or 0, c.way)),
        visits=period([site.pk], first, last).shops[site.pk],
        thanks=list(thanks([site.pk], first, last)),
        words=words,
    )


def _line(label: str, found: Iterable[Cell]) -> Line:
    counted: Counter[bool] = Counter()
    for cell in found:
        counted[cell.scanned] += cell.visits
    return Line(label, counted[True], counted[False])


def _by_hour(found: list[Cell]) -> list[tuple[int, Line]]:
    """From the first to the last hour in which anybody came, empty ones between them too."""
    came = [cell.hour for cell in found]
    span = range(min(came), max(came) + 1) if came else range(0)
    return [(h, _line(f"{h}:00", (c for c in found if c.hour == h))) for h in span]


def _by_offer(found: list[Cell], words: dict[int, str]) -> list[Line]:
    def of(number: int | None) -> Callable[[Cell], bool]:
        return lambda cell: cell.offer == number

    used = sorted({c.offer for c in found if c.offer is not None})
    named = [_line(words.get(n, str(n)), filter(of(n), found)) for n in used]
    none = _line(_("没有选优惠"), filter(of(None), found))
    return [*named, none] if none.both else named
