"""Two at the same moment: one telephone counts once, the last seat of an offer goes once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from tests.cast import JOB, found_district
from tests.sites import office_people, site
from zhuchao.access.refusal import Refused
from zhuchao.access.scope import PUBLIC
from zhuchao.circle.merchants.offers import make_offer
from zhuchao.circle.merchants.queries import visit_facts
from zhuchao.circle.merchants.visits import Scan, count_scan
from zhuchao.circle.models import Offer
from zhuchao.places.models import Site


@pytest.fixture
def shop(transactional_db: None) -> Site:
    """A shop that never closes."""
    district = found_district()
    office_people(district)
    return site(district, "面馆", kind="merchant", words="24小时", code="sh-1")


def together(*acts: Callable[[], object]) -> list[str]:
    """Do all at once in a thread each; what became of each."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        barrier.wait()
        try:
            act()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def test_two_parallel_scans_of_one_telephone_count_once(shop: Site) -> None:
    scan = Scan("", "phone")
    told = together(*[lambda: count_scan(PUBLIC, shop.code, scan)] * 4)
    assert told == ["conflict", "conflict", "conflict", "done"]
    assert visit_facts().count() == 1


def test_the_last_portion_of_a_day_goes_to_one_of_two(shop: Site) -> None:
    given = {"kind": "free_water", "valid_from": date(2020, 1, 1)}
    last = make_offer(JOB, Offer(site=shop, cap=1, **given))
    told = together(
        *[
            lambda n=n: count_scan(PUBLIC, shop.code, Scan("", f"phone{n}", last.pk))
            for n in range(3)
        ]
    )
    assert told == ["conflict", "conflict", "done"]
    assert visit_facts().count() == 1
