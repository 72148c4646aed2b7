"""Trips that staff brought in a file: from square to square, never a track."""

from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from zhuchao.circle.models import PointFile
from zhuchao.circle.reach.reading import COARSE, HUNDREDTHS
from zhuchao.roads.earth import Floats

MOST_TRIPS = 2000
"""The heaviest are looked at; a detour needs a search for each place they start from."""


@dataclass(frozen=True)
class Trips:
    """Both ends in degrees and how many a day."""

    key: str
    lon: Floats = field(compare=False)
    lat: Floats = field(compare=False)
    to_lon: Floats = field(compare=False)
    to_lat: Floats = field(compare=False)
    weight: Floats = field(compare=False)


def trips_of(file: PointFile) -> Trips:
    """The trips of a file, the heaviest MOST_TRIPS."""
    heavy = sorted(file.rows, key=lambda row: (-row[4], row))[:MOST_TRIPS]
    table = np.array(heavy, dtype=float).reshape(-1, 5)
    digest = sha256(table.tobytes()).hexdigest()
    lon, lat, to_lon, to_lat = (table[:, :4] / COARSE).T
    return Trips(digest, lon, lat, to_lon, to_lat, table[:, 4] / HUNDREDTHS)
