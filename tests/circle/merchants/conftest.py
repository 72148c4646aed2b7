"""A shop of the cast, open all day, with its keeper; and the office of its street."""

from typing import Any

import pytest

from tests.cast import BEGINNING, JOB, District, found_district
from tests.sites import office_people, site
from zhuchao.places.models import Site
from zhuchao.registry.actions import host


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


@pytest.fixture
def shop(district: District) -> Site:
    """巢上面馆 in 春风社区, kept by the account "shop"."""
    made = site(district, "巢上面馆", kind="merchant", words="每天 6:00-22:00", code="sh-1")
    host(JOB, "host", district.offices["shop"], made, since=BEGINNING)
    return made
