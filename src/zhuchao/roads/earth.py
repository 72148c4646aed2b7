"""The shape of the earth as far as a city needs it: distances, and a flat plane to project in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

RADIUS_M = 6_371_008.8
"""Mean radius of WGS84."""


def haversine(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Metres between points given in degrees of WGS84 (CGCS2000 differs by decimetres)."""
    x1, y1, x2, y2 = (np.radians(np.asarray(a, dtype=float)) for a in (lon1, lat1, lon2, lat2))
    half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    found: Floats = 2 * RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1)))
    return found


@dataclass(frozen=True)
class Plane:
    """A plane in metres, true to scale along one latitude; good for a district or a city."""

    lat: float

    def flat(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Points as rows of x and y in metres."""
        x = np.radians(np.asarray(lon, dtype=float)) * np.cos(np.radians(self.lat))
        return RADIUS_M * np.stack([x, np.radians(np.asarray(lat, dtype=float))], axis=-1)

    def degrees(self, flat: Floats) -> tuple[Floats, Floats]:
        """Longitude and latitude of rows of x and y."""
        lon = np.degrees(flat[..., 0] / (RADIUS_M * np.cos(np.radians(self.lat))))
        return lon, np.degrees(flat[..., 1] / RADIUS_M)
