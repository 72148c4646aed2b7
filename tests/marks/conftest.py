"""The cast with the offices of its streets and a merchant, for every test of the room."""

from typing import Any

import pytest

from tests.cast import District, found_district
from tests.sites import office_people


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its people."""
    made = found_district()
    office_people(made)
    return made


@pytest.fixture(autouse=True)
def _many_people(settings: Any) -> None:
    """Tests come from one address."""
    settings.ZHUCHAO_RATE_PUBLIC = 100_000
