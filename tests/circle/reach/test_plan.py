"""Where stations should stand, hour by hour: the choice is the best of all, and what longer hours
would add is what reach says after they were changed."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.circle_town import BOX, stored_town
from zhuchao.circle.networks import stored_network
from zhuchao.circle.reach.day import Question, met_by
from zhuchao.circle.reach.demand import Demand, gathered
from zhuchao.circle.reach.longer import longer_hours
from zhuchao.circle.reach.plan import Candidate, Wish, propose
from zhuchao.circle.reach.stations import Station

ALWAYS, NEVER = (True,) * 24, (False,) * 24
DAYTIME = tuple(8 <= hour < 20 for hour in range(24))


@pytest.fixture
def question(home: Path) -> Question:
    """Three stations in the town, on foot."""
    stored_town(home)
    stored = stored_network()
    assert stored
    found = (
        Station("a", "甲", 117.808, 31.592, DAYTIME),
        Station("b", "乙", 117.826, 31.606, ALWAYS),
        Station("c", "丙", 117.832, 31.592, (None,) * 24),
    )
    return Question(stored, "foot", 10, found)


def spread(seed: int, count: int = 60) -> Demand:
    """Demand anywhere in the town at any hour."""
    chance = np.random.default_rng(seed)
    lon = np.round(1000 * chance.uniform(BOX.west, BOX.east, count)).astype(int).tolist()
    lat = np.round(1000 * chance.uniform(BOX.south, BOX.north, count)).astype(int).tolist()
    hours = chance.integers(-1, 24, count).tolist()
    loads = chance.integers(1, 20, count).tolist()
    return gathered([(*c, float(n), 3) for *c, n in zip(lon, lat, hours, loads, strict=True)])


def places(seed: int, count: int = 7) -> tuple[Candidate, ...]:
    """Candidates anywhere, each with a cost but the last."""
    chance = np.random.default_rng(100 + seed)
    return tuple(
        Candidate(
            f"{i}",
            f"{i}",
            float(chance.uniform(BOX.west, BOX.east)),
            float(chance.uniform(BOX.south, BOX.north)),
            None if i == count - 1 else float(chance.integers(1, 9)),
        )
        for i in range(count)
    )


def covered(question: Question, demand: Demand, wish: Wish, new: Any) -> float:
    """The demand met once stations of these candidates stand, by reach alone."""
    more = tuple(Station(c.code, c.name, c.lon, c.lat, ALWAYS) for c in new)
    met = met_by(replace(question, stations=question.stations + more), demand)
    return float((wish.wanted(demand) * met.sure.T).sum())


@pytest.mark.parametrize("hour", [None, 2])
@pytest.mark.parametrize("seed", range(3))
def test_the_choice_is_the_best_of_all(seed: int, hour: int | None, question: Question) -> None:
    demand, offered = spread(seed), places(seed)
    for wish in (Wish(2, False, hour, False), Wish(9, True, hour, timed=True)):
        plan = propose(question, demand, offered, wish)
        allowed = [
            some
            for size in range(len(offered) + 1)
            for some in combinations(offered, size)
            if (size <= 2 if not wish.priced else sum(c.cost or 1e9 for c in some) <= 9)
        ]
        best = max(covered(question, demand, wish, some) for some in allowed)
        assert plan.optimal
        assert plan.covered == pytest.approx(best)
        assert plan.bound == pytest.approx(best)
        chosen = [one.candidate for one in plan.choices]
        assert covered(question, demand, wish, chosen) == pytest.approx(best)
        for one in plan.choices:
            without = covered(question, demand, wish, [c for c in chosen if c != one.candidate])
            assert one.without == pytest.approx(without / plan.total)
            assert one.adds == pytest.approx(best - without)


@pytest.mark.parametrize("seed", range(3))
def test_longer_hours_add_what_reach_says_after_they_changed(seed: int, question: Question) -> None:
    demand, offered, wish = spread(seed), places(seed), Wish(1, False, None, False)
    now = covered(question, demand, wish, [])
    best = max(covered(question, demand, wish, [one]) for one in offered) - now
    hours = {
        "midnight": tuple(hour >= 8 for hour in range(24)),
        "always": ALWAYS,
        "known": ALWAYS,
    }
    found = longer_hours(question, demand, offered, wish)
    assert found
    for one in found:
        changed = tuple(
            replace(s, hours=hours[one.way]) if s == one.station else s for s in question.stations
        )
        after = covered(replace(question, stations=changed), demand, wish, [])
        assert one.adds == pytest.approx(after - now)
        assert one.beside == pytest.approx((after - now) / best)
    assert not any(one.station.code == "b" for one in found)


def test_a_candidate_no_road_leads_to_is_named_and_not_chosen(question: Question) -> None:
    far = Candidate("far", "远处", 118.5, 31.6)
    plan = propose(question, spread(1), (far, *places(1)), Wish(1, False, None, False))
    assert plan.off == ("远处",)
    assert far not in [one.candidate for one in plan.choices]


def test_an_hour_wants_the_whole_day_or_only_itself() -> None:
    demand = gathered([(117000, 31000, 5, 2.0, 1), (117000, 31000, 6, 3.0, 1)])
    assert Wish(1, False, None, False).wanted(demand).sum() == 5
    whole, own = (Wish(1, False, 5, timed).wanted(demand)[0] for timed in (False, True))
    assert (whole[5], whole.sum(), own[5], own.sum()) == (5, 5, 2, 2)
