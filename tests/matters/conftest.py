"""The cast, for every test of matters."""

from typing import Any

import pytest

from tests.cast import District, found_district


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its people."""
    return found_district()


@pytest.fixture(autouse=True)
def _many_people(settings: Any) -> None:
    """Tests come from one address; as many requests as they like may come from there."""
    settings.ZHUCHAO_RATE_PUBLIC = 100_000
