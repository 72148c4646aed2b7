"""`python -m bench.roads [FOLDER]`: reach and siting beside plain scipy, on a real road graph."""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import dijkstra

from zhuchao.roads.choosing import Problem, merged
from zhuchao.roads.cover import cover
from zhuchao.roads.earth import Floats, Ints
from zhuchao.roads.network import Network, network
from zhuchao.roads.reach import Reach, reach, reach_by_hour
from zhuchao.roads.roads import Roads
from zhuchao.roads.siting import siting
from zhuchao.roads.snapping import Spots, snap
from zhuchao.roads.tables import read_tables
from zhuchao.rules.travel import shipped_travel

JINAN = Path(__file__).resolve().parents[2] / "shared" / "data" / "roads" / "jinan"
SITES, LIMIT_S, ROUNDS = 65, 600.0, 15
CANDIDATES, DEMAND, CHOSEN, BUDGET = 500, 10_000, 20, 400
COPIES = 40
ROW = "{:<62}{:>10}{:>12}{:>8}   {}"


@dataclass
class Table:
    """Prints a row for each measurement and counts the missed targets."""

    missed: int = 0

    def row(self, name: str, ours: float, reference: float, words: str, *, ok: bool) -> None:
        """One measurement beside its reference."""
        self.missed += not ok
        verdict = f"{'ok' if ok else 'MISSED'}  {words}"
        print(
            ROW.format(name, f"{ours:.2f}", f"{reference:.2f}", f"{ours / reference:.2f}", verdict)
        )


def main() -> int:
    """Measure and print; exit 1 when a target is missed. CPU time: others may be busy beside."""
    parser = argparse.ArgumentParser(prog="bench.roads", description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", default=JINAN, help="nodes.csv, edges.csv.gz"
    )
    folder = parser.parse_args().folder
    roads = read_tables(folder / "nodes.csv", folder / "edges.csv.gz")
    table = Table()
    print(ROW.format("CPU milliseconds", "ours", "reference", "ratio", "target"))
    for mode in shipped_travel().modes.values():
        _reaches(table, network(roads, mode), mode.name)
        _siting(table, network(roads, mode), mode.name)
    _large(table, roads)
    return 1 if table.missed else 0


def _reaches(table: Table, city: Network, name: str) -> None:
    nodes = _some(city, SITES, 1)
    sites = _at(city, nodes)
    for limit, words in ((inf, "every node"), (LIMIT_S, "10 minutes")):
        ours, raw = _times(
            lambda limit=limit: reach(city, sites, limit),  # type: ignore[misc]
            lambda limit=limit: _raw(city, nodes, limit),  # type: ignore[misc]
        )
        bound = limit == inf
        said = "≤ 1.5 × dijkstra(min_only)" if bound else "(for information)"
        table.row(
            f"{name}: nearest of {SITES} sites, {words}",
            ours,
            raw,
            said,
            ok=not bound or ours <= 1.5 * raw,
        )
    hours = np.random.default_rng(2).random((SITES, 24)) < 0.6
    day, one = _times(
        lambda: reach_by_hour(city, sites, LIMIT_S, hours), lambda: reach(city, sites, LIMIT_S)
    )
    table.row(f"{name}: 24 different hours", day, one, "≤ 10 × one hour", ok=day <= 10 * one)


def _siting(table: Table, city: Network, name: str) -> None:
    candidates = _at(city, _some(city, CANDIDATES, 3))
    demand = _at(city, _some(city, DEMAND, 4), spread=1e-3)
    chance = np.random.default_rng(5)
    weight = chance.integers(1, 20, DEMAND).astype(float)
    cost = chance.integers(10, 50, CANDIDATES).astype(float)
    reached = cover(city, candidates, demand, LIMIT_S).astype(float)
    for words, price, budget in (
        (f"p = {CHOSEN}", np.ones(CANDIDATES), CHOSEN),
        (f"budget of {BUDGET}", cost, BUDGET),
    ):
        start = time.process_time()
        plan = siting(city, candidates, demand, weight, budget, LIMIT_S, cost=price)
        ours = time.process_time() - start
        start = time.process_time()
        best = _by_milp(merged(Problem(reached, weight, price, budget)))
        plain = time.process_time() - start
        bound = name == "foot" and budget == CHOSEN
        ok = plan.optimal and abs(plan.covered - best) < 0.5 and (ours <= 1 or not bound)
        table.row(
            f"{name}: {DEMAND} demand, {CANDIDATES} candidates, {words}",
            1000 * ours,
            1000 * plain,
            f"proved {plan.covered:.0f} = milp's {best:.0f}{', ≤ 1 s' if bound else ''}",
            ok=ok,
        )


