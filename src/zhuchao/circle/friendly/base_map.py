"""What the live map is drawn over: an approved map by setting, else the network's own tiles."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from zhuchao.circle.friendly.network import usable_network
from zhuchao.circle.friendly.picture import version_of
from zhuchao.circle.networks import Stored, roads_of
from zhuchao.roads.tiles import tiles_of


@dataclass(frozen=True)
class BaseMap:
    """`raster` is a tile address with {x}{y}{z}, `vector` that of a file of tiles; one of both."""

    raster: str
    vector: str
    attribution: str

    @property
    def as_json(self) -> str:
        """For the script of the map."""
        return json.dumps(
            {"raster": self.raster, "vector": self.vector, "attribution": self.attribution}
        )


def base_map() -> BaseMap | None:
    """The base of the live map; None where there is neither."""
    if settings.ZHUCHAO_TILES:
        return BaseMap(settings.ZHUCHAO_TILES, "", settings.ZHUCHAO_TILES_ATTRIBUTION)
    stored = usable_network()
    if stored is None or not has_tiles(stored):
        return None
    address = reverse("friendly_tiles", args=[version_of(stored)])
    return BaseMap("", address, roads_of(stored).attribution)


def has_tiles(stored: Stored) -> bool:
    """Whether the tiles of a network were built."""
    return tiles_of(stored.path).is_file()
