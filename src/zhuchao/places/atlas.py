"""The divisions of this installation in memory: find by code, path, point or words."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from zhuchao.places.memory import Remembered
from zhuchao.places.models import Division

Ring = Sequence[Sequence[float]]
FAR_METRES = 20_000
EARTH_METRES = 6_371_008.8


@dataclass(frozen=True)
class Area:
    """A division as the rest of the platform needs it."""

    id: int
    code: str
    name: str
    kind: str
    path: str
    parent: int | None
    lon: float | None
    lat: float | None
    boundary: Ring | None
    short: str = ""
    """Name without its kind: 玉龙社区居民委员会 → 玉龙."""


@dataclass
class Atlas:
    """All areas, and the ways to look one up."""

    areas: tuple[Area, ...]
    by_id: dict[int, Area] = field(default_factory=dict)
    by_code: dict[str, Area] = field(default_factory=dict)
    by_path: dict[str, Area] = field(default_factory=dict)
    whole: str = ""
    """The path that contains every area, where there is one."""
    names: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    """Full names asked for already: a list asks for the same few again and again."""

    def __post_init__(self) -> None:
        self.by_id = {a.id: a for a in self.areas}
        self.by_code = {a.code: a for a in self.areas}
        self.by_path = {a.path: a for a in self.areas}
        tops = [a.path for a in self.areas if a.parent is None]
        self.whole = tops[0] if len(tops) == 1 else ""

    @cached_property
    def root(self) -> Area | None:
        """The area that contains all others, or None before a district is loaded."""
        return min(self.areas, key=lambda a: len(a.path), default=None)

    def chain(self, path: str) -> tuple[Area, ...]:
        """The areas from the root down to `path`."""
        parts = path.strip("/").split("/")
        paths = ("/" + "/".join(parts[: i + 1]) + "/" for i in range(len(parts)))
        return tuple(self.by_path[p] for p in paths if p in self.by_path)

    def full_name(self, path: str) -> str:
        """Names from below the root down, such as 柳林街道 · 春风社区."""
        if path not in self.names:
            chain = self.chain(path)
            self.names[path] = " · ".join(a.name for a in (chain[1:] or chain))
        return self.names[path]

    def below(self, path: str, kind: str = "") -> tuple[Area, ...]:
        """The areas at or below a path, of one kind if named, by path."""
        return tuple(a for a in self.areas if a.path.startswith(path) and kind in ("", a.kind))

    def at(self, lon: float, lat: float) -> Area | None:
        """The deepest area around a point: by boundary, else by the nearest centre within 20 km."""
        inside = [a for a in self.areas if a.boundary and contains(a.boundary, lon, lat)]
        if inside:
            return max(inside, key=lambda a: len(a.path))
        placed = [
            (metres(lon, lat, a.lon, a.lat), -len(a.path), a)
            for a in self.areas
            if a.lon is not None and a.lat is not None and a.kind != "grid"
        ]
        if not placed:
            return None
        distance, _, area = min(placed, key=lambda found: found[:2])
        return area if distance <= FAR_METRES else None

    def named_in(self, text: str) -> Area | None:
        """The deepest area whose name stands in a text; ties go to the longest name."""
        near = (a for a in self.areas if len(a.short) >= 2 and a.short in text)
        found = [a for a in near if _mentions(text, a)]
        return max(found, key=lambda a: (len(a.path), len(a.short)), default=None)


def _mentions(text: str, area: Area) -> bool:
    """Whether a text that holds the short name means the area by it."""
    return area.name in text or any(area.short + end in text for end in ENDINGS[area.kind])


ENDINGS: dict[str, tuple[str, ...]] = {
    "province": ("省",),
    "city": ("市",),
    "district": ("区", "县", "市"),
    "zone": ("区", "开发区", "新区"),
    "street": ("街道", "镇", "乡", "办事处"),
    "community": ("社区", "村", "居委会", "村委会", "小区"),
    "grid": ("网格",),
}
LONG_ENDINGS = (
    "社区居民委员会",
    "居民委员会",
    "村民委员会",
    "社区居委会",
    "街道办事处",
    "居委会",
    "村委会",
    "街道",
    "社区",
    "网格",
    "新区",
    "开发区",
)


def short_name(name: str) -> str:
    """A division's name without the word for what it is.

    >>> short_name("玉龙社区居民委员会"), short_name("柳林街道"), short_name("河西村委会")
    ('玉龙', '柳林', '河西')
    """
    for ending in LONG_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name[:-1] if len(name) > 2 and name[-1] in "省市区县镇乡村" else name


def contains(ring: Ring, lon: float, lat: float) -> bool:
    """Whether a point lies inside a ring (even-odd rule).

    >>> contains([[0, 0], [2, 0], [2, 2], [0, 2]], 1, 1)
    True
    """
    inside = False
    before = ring[-1]
    for corner in ring:
        (x1, y1), (x2, y2) = before, corner
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
        before = corner
    return inside


def metres(lon1: float, lat1: float, lon2: float | None, lat2: float | None) -> float:
    """Distance of two points in metres (haversine); infinite when one has no position."""
    if lon2 is None or lat2 is None:
        return math.inf
    a, b = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_METRES * math.asin(math.sqrt(half))


def make_atlas(divisions: Iterable[Division]) -> Atlas:
    """An atlas of stored divisions."""
    return Atlas(
        tuple(
            Area(
                d.pk,
                d.code,
                d.name,
                d.kind,
                d.path,
                d.parent_id,
                d.lon,
                d.lat,
                d.boundary,
                short_name(d.name),
            )
            for d in divisions
        )
    )


atlas: Remembered[Atlas] = Remembered(lambda: make_atlas(Division.objects.order_by("path")))
"""The current atlas; call it."""