def _large(table: Table, roads: Roads) -> None:
    land = network(_joined(roads, COPIES), shipped_travel().modes["foot"])
    nodes = _some(land, SITES, 6)

    def ours() -> Reach:
        return reach(land, _at(land, nodes), LIMIT_S)

    took, raw = _times(ours, lambda: _raw(land, nodes, LIMIT_S))
    table.row(
        f"foot: {land.nodes} nodes, 10 minutes, with snapping", took, raw, "≤ 50 ms", ok=took <= 50
    )


def _raw(city: Network, nodes: Ints, limit: float) -> Floats:
    found: Floats = dijkstra(
        city.graph, indices=nodes, min_only=True, limit=limit, return_predecessors=True
    )[0]
    return found


def _by_milp(problem: Problem) -> float:
    """The plain formulation, covered demand as continuous variables, solved by HiGHS alone."""
    rows, columns = problem.cover.shape
    covered = sparse.hstack([-problem.cover.T, sparse.eye_array(columns)], format="csr")
    whole = np.repeat([1, 0], [rows, columns])
    price = np.concatenate([problem.cost, np.zeros(columns)])
    found = milp(
        np.concatenate([np.zeros(rows), -problem.weight]),
        integrality=whole,
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(covered, -np.inf, 0),
            LinearConstraint(price, -np.inf, problem.budget),
        ],
        options={"mip_rel_gap": 0},
    )
    return -float(found.fun)


def _some(city: Network, count: int, seed: int) -> Ints:
    """Nodes that a road of the mode leads to."""
    used = np.unique(np.concatenate([city.u, city.v]))
    return np.random.default_rng(seed).choice(used, count, replace=count > len(used))


def _at(city: Network, nodes: Ints, spread: float = 0.0) -> Spots:
    chance = np.random.default_rng(7)
    lon, lat = (
        where[nodes] + chance.normal(0, spread, len(nodes))
        for where in (city.roads.lon, city.roads.lat)
    )
    return snap(city, lon, lat)


def _joined(roads: Roads, copies: int) -> Roads:
    """The same city so many times side by side, each joined to the next by one road."""
    count, width = len(roads.ids), float(np.ptp(roads.lon))
    number = np.arange(copies)
    shift = np.repeat(number * width, count)
    left, right = int(roads.lon.argmin()), int(roads.lon.argmax())
    joint = number[:-1] * count
    edges = np.repeat(number * count, len(roads.u))
    bends = np.repeat(number * len(roads.bend_lon), len(roads.u))
    more = np.ones(copies - 1)

    def every(column: NDArray[Any], last: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([np.tile(column, copies), last])

    return replace(
        roads,
        ids=np.arange(copies * count),
        lon=np.tile(roads.lon, copies) + shift,
        lat=np.tile(roads.lat, copies),
        u=np.concatenate([np.tile(roads.u, copies) + edges, joint + right]),
        v=np.concatenate([np.tile(roads.v, copies) + edges, joint + count + left]),
        forward_m=every(roads.forward_m, more),
        backward_m=every(roads.backward_m, more),
        kind=every(roads.kind, 0 * joint),
        speed_mps=every(roads.speed_mps, 0 * more),
        rights={
            mode: np.append(np.tile(right, copies), 0 * joint).astype(np.int8)
            for mode, right in roads.rights.items()
        },
        bends_at=np.concatenate(
            [
                np.tile(roads.bends_at[:-1], copies) + bends,
                np.full(copies, copies * len(roads.bend_lon)),
            ]
        ),
        bend_lon=np.tile(roads.bend_lon, copies) + np.repeat(number * width, len(roads.bend_lon)),
        bend_lat=np.tile(roads.bend_lat, copies),
    )


def _times(*works: Callable[[], object]) -> list[float]:
    """The quickest of some rounds of each, in milliseconds of CPU, taken in turns."""
    best = [inf] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            start = time.process_time()
            work()
            best[place] = min(best[place], 1000 * (time.process_time() - start))
    return best


if __name__ == "__main__":
    sys.exit(main())
