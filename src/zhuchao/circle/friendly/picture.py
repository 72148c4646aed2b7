"""The first picture of the map, made by the server: roads, outlines, numbered pins and dots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from zhuchao.circle.friendly.network import usable_network
from zhuchao.circle.friendly.outlines import outlines
from zhuchao.circle.friendly.queries import Found
from zhuchao.circle.networks import Stored, roads_of
from zhuchao.places.atlas import atlas
from zhuchao.roads.drawing import drawing
from zhuchao.roads.window import Point, Window, fitting, world

RATIO = 4 / 3
LEAST_WIDE = 48.0
"""Canvas units; at the closest zoom about 60 m."""
PIN, TEXT = 0.03, 0.034
"""Radius of a pin and size of its number, in widths of the picture."""
MARGIN = 0.09
NEAREST = 6
"""So many sites of a page a picture around a start goes up to."""
FAR_ZOOM = 12
"""Up to this zoom a picture shows a whole town, and its roads are drawn finer."""


@dataclass(frozen=True)
class Pin:
    """A site of the list: its number there, where it lies, whether it is open."""

    number: int
    x: str
    y: str
    state: str
    code: str
    name: str


@dataclass(frozen=True)
class Picture:
    """Everything an SVG needs, in units of its window's canvas."""

    window: Window
    box: str
    roads: str
    """Address of the file with the roads, or ""."""
    attribution: str
    outlines: str
    pins: list[Pin]
    dots: list[tuple[str, str]]
    """State and path of the sites that are on other pages of the list."""
    start: tuple[str, str] | None
    pin: str
    text: str

    @property
    def far(self) -> bool:
        """Whether it shows a whole town."""
        return self.window.z <= FAR_ZOOM


def picture(found: Found, page: Sequence[int], first: int) -> Picture | None:
    """A picture of the sites of a page, numbered from `first` on, among all that fit.

    With a start it shows the way to the nearest of the page, else all; None without a site.
    """
    start = world(found.start.lon, found.start.lat) if found.start else None
    framed = [found.place(n).world for n in (page[:NEAREST] if start else found.numbers)]
    framed += [start] if start else []
    window = fitting(framed)
    if window is None or not page:
        return None
    left, top, wide, high = _frame([window.on_canvas(point) for point in framed])
    stored = usable_network()
    return Picture(
        window=window,
        box=f"{left:.0f} {top:.0f} {wide:.0f} {high:.0f}",
        roads=_roads_address(window, stored) if stored else "",
        attribution=roads_of(stored).attribution if stored else "",
        outlines=outlines(window, atlas().areas),
        pins=[_pin(window, found, n, number) for number, n in enumerate(page, first)],
        dots=_dots(window, found, set(page)),
        start=_text(window.on_canvas(start)) if start else None,
        pin=f"{wide * PIN:.1f}",
        text=f"{wide * TEXT:.1f}",
    )


def roads_drawing(stored: Stored, window: Window) -> str:
    """The roads of a window as an SVG file."""
    return drawing(roads_of(stored), window)


def version_of(stored: Stored) -> str:
    """Another one whenever the network file is exchanged; part of addresses that may be kept."""
    return "-".join(f"{number:x}" for number in stored.stamp)


def _roads_address(window: Window, stored: Stored) -> str:
    return reverse("friendly_roads", args=[version_of(stored), window.z, window.x, window.y])


def _frame(flat: Sequence[Point]) -> tuple[float, float, float, float]:
    """Left, top, width and height around points, with a margin and in the picture's proportion."""
    left, right = min(x for x, _y in flat), max(x for x, _y in flat)
    top, bottom = min(y for _x, y in flat), max(y for _x, y in flat)
    spare = 1 + 2 * MARGIN
    wide = max((right - left) * spare, (bottom - top) * spare * RATIO, LEAST_WIDE)
    high = wide / RATIO
    return (left + right - wide) / 2, (top + bottom - high) / 2, wide, high


def _pin(window: Window, found: Found, n: int, number: int) -> Pin:
    place = found.place(n)
    x, y = _text(window.on_canvas(place.world))
    return Pin(number, x, y, found.hours(n).state, place.code, place.name)


def _text(point: Point) -> tuple[str, str]:
    return f"{point[0]:.1f}", f"{point[1]:.1f}"


def _dots(window: Window, found: Found, numbered: set[int]) -> list[tuple[str, str]]:
    """One path for each state: sites that fall on one spot are one dot."""
    spots: dict[str, dict[tuple[int, int], None]] = {}
    for n in found.numbers:
        if n not in numbered:
            x, y = window.on_canvas(found.place(n).world)
            spots.setdefault(found.hours(n).state, {})[round(x), round(y)] = None
    return [(state, _dotted(where)) for state, where in sorted(spots.items())]


def _dotted(where: Iterable[tuple[int, int]]) -> str:
    return "".join(f"M{x} {y}h0" for x, y in where)
