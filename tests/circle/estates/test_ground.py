"""What the map of a form is drawn from: a shifted base map would shift every point picked on it."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import District
from tests.desk import desk

TILES = "https://t0.example.cn/{z}/{x}/{y}.png"
GROUND = "/desk/estates/ground.json"


@pytest.mark.parametrize(("datum", "tiles"), [("WGS84", TILES), ("GCJ02", "")])
def test_points_are_picked_on_true_tiles_only(
    district: District, settings: Any, datum: str, tiles: str
) -> None:
    settings.ZHUCHAO_TILES, settings.ZHUCHAO_TILES_DATUM = TILES, datum
    for client, address in ((Client(), "/map.json"), (desk(district, "intake"), GROUND)):
        assert client.get(address).json()["tiles"] == tiles
