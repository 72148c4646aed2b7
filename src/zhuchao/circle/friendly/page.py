"""The page of the map in words: chips with their addresses, a page of the list, its picture."""

from collections import Counter
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuchao.circle.friendly.filters import STATES, Filters
from zhuchao.circle.friendly.needs import NEEDS
from zhuchao.circle.friendly.picture import Picture, picture
from zhuchao.circle.friendly.queries import ORDER, Found, found
from zhuchao.circle.friendly.walking import minutes
from zhuchao.circle.friendly.words import change_words, hours_words, state_label, state_tone
from zhuchao.marks.site_words import NOW
from zhuchao.places.site_kinds import BY_KIND, EQUIPMENT

SIZE = 20


@dataclass(frozen=True)
class Chip:
    """A choice: leads to the page with it, or without it where it is chosen."""

    label: str
    to: str
    chosen: bool
    icon: str = ""


@dataclass(frozen=True)
class Row:
    """A site as a line of the list."""

    number: int
    code: str
    name: str
    kind: str
    state: str
    label: str
    tone: str
    then: str
    hours: str
    minutes: int | None
    equipment: list[str]
    offers: tuple[str, ...]


BLANK = Row(0, "", "", "", "", "", "", "", "", None, [], ())
"""What a script fills in where it writes the list anew."""


@dataclass(frozen=True)
class MapPage:
    """Everything the template shows."""

    filters: Filters
    found: Found
    rows: list[Row]
    picture: Picture | None
    needs: list[Chip]
    states: list[Chip]
    offers: Chip
    counts: list[tuple[str, str, int]]
    """State, its words and how many sites are in it: the legend."""
    unknown: str
    """Where the sites are that may be open, if such were left out."""
    first: str
    next: str


def map_page(filters: Filters, after: int) -> MapPage:
    """The page from the site after so many. Raises Refused as `queries.found`."""
    all_of_them = found(filters)
    page = all_of_them.numbers[after : after + SIZE]
    return MapPage(
        filters=filters,
        found=all_of_them,
        rows=[_row(all_of_them, n, number) for number, n in enumerate(page, after + 1)],
        picture=picture(all_of_them, page, after + 1),
        needs=_needs(filters),
        states=_states(filters),
        offers=Chip(
            _("有优惠"), address(replace(filters, offers=not filters.offers)), filters.offers
        ),
        counts=_counts(all_of_them),
        unknown=address(replace(filters, state="unknown")) if all_of_them.unknown else "",
        first=address(filters) if after else "",
        next=address(filters, after + SIZE) if len(all_of_them.numbers) > after + SIZE else "",
    )


def address(filters: Filters, after: int = 0) -> str:
    """The address of the page with these filters."""
    query = "&".join(filter(None, (filters.query(), f"after={after}" if after else "")))
    return reverse("friendly_map") + (f"?{query}" if query else "")


def _needs(filters: Filters) -> list[Chip]:
    return [
        Chip(_(n.label), address(filters.toggled(n.name)), n.name in filters.needs, n.icon)
        for n in NEEDS
    ]


def _states(filters: Filters) -> list[Chip]:
    return [
        Chip(_(label), address(replace(filters, state=name)), name == filters.state)
        for name, label in STATES
    ]


def _counts(found: Found) -> list[tuple[str, str, int]]:
    counted = Counter(found.hours(n).state for n in found.numbers)
    return [(state, _(NOW[state][0]), counted[state]) for state in ORDER if counted[state]]


def _row(found: Found, n: int, number: int) -> Row:
    place, hours, seconds = found.place(n), found.hours(n), found.seconds(n)
    return Row(
        number=number,
        code=place.code,
        name=place.name,
        kind=_(BY_KIND[place.kind].label),
        state=hours.state,
        label=state_label(hours),
        tone=state_tone(hours),
        then=change_words(hours),
        hours=hours_words(hours),
        minutes=None if seconds is None else minutes(seconds),
        equipment=[_(label) for code, label in EQUIPMENT if code in place.equipment],
        offers=found.words(n),
    )
