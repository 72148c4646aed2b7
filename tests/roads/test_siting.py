"""Siting finds the best choice there is, says so, and explains every site."""

from itertools import chain, combinations
from time import monotonic

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.roads.oracle import FOOT, built, spots, times
from tests.roads.worlds import World, worlds
from zhuchao.roads import branching
from zhuchao.roads.choosing import Problem, merged, undominated
from zhuchao.roads.cover import cover
from zhuchao.roads.earth import Bools, Floats
from zhuchao.roads.network import network
from zhuchao.roads.siting import NOBODY, Plan, choose, siting


@st.composite
def tables(draw: st.DrawFn) -> tuple[Bools, Floats, Floats, int]:
    """Who covers what, the weights, which of them are unserved, and how many may be chosen."""
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 12))
    cells = st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns)
    whole = draw(st.booleans())
    weigh = st.integers(0, 9).map(float) if whole else st.floats(0, 9, width=16)
    weight = np.array(draw(st.lists(weigh, min_size=columns, max_size=columns)))
    free = np.array(draw(st.lists(st.booleans(), min_size=columns, max_size=columns)))
    table = np.array(draw(cells), dtype=bool).reshape(rows, columns)
    return table, weight, np.where(free, weight, 0), draw(st.integers(1, 4))


def problem_of(
    table: Bools, unserved: Floats, budget: float, cost: Floats | None = None
) -> Problem:
    """The problem of a table, each row for 1 unless costs are given."""
    price = np.ones(len(table)) if cost is None else cost
    return Problem(sparse.csr_array(table.astype(float)), unserved, price, budget)


def best_by_hand(table: Bools, unserved: Floats, count: int) -> float:
    """Every choice there is."""
    choices = combinations(range(len(table)), min(count, len(table)))
    return max(float(unserved[table[list(some)].any(axis=0)].sum()) for some in choices)


def check(plan: Plan, table: Bools, unserved: Floats, weight: Floats) -> None:
    """What a plan says of itself is so."""
    chosen = list(plan.chosen)
    met = table[chosen].any(axis=0) if chosen else np.zeros(len(weight), dtype=bool)
    assert plan.covered == pytest.approx(plan.existing + unserved[met].sum())
    for reason in plan.reasons:
        mine = table[reason.candidate]
        others = [other for other in chosen if other != reason.candidate]
        kept = table[others].any(axis=0) if others else np.zeros(len(weight), dtype=bool)
        assert reason.covers == pytest.approx(weight[mine].sum())
        assert reason.only == pytest.approx(unserved[mine & ~kept].sum())
        stand_in = [i for i in range(len(table)) if i not in chosen]
        gains = [unserved[table[i] & ~kept].sum() for i in stand_in]
        assert reason.lost == pytest.approx(reason.only - max(gains, default=0), abs=1e-9)
        assert reason.instead == NOBODY or reason.instead in stand_in


@given(tables())
def test_the_choice_is_the_best_of_all(case: tuple[Bools, Floats, Floats, int]) -> None:
    table, weight, unserved, count = case
    plan = choose(sparse.csr_array(table), unserved, weight, count)
    assert plan.optimal
    assert plan.gap == 0
    assert len(plan.chosen) <= count
    assert plan.covered - plan.existing == pytest.approx(best_by_hand(table, unserved, count))
    assert plan.total == pytest.approx(weight.sum())
    check(plan, table, unserved, weight)


@given(tables())
def test_making_the_problem_small_keeps_its_best(case: tuple[Bools, Floats, Floats, int]) -> None:
    table, _, unserved, count = case
    small = merged(problem_of(table, unserved, count))
    rows = undominated(small)
    if len(rows):
        left = small.cover[rows].toarray() > 0
        best = best_by_hand(left, small.weight, count)
        assert best == pytest.approx(best_by_hand(table, unserved, count))
    else:
        assert best_by_hand(table, unserved, count) == 0


def best_within(table: Bools, unserved: Floats, cost: Floats, budget: float) -> float:
    """Every choice the budget allows."""
    subsets = chain.from_iterable(combinations(range(len(table)), k) for k in range(len(table) + 1))
    allowed = [list(some) for some in subsets if cost[list(some)].sum() <= budget + 1e-9]
    return max(float(unserved[table[some].any(axis=0)].sum()) if some else 0.0 for some in allowed)


@st.composite
def purses(draw: st.DrawFn, rows: int) -> tuple[Floats, float]:
    """What each row costs, sometimes nothing, and what there is to spend."""
    price = st.one_of(st.integers(0, 9).map(float), st.floats(0, 9, width=16))
    cost = np.array(draw(st.lists(price, min_size=rows, max_size=rows)))
    return cost, draw(st.floats(0, 30, width=16))


@given(st.data(), tables())
def test_the_choice_within_a_budget_is_the_best_of_all(
    data: st.DataObject, case: tuple[Bools, Floats, Floats, int]
) -> None:
    table, weight, unserved, _ = case
    cost, budget = data.draw(purses(len(table)))
    plan = choose(sparse.csr_array(table), unserved, weight, budget, cost=cost)
    assert plan.optimal
    assert cost[list(plan.chosen)].sum() <= budget + 1e-6
    best = best_within(table, unserved, cost, budget)
    assert plan.covered - plan.existing == pytest.approx(best)
    assert plan.bound == pytest.approx(plan.covered)


@given(st.data(), tables())
def test_what_stands_in_for_a_chosen_one_is_within_the_budget(
    data: st.DataObject, case: tuple[Bools, Floats, Floats, int]
) -> None:
    table, weight, unserved, _ = case
    cost, budget = data.draw(purses(len(table)))
    plan = choose(sparse.csr_array(table), unserved, weight, budget, cost=cost)
    spent = cost[list(plan.chosen)].sum()
    for reason in plan.reasons:
        if reason.instead != NOBODY:
            changed = spent - cost[reason.candidate] + cost[reason.instead]
            assert changed <= budget + 1e-6


