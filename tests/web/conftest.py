"""The cast, for tests of whole pages."""

import pytest

from tests.cast import District, found_district


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its people."""
    return found_district()
