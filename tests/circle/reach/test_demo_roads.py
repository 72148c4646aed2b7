"""The demo's roads and files: made once, small, and good for all three pages."""

from pathlib import Path

from tests.cast import District
from tests.desk import desk, html
from zhuchao.circle.models import PointFile
from zhuchao.circle.networks import roads_of, stored_network
from zhuchao.circle.reach.demo import load_demo_roads
from zhuchao.roads.generated import ATTRIBUTION


def test_the_demo_brings_roads_and_files_once(district: District, home: Path) -> None:
    load_demo_roads()
    stored = stored_network()
    assert stored
    assert stored.name == "demo"
    assert roads_of(stored).attribution == ATTRIBUTION
    assert stored.path.stat().st_size < 1_000_000
    assert sorted(PointFile.objects.values_list("kind", flat=True)) == [
        "candidates", "demand", "trips",
    ]  # fmt: skip
    load_demo_roads()
    assert stored_network() == stored
    assert PointFile.objects.count() == 3
    client = desk(district, "supervisor")
    for path in ("reach", "siting", "points"):
        html(client.get(f"/desk/circle/{path}/"))
