"""A small generated town with three stations, demand and candidates, for reach and siting."""

from pathlib import Path

from tests.cast import JOB, District
from tests.sites import office_people, site
from zhuchao.circle.models import PointFile
from zhuchao.circle.reach.actions import bring_points
from zhuchao.circle.reach.kinds import CANDIDATES, DEMAND, TRIPS
from zhuchao.circle.reach.reading import Rows
from zhuchao.places.models import UNKNOWN_HOURS
from zhuchao.roads.generated import Box, generated_city
from zhuchao.roads.roads import Roads
from zhuchao.roads.store import place, save

BOX = Box(117.80, 31.585, 117.84, 31.615)
STATIONS = (
    ("日站", 117.808, 31.592, "每天 8:00-20:00"),
    ("夜站", 117.826, 31.606, "24小时"),
    ("新站", 117.832, 31.592, ""),
)
"""Open by day, always, and nobody knows when."""
WANTS: Rows = [
    [117808, 31594, 13, 4000, 4],
    [117810, 31590, 2, 1000, 5],
    [117826, 31608, -1, 2400, 9],
    [117832, 31594, 13, 3000, 3],
    [117815, 31610, 13, 2000, 2],
]
"""1000 lon, 1000 lat, hour, 100 × weight, rows."""


def stored_town(home: Path, seed: int = 3) -> Roads:
    """The town's roads, stored as the network the pages find."""
    roads = generated_city(BOX, seed)
    save(place(home, "demo"), roads)
    return roads


def town_people(district: District) -> None:
    """The offices of both streets, and the stations of the town."""
    office_people(district)
    for name, lon, lat, words in STATIONS:
        hours = {"words": words} if words else {"hours": UNKNOWN_HOURS}
        site(district, name, lon=lon, lat=lat, kind="station", level="street", **hours)


def wants(rows: Rows = WANTS) -> PointFile:
    """A file of demand of the whole district."""
    return bring_points(JOB, DEMAND, "需求", rows, read=len(rows), path="/D/")


def fronts() -> PointFile:
    """Two places to choose from, one of them without a cost."""
    rows: Rows = [["东门", 117_832_000, 31_593_000, 50_000], ["北门", 117_815_000, 31_609_000, -1]]
    return bring_points(JOB, CANDIDATES, "可选", rows, read=2, path="/D/")


def trips() -> PointFile:
    """A trip past the night station, and one that keeps to the south."""
    rows: Rows = [[117824, 31604, 117828, 31609, 300], [117808, 31590, 117812, 31590, 100]]
    return bring_points(JOB, TRIPS, "行程", rows, read=2, path="/D/")
