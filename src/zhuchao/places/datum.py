"""GCJ-02, the shifted coordinates of maps sold in China, to and from WGS84 (and CGCS2000)."""

import math

_AXIS = 6_378_245.0
_ECCENTRICITY = 0.006_693_421_622_965_943
"""Of the Krasovsky ellipsoid, by which the shift is measured."""
Point = tuple[float, float]
"""Longitude and latitude in degrees."""


def shifted(lon: float, lat: float) -> bool:
    """Whether a point lies in the rectangle within which GCJ-02 shifts; outside it is WGS84."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def to_gcj02(lon: float, lat: float) -> Point:
    """WGS84 → GCJ-02.

    >>> [round(n, 5) for n in to_gcj02(116.391, 39.907)]
    [116.39724, 39.9084]
    >>> to_gcj02(-0.1276, 51.5072)
    (-0.1276, 51.5072)
    """
    if not shifted(lon, lat):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    sine = math.sin(math.radians(lat))
    bulge = 1 - _ECCENTRICITY * sine * sine
    north = _north(x, y) * 180 / (math.pi * _AXIS * (1 - _ECCENTRICITY)) * bulge**1.5
    east = _east(x, y) * 180 / (math.pi * _AXIS * math.cos(math.radians(lat))) * math.sqrt(bulge)
    return lon + east, lat + north


def from_gcj02(lon: float, lat: float) -> Point:
    """GCJ-02 → WGS84, to well under a metre: the shift is undone until it comes out the same."""
    if not shifted(lon, lat):
        return lon, lat
    x, y = lon, lat
    for _ in range(6):
        east, north = to_gcj02(x, y)
        x, y = x + lon - east, y + lat - north
    return x, y


def _waves(n: float, *pairs: tuple[float, float]) -> float:
    """Sum of waves of amplitude and length, two thirds of it."""
    return sum(a * math.sin(n * math.pi / length) for a, length in pairs) * 2 / 3


def _north(x: float, y: float) -> float:
    plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    waves = _waves(x, (20, 1 / 6), (20, 1 / 2)) + _waves(y, (20, 1), (40, 3), (160, 12))
    return plain + waves + _waves(y, (320, 30))


def _east(x: float, y: float) -> float:
    plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    waves = _waves(x, (20, 1 / 6), (20, 1 / 2)) + _waves(x, (20, 1), (40, 3), (150, 12))
    return plain + waves + _waves(x, (300, 30))
