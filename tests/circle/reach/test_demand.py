"""What counts as demand: visits, open reports, files; nothing sealed, nothing of other territories,
nothing taken back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from tests.cast import JOB, District, hazard
from tests.circle_town import wants
from tests.sites import site
from zhuchao.circle.reach.demand import demand_of, gathered, reports, visits
from zhuchao.circle.reach.kinds import REPORTS, VISITS
from zhuchao.circle.reach.reading import WHENEVER
from zhuchao.journal.clock import at, now, zone
from zhuchao.journal.models import Entry
from zhuchao.journal.writing import Fact, writing
from zhuchao.matters.models import Matter

NOON = datetime(2026, 11, 25, 12, 30, tzinfo=zone())


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with at(NOON):
        yield


def visit(place: Any, *, days: int = 0, voids: int | None = None) -> int:
    """A visit as the merchants' room counts it; its entry."""
    with writing("public") as log:
        log.add(
            Fact(
                "visit.voided" if voids else "visit.counted",
                ("shop", place.pk),
                str(place.division.path),
                headcount=None if voids else 1,
                voids=voids,
                occurred_at=now() - timedelta(days=days),
            )
        )
    return Entry.objects.latest("pk").pk


def test_visits_count_at_the_merchant_without_those_taken_back(district: District) -> None:
    shop = site(district, "面馆", kind="merchant", lon=117.8203, lat=31.6004)
    for days in (0, 1, 40):
        visit(shop, days=days)
    visit(shop, voids=visit(shop))
    assert list(visits(district.scope("supervisor"))) == [(117820, 31600, 12, 2 / 28, 2)]
    assert list(visits(district.scope("street"))) == [(117820, 31600, 12, 2 / 28, 2)]
    assert list(visits(district.scope("other"))) == []
    assert list(visits(district.scope("roads"))) == []


def test_reports_count_by_squares_of_a_hundred_metres(district: District) -> None:
    for lon in (117.8304, 117.8296, 117.8316):
        hazard(lon=lon, lat=31.6002)
    found = list(reports(district.scope("street")))
    assert [cell[:3] for cell in found] == [(117830, 31600, 12), (117832, 31600, 12)]
    assert [cell[4] for cell in found] == [2, 1]
    assert list(reports(district.scope("other"))) == []


def test_what_is_sealed_merged_or_without_a_place_is_no_demand(district: District) -> None:
    one, two, three = (hazard(lon=117.83, lat=31.6).matter for _ in range(3))
    Matter.objects.filter(pk=one.pk).update(merged_into=two)
    Matter.objects.filter(pk=two.pk).update(kind="tip")
    Matter.objects.filter(pk=three.pk).update(lon=None, lat=None)
    assert list(reports(district.scope("supervisor"))) == []


def test_a_file_counts_for_whoever_answers_for_its_territory(district: District) -> None:
    file = wants()
    assert demand_of(district.scope("supervisor"), [str(file.pk)]).total == pytest.approx(124)
    assert demand_of(district.scope("street"), [str(file.pk)]).total == 0
    assert demand_of(JOB, [str(file.pk), VISITS, REPORTS]).total == pytest.approx(124)


def test_what_has_no_hour_is_spread_over_the_day() -> None:
    found = gathered([(117000, 31000, WHENEVER, 24.0, 3), (117000, 31000, 5, 2.0, 1)])
    assert found.count.tolist() == [4]
    assert found.weight[0].tolist() == [3.0 if hour == 5 else 1.0 for hour in range(24)]
    assert found.total == 26
    assert found == gathered([(117000, 31000, 5, 2.0, 1), (117000, 31000, WHENEVER, 24.0, 3)])
    assert np.array_equal(gathered([]).weight, np.zeros((0, 24)))
