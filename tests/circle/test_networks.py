"""Which network the pages use: the one that is named, the demo's, else the first by name."""

from pathlib import Path
from typing import Any

import pytest

from tests.circle_town import BOX
from zhuchao.circle.networks import Stored, network_of, roads_of, stored_network
from zhuchao.roads.generated import generated_city
from zhuchao.roads.store import place, save
from zhuchao.roads.unusable import Unusable


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """An empty home."""
    settings.ZHUCHAO_HOME = tmp_path
    return tmp_path


def stored(home: Path, name: str, seed: int = 1) -> None:
    save(place(home, name), generated_city(BOX, seed))


def name() -> str:
    found = stored_network()
    return found.name if found else ""


def test_without_a_setting_the_demo_comes_first_then_the_alphabet(home: Path) -> None:
    assert name() == ""
    stored(home, "yi")
    (home / "roads" / "a.pmtiles").write_bytes(b"tiles are no network")
    (home / "roads" / ".a-draft").write_bytes(b"nor is a draft")
    assert name() == "yi"
    stored(home, "jia")
    assert name() == "jia"
    stored(home, "demo")
    assert name() == "demo"


def test_a_setting_decides(home: Path, settings: Any) -> None:
    stored(home, "demo")
    settings.ZHUCHAO_NETWORK = "real"
    assert name() == ""
    stored(home, "real")
    assert name() == "real"
    settings.ZHUCHAO_NETWORK = "../real"
    with pytest.raises(Unusable):
        stored_network()


def test_an_exchanged_file_is_read_anew(home: Path) -> None:
    stored(home, "demo")
    before = stored_network()
    assert isinstance(before, Stored)
    assert roads_of(before) is roads_of(before)
    assert network_of(before, "foot") is network_of(before, "foot")
    stored(home, "demo", seed=2)
    after = stored_network()
    assert isinstance(after, Stored)
    assert after != before
    assert roads_of(after).lon.tolist() != roads_of(before).lon.tolist()
