"""A district with open, closed and unknown sites, and a small road network beside it."""

from pathlib import Path
from typing import Any

import pytest

from tests.cast import District, found_district
from tests.friendly_cast import streets, town
from zhuchao.roads.store import save


@pytest.fixture
def district(db: None) -> District:
    """The cast with the sites of `town`."""
    made = found_district()
    town(made)
    return made


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of its own, without a network."""
    home = tmp_path / "home"
    home.mkdir()
    settings.ZHUCHAO_HOME = home
    return home


@pytest.fixture
def network(home: Path) -> Path:
    """A stored network of the streets around 春风社区."""
    path = home / "roads" / "demo"
    save(path, streets())
    return path