def plane(seed: int, demand: int, candidates: int, radius: float) -> tuple[Bools, Floats]:
    chance = np.random.default_rng(seed)
    points, places = chance.random((demand, 2)), chance.random((candidates, 2))
    apart = np.linalg.norm(points[None] - places[:, None], axis=2)
    return apart < radius, chance.integers(1, 20, demand).astype(float)


def by_another_formulation(
    table: Bools, weight: Floats, budget: float, cost: Floats | None = None
) -> float:
    """All variables whole, covered demand maximised, no reduction, HiGHS's own branching."""
    rows, columns = table.shape
    covered = sparse.hstack([-sparse.csr_array(table.T.astype(float)), sparse.eye_array(columns)])
    price = np.ones(rows) if cost is None else cost
    chosen = np.concatenate([price, np.zeros(columns)])
    found = milp(
        np.concatenate([np.zeros(rows), -weight]),
        integrality=1,
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(covered.tocsr(), -np.inf, 0),
            LinearConstraint(chosen, -np.inf, budget),
        ],
        options={"mip_rel_gap": 0},
    )
    assert found.status == 0
    return -float(found.fun)


@pytest.mark.parametrize("seed", range(4))
def test_large_choices_equal_an_independent_formulation(seed: int) -> None:
    table, weight = plane(seed, 1500, 120, 0.07)
    plan = choose(sparse.csr_array(table), weight, weight, 12)
    assert plan.optimal
    assert plan.covered == pytest.approx(by_another_formulation(table, weight, 12))
    check(plan, table, weight, weight)


@pytest.mark.parametrize("seed", range(4))
def test_large_choices_within_a_budget_equal_an_independent_formulation(seed: int) -> None:
    table, weight = plane(seed, 1500, 120, 0.07)
    cost = np.random.default_rng(seed).integers(5, 40, 120).astype(float)
    plan = choose(sparse.csr_array(table), weight, weight, 200, cost=cost)
    assert plan.optimal
    assert cost[list(plan.chosen)].sum() <= 200
    assert plan.covered == pytest.approx(by_another_formulation(table, weight, 200, cost))


@pytest.mark.parametrize("seed", range(8))
def test_the_branches_alone_find_the_best_without_a_lucky_guess(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(branching, "swapped", lambda problem, start: start)
    chance = np.random.default_rng(seed)
    table = chance.random((30, 90)) < 0.15
    weight = chance.integers(1, 20, 90).astype(float)
    found = choose(sparse.csr_array(table), weight, weight, 6)
    assert found.optimal
    assert found.covered == pytest.approx(by_another_formulation(table, weight, 6))


@given(tables())
def test_what_the_relaxation_says_of_a_candidate_holds_for_every_choice(
    case: tuple[Bools, Floats, Floats, int],
) -> None:
    table, _, unserved, count = case
    problem = merged(problem_of(table, unserved, count))
    assume(len(problem.weight))
    found = branching.relaxed(problem, monotonic() + 60)
    assert found is not None
    for size in range(min(count, len(table)) + 1):
        for chosen in combinations(range(len(table)), size):
            inside = np.isin(np.arange(len(table)), chosen)
            forced = found.cost_in[inside].sum() + found.cost_out[~inside].sum()
            assert problem.value(np.array(chosen, dtype=int)) <= found.bound - forced + 1e-6


def test_when_time_is_up_the_best_so_far_is_told_with_its_bound() -> None:
    table, weight = plane(9, 2000, 300, 0.15)
    plan = choose(sparse.csr_array(table), weight, weight, 10, seconds=0)
    assert not plan.optimal
    assert len(plan.chosen) == 10
    best = choose(sparse.csr_array(table), weight, weight, 10).covered
    assert 0.95 * best <= plan.covered <= best <= plan.bound
    assert plan.gap == pytest.approx((plan.bound - plan.covered) / plan.bound)


@given(worlds())
def test_who_covers_what_is_what_the_heap_reaches(world: World) -> None:
    table = cover(world.network, world.sites, world.points, world.limit_s).toarray()
    for site in range(len(world.sites)):
        _, seconds = times(world.network, world.sites.take(np.array([site])), world.points)
        far = [abs(one - world.limit_s) > 1e-3 for one in seconds]
        near = [one <= world.limit_s for one in seconds]
        assert [c for c, sure in zip(table[site], far, strict=True) if sure] == [
            n for n, sure in zip(near, far, strict=True) if sure
        ]


def test_existing_sites_leave_the_rest_to_the_new_ones() -> None:
    row = [(i, i + 1, 100.0) for i in range(9)]
    nodes = [(117 + 0.001 * i, 36.6) for i in range(10)]
    road = network(built(nodes, row), FOOT)
    demand = spots(*[(edge, 0.5) for edge in range(9)])
    weight = np.array([1.0] * 8 + [5.0])
    candidates = spots((0, 0.5), (3, 0.5), (8, 0.5))
    alone = siting(road, candidates, demand, weight, 1, 150)
    assert (alone.chosen, alone.covered, alone.existing) == ((2,), 6, 0)
    beside = siting(road, candidates, demand, weight, 1, 150, existing=spots((8, 0.5)))
    assert (beside.chosen, beside.covered, beside.existing) == ((1,), 9, 6)
    assert beside.share == 9 / 13
    everything = siting(road, candidates, demand, weight, 3, 150, existing=spots((8, 0.5)))
    assert everything.chosen == (1, 0)  # a third would add nothing
