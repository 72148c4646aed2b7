"""The part of the earth a picture shows, and where a point lies on it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zhuchao.roads.earth import Floats, Ints, Plane

WIDTH = 2000
"""Units across; whole ones are fine enough for the screen and short in the file."""
MARGIN = 0.03
LEAST_M = 1200.0
FLATTEST, TALLEST = 0.5, 0.8
"""Height over width."""


@dataclass(frozen=True)
class Frame:
    """A box on the plane in metres, drawn `WIDTH` wide."""

    plane: Plane
    left: float
    top: float
    right: float
    bottom: float

    @property
    def scale(self) -> float:
        """Units to a metre."""
        return WIDTH / (self.right - self.left)

    @property
    def height(self) -> int:
        """Units from top to bottom."""
        return round((self.top - self.bottom) * self.scale)

    def at(self, lon: ArrayLike, lat: ArrayLike) -> Ints:
        """Whole units from the upper left corner, a row of x and y for each point in degrees."""
        flat = self.plane.flat(lon, lat)
        offset = np.stack([flat[..., 0] - self.left, self.top - flat[..., 1]], axis=-1)
        found: Ints = np.round(offset * self.scale).astype(np.int64)
        return found


def framed(plane: Plane, points: Floats, inside: Floats, around_m: float = 0.0) -> Frame:
    """A frame around points (rows of x and y), as far as they lie in the box of `inside`.

    Without any point it shows all of `inside`; `around_m` is added on every side.
    """
    low, high = inside.min(axis=0), inside.max(axis=0)
    held = points[((points >= low) & (points <= high)).all(axis=1)]
    if len(held):
        wide = held.min(axis=0) - around_m, held.max(axis=0) + around_m
        low, high = np.maximum(wide[0], low), np.minimum(wide[1], high)
    middle, size = (low + high) / 2, np.maximum((high - low) * (1 + 2 * MARGIN), LEAST_M)
    width = max(float(size[0]), float(size[1]) / TALLEST)
    height = max(float(size[1]), width * FLATTEST)
    x, y = float(middle[0]), float(middle[1])
    return Frame(plane, x - width / 2, y + height / 2, x + width / 2, y - height / 2)
