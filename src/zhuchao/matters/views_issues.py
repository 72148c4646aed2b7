"""Hot issues: what several people reported or asked about the same place, and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhuchao.access.refusal import Refused
from zhuchao.access.scope import Scope
from zhuchao.matters.desk_rows import Row, rows
from zhuchao.matters.door import staff
from zhuchao.matters.hot import WINDOWS, Hot, hot_issues
from zhuchao.places.atlas import atlas
from zhuchao.places.scheme import HIGH, WIDE, Scheme, scheme

USUAL = 30
LISTED = 8
DRAWN = ("district", "zone", "street")
"""Smaller divisions would weigh more than the page has room for."""
BAR_WIDE, BAR_HIGH, BAR_STEP = 8, 28, 10


@dataclass(frozen=True)
class Bar:
    """One week of a trend, in the units of its SVG."""

    x: int
    y: int
    high: int


@dataclass(frozen=True)
class Shown:
    """One issue on screen."""

    hot: Hot
    rows: list[Row]
    more: list[Row]
    bars: list[Bar]
    wide: int
    trend: str
    """The same in words, for whoever does not see the bars."""
    drawn: Scheme | None


@require_GET
@staff
def issues(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The hottest issues of the last days, each with its trend, its place and its matters."""
    if not scope.holds("intake", "supervisor"):
        raise Refused("forbidden", _("热点问题由受理和督办岗查看"))
    given = request.GET.get("days", "")
    days = int(given) if given in map(str, WINDOWS) else USUAL
    found = hot_issues(scope, days)
    context: dict[str, Any] = {
        "shown": [_shown(hot) for hot in found.issues],
        "found": found,
        "days": days,
        "choices": [(n, _("近 %(n)s 天") % {"n": n}) for n in WINDOWS],
        "wide": int(WIDE),
        "high": int(HIGH),
        "bar_wide": BAR_WIDE,
        "bar_high": BAR_HIGH,
    }
    return render(request, "matters/desk/issues.html", context)


def _shown(hot: Hot) -> Shown:
    listed = rows(hot.matters)
    points = [(m.lon, m.lat) for m in hot.matters if m.lon is not None and m.lat is not None]
    return Shown(
        hot=hot,
        rows=listed[:LISTED],
        more=listed[LISTED:],
        bars=_bars([count for _day, count in hot.weeks]),
        wide=BAR_STEP * len(hot.weeks),
        trend=_trend(hot),
        drawn=scheme((a for a in atlas().areas if a.kind in DRAWN), points),
    )


def _bars(counts: Sequence[int]) -> list[Bar]:
    most = max(*counts, 1)
    heights = [-(-BAR_HIGH * count // most) for count in counts]
    return [Bar(BAR_STEP * n, BAR_HIGH - high, high) for n, high in enumerate(heights)]


def _trend(hot: Hot) -> str:
    parts = (
        _("%(day)s 起一周 %(n)s 件") % {"day": day.strftime("%m-%d"), "n": count}
        for day, count in hot.weeks
    )
    return "；".join(parts)
