"""The picture of an answer: covered roads, stations, demand and holes, as SVG without any style."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

from django.utils.safestring import SafeString, mark_safe

from zhuchao.circle.reach.frame import WIDTH, Frame
from zhuchao.circle.reach.lines import Lines
from zhuchao.roads.earth import Bools, Floats
from zhuchao.roads.parts import Parts

SIZE = 15
"""Half the width of a station's sign."""
LARGEST_DOT = 26.0
MOST_DOTS = 1500


@dataclass(frozen=True)
class Sign:
    """A station on the picture: open, closed, unknown or new, with its words."""

    lon: float
    lat: float
    state: str
    words: str
    label: str = ""


def city(lines: Lines) -> SafeString:
    """The roads beneath everything else."""
    paths = ((name, getattr(lines, name)) for name in ("side", "main"))
    return _safe("".join(f'<path class="road {name}" d="{d}"/>' for name, d in paths if d))


def cover(lines: Lines, layers: Iterable[tuple[str, Parts]]) -> SafeString:
    """Covered parts of roads, each layer in its own pattern."""
    drawn = ((name, lines.path(parts)) for name, parts in layers)
    return _safe("".join(f'<path class="cover {name}" d="{d}"/>' for name, d in drawn if d))


def dots(frame: Frame, lon: Floats, lat: Floats, weight: Floats, met: Bools) -> SafeString:
    """Demand: the more, the larger; filled where it is met, a ring where it is not."""
    heavy = (-weight).argsort(kind="stable")[:MOST_DOTS]
    heavy = heavy[weight[heavy] > 0]
    if not len(heavy):
        return _safe("")
    most = float(weight[heavy[0]])
    spots = frame.at(lon[heavy], lat[heavy]).tolist()
    loads, good = weight[heavy].tolist(), met[heavy].tolist()
    return _safe(
        "".join(
            f'<circle class="want {"met" if ok else "unmet"}" cx="{x}" cy="{y}"'
            f' r="{max(5.0, LARGEST_DOT * sqrt(load / most)):.0f}"/>'
            for (x, y), load, ok in zip(spots, loads, good, strict=True)
            if _inside(frame, x, y)
        )
    )


def signs(frame: Frame, stations: Sequence[Sign]) -> SafeString:
    """Stations by shape: a disc is open, a square closed, a triangle unknown, a star new."""
    drawn = []
    for one in stations:
        x, y = frame.at(one.lon, one.lat).tolist()
        if _inside(frame, x, y):
            text = (
                f'<text x="{x + 22}" y="{y + 10}">{escape(one.label)}</text>' if one.label else ""
            )
            title = f"<title>{escape(one.words)}</title>"
            drawn.append(f'<g class="sign {one.state}">{title}{SHAPES[one.state](x, y)}{text}</g>')
    return _safe("".join(drawn))


def numbers(frame: Frame, places: Iterable[tuple[float, float]]) -> SafeString:
    """Holes by their rank."""
    drawn = []
    for rank, (lon, lat) in enumerate(places, 1):
        x, y = frame.at(lon, lat).tolist()
        if _inside(frame, x, y):
            disc = f'<circle cx="{x}" cy="{y}" r="26"/>'
            drawn.append(f'<g class="gap">{disc}<text x="{x}" y="{y + 10}">{rank}</text></g>')
    return _safe("".join(drawn))


def _inside(frame: Frame, x: int, y: int) -> bool:
    return 0 <= x <= WIDTH and 0 <= y <= frame.height


def _disc(x: int, y: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{SIZE}"/>'


def _square(x: int, y: int) -> str:
    return f'<rect x="{x - 12}" y="{y - 12}" width="24" height="24"/>'


def _triangle(x: int, y: int) -> str:
    return f'<path d="M{x} {y - 17}l17 30h-34z"/>'


def _star(x: int, y: int) -> str:
    return f'<path d="M{x} {y - 30}l9 20 22 2-17 15 5 22-19-12-19 12 5-22-17-15 22-2z"/>'


SHAPES = {"open": _disc, "closed": _square, "unknown": _triangle, "new": _star}


def _safe(drawn: str) -> SafeString:
    return mark_safe(drawn)  # noqa: S308 (numbers, own class names and escaped words only)
