"""The cast, and a friendly quarter with its host."""

from typing import Any

import pytest

from tests.cast import BEGINNING, JOB, District, found_district
from tests.estate_cast import quarter
from tests.sites import office_people
from zhuchao.places.models import Site
from zhuchao.registry.actions import host


@pytest.fixture
def district(db: None) -> District:
    """示例区 with its people."""
    return found_district()


@pytest.fixture(autouse=True)
def _many_people(settings: Any) -> None:
    """Tests come from one address."""
    settings.ZHUCHAO_RATE_PUBLIC = 100_000


@pytest.fixture
def place(district: District) -> Site:
    """青檐花园, kept by the account "shop"."""
    office_people(district)
    made = quarter(district)
    host(JOB, "host", district.offices["shop"], made, since=BEGINNING)
    return made
