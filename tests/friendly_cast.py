"""Sites as riders look for them, and a grid of streets, for tests of the friendly map."""

import numpy as np

from tests.cast import District
from tests.sites import site
from zhuchao.places.models import Site
from zhuchao.roads.pairing import Directed, Edges
from zhuchao.roads.roads import Roads

STEP = 0.002
"""Degrees between two streets: about 190 m from west to east, 222 m from south to north."""
SIDE = 11
WEST, SOUTH = 117.82, 31.59
SITES = (
    ("rest-a", "春风驿站", {"equipment": ["table", "water", "charging"]}),
    ("rest-b", "夜班驿站", {"words": "22:00-次日6:00", "lon": 117.834, "equipment": ["table"]}),
    ("post", "司机之家", {"kind": "driver_post", "words": "24小时", "lon": 117.826, "lat": 31.594,
                      "equipment": ["table", "water", "charging", "swap", "toilet", "repair"]}),
    ("mystery", "白鹭驿站", {"words": "不详", "lon": 117.8305, "lat": 31.604}),
    ("noodles", "巢上面馆", {"kind": "merchant", "words": "10:00-14:00；节假日休息",
                         "lon": 117.8285}),
    ("tea", "一口暖茶铺", {"kind": "merchant", "lon": 117.836, "lat": 31.597,
                      "equipment": ["water"]}),
    ("quarter", "青檐花园", {"kind": "friendly_quarter", "words": "24小时", "lon": 117.838,
                         "equipment": ["charging"]}),
    ("planned", "拟建驿站", {"status": "planned", "opened_on": None}),
    ("nowhere", "没有位置的驿站", {"lon": None, "lat": None}),
)  # fmt: skip


def town(district: District) -> dict[str, Site]:
    """Found the sites."""
    return {code: site(district, name, code=code, **fields) for code, name, fields in SITES}


def streets() -> Roads:
    """A grid of streets: every second one a main street, with a river that two bridges cross."""
    edges, places = Edges(), [(x, y) for y in range(SIDE) for x in range(SIDE)]
    number = {place: n for n, place in enumerate(places)}
    for x, y in places:
        for other in ((x + 1, y), (x, y + 1)):
            if other in number and not _river((x, y), other):
                kind = "primary" if (x, y)[other[1] == y] % 5 == 0 else "residential"
                length = 190.0 if other[1] == y else 222.4
                edges.add(Directed(number[x, y], number[other], length, (kind, 0.0, 0, 0)), length)
    return Roads(
        ids=np.arange(len(places)),
        lon=np.array([WEST + x * STEP for x, _y in places]),
        lat=np.array([SOUTH + y * STEP for _x, y in places]),
        **edges.arrays(),
        attribution="© 虚构路网，仅供测试",
    )


def _river(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Between the sixth and the seventh street from the south, but for two bridges."""
    return one[1] == 6 and other[1] == 7 and one[0] not in (0, 8)
