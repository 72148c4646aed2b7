"""The cast, for every test of dual check-in."""

import pytest

from tests.cast import District, found_district


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its people."""
    return found_district()
