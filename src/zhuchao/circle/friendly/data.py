"""The spots of the map as compact JSON: codes and words once in tables, a row for each site."""

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhuchao.circle.friendly.filters import Filters
from zhuchao.circle.friendly.ground import Ground, Hours, Land, Place, ground
from zhuchao.circle.friendly.needs import NEEDS
from zhuchao.circle.friendly.queries import Found, found_on
from zhuchao.circle.friendly.walking import DETOUR, minutes, speed_mps
from zhuchao.circle.friendly.words import change_words, hours_words, state_label
from zhuchao.circle.merchants.queries import offers_on_map
from zhuchao.places.datum import to_gcj02
from zhuchao.places.site_kinds import BY_KIND, EQUIPMENT

COLUMNS = ("code", "name", "kind", "lon", "lat", "hours", "needs", "equipment")
"""Of a row; kind and hours are places in their tables, needs and equipment sums of bits."""
SHIFTED = ("east", "north")
"""Where it stands on a GCJ-02 map: only there where the base map is one."""
BITS = {code: 1 << place for place, (code, _label) in enumerate(EQUIPMENT)}
KINDS = {kind: number for number, kind in enumerate(BY_KIND)}
Known = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Body:
    """The JSON, the same compressed, and its ETag."""

    text: bytes
    packed: bytes
    etag: str


def body(filters: Filters) -> Body:
    """The data of the filters at this minute. Raises Refused as `queries.found`."""
    known = tuple(sorted(offers_on_map().items()))
    shift = bool(settings.ZHUCHAO_TILES) and settings.ZHUCHAO_TILES_DATUM == "GCJ02"
    return _body(ground(), filters, known, get_language() or "", shift)


@lru_cache(maxsize=32)
def _body(ground: Ground, filters: Filters, known: Known, language: str, shift: bool) -> Body:
    text = written(found_on(ground, filters, dict(known)), shift=shift).encode()
    return Body(
        text, gzip.compress(text, 3, mtime=0), f'W/"{hashlib.sha256(text).hexdigest()[:20]}"'
    )


def written(found: Found, *, shift: bool) -> str:
    """The document. Rows are written once for all minutes and languages, here only put together."""
    rows, offers = _rows(found.ground.land, shift), dict[tuple[str, ...], int]()
    ends = (
        f"{rows[n]},{offers.setdefault(found.words(n), len(offers))}{_minutes(found, n)}]"
        for n in found.numbers
    )
    spots = ",".join(ends)
    head = json.dumps(_head(found, offers, shift), ensure_ascii=False, separators=(",", ":"))
    return f'{head[:-1]},"spots":[{spots}]}}'


def _minutes(found: Found, number: int) -> str:
    return f",{minutes(found.seconds(number) or 0)}" if found.walks else ""


@lru_cache(maxsize=4)
def _rows(land: Land, shift: bool) -> list[str]:
    """Each site as an array that is still open at its end."""
    texts = {text: number for number, text in enumerate(land.texts)}
    return [_row(place, texts[place.hours], shift) for place in land.places]


def _row(place: Place, hours: int, shift: bool) -> str:
    cells: list[Any] = [
        place.code,
        place.name,
        KINDS[place.kind],
        round(place.lon, 6),
        round(place.lat, 6),
        hours,
        place.needs,
        _bits(place.equipment),
    ]
    if shift:
        cells += [round(n, 6) for n in to_gcj02(place.lon, place.lat)]
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))[:-1]


def _bits(equipment: Sequence[str]) -> int:
    return sum(BITS[code] for code in equipment)


def _head(found: Found, offers: dict[tuple[str, ...], int], shift: bool) -> dict[str, Any]:
    used = {found.place(n).hours for n in found.numbers}
    extra = (*(SHIFTED if shift else ()), "offers", *(("minutes",) if found.walks else ()))
    return {
        "columns": [*COLUMNS, *extra],
        "kinds": [[kind, _(BY_KIND[kind].label)] for kind in KINDS],
        "hours": [
            _hours(found.ground.hours[text]) if text in used else None
            for text in found.ground.land.texts
        ],
        "needs": [[need.name, _(need.label)] for need in NEEDS],
        "equipment": [[code, _(label)] for code, label in EQUIPMENT],
        "offers": [list(words) for words in offers],
        "walk": {
            "detour": DETOUR,
            "speed_mps": round(speed_mps(), 4),
            "by_road": bool(found.walks and found.walks.by_road),
        },
    }


def _hours(hours: Hours) -> list[Any]:
    """State, its words, until when, all hours in words, and whether it never closes."""
    return [hours.state, state_label(hours), change_words(hours), hours_words(hours), hours.always]
