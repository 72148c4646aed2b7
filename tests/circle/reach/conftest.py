"""The cast in the generated town."""

from pathlib import Path
from typing import Any

import pytest

from tests.cast import District, found_district
from tests.circle_town import stored_town, town_people
from zhuchao.roads.roads import Roads


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of its own, so that networks stored by other tests are not met."""
    settings.ZHUCHAO_HOME = tmp_path
    return tmp_path


@pytest.fixture
def district(db: None, home: Path) -> District:
    """示例区 with its people and three stations; without roads."""
    made = found_district()
    town_people(made)
    return made


@pytest.fixture
def roads(home: Path) -> Roads:
    """The roads of the town, in use."""
    return stored_town(home)
