"""The invented city's ground as tiles, so that its live map opens."""

import logging
from pathlib import Path

from django.conf import settings

from zhuchao.circle.networks import DEMO
from zhuchao.roads.store import place, read
from zhuchao.roads.tile_features import features_of_roads
from zhuchao.roads.tiles import build_tiles, tiles_of
from zhuchao.roads.unusable import Unusable

log = logging.getLogger("zhuchao.map")


def load_demo_tiles() -> None:
    """Build the tiles of the demo's network once; without tippecanoe its live map stays closed."""
    path = place(Path(settings.ZHUCHAO_HOME), DEMO)
    if not path.exists() or tiles_of(path).exists():
        return
    roads = read(path)
    try:
        build_tiles(path, features_of_roads(roads), roads.attribution)
    except Unusable as why:
        log.warning("the demo has no tiles: %s", why)
