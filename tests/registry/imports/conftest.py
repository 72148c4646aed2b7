"""The cast with its Party desk, for every test of imports."""

import pytest

from tests.cast import District, found_district
from tests.import_files import people_of_the_party


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its people."""
    made = found_district()
    people_of_the_party(made)
    return made
