"""Random small road graphs: one-way and two-way, parallel, looped, in pieces."""

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.roads.oracle import EBIKE, FOOT, built, spots
from zhuchao.roads.network import Network, network
from zhuchao.roads.snapping import Spots

SHARES = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1, width=32))


@dataclass(frozen=True)
class World:
    """A network, sites on its edges, and other points on them."""

    network: Network
    sites: Spots
    points: Spots
    limit_s: float


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A graph of up to eight nodes with sites anywhere on its edges."""
    count = draw(st.integers(1, 8))
    node = st.integers(0, count - 1)
    arc = st.tuples(node, node, st.sampled_from([0.0, 40.0, 100.0, 125.0, 300.0]))
    arcs = draw(st.lists(arc, min_size=1, max_size=16))
    both = draw(st.lists(st.booleans(), min_size=len(arcs), max_size=len(arcs)))
    back = [(v, u, metres) for (u, v, metres), two in zip(arcs, both, strict=True) if two]
    nodes = [(117 + 0.001 * (i % 3), 36.6 + 0.001 * (i // 3)) for i in range(count)]
    mode = draw(st.sampled_from([FOOT, EBIKE]))
    found = network(built(nodes, [*arcs, *back]), mode)
    place = st.tuples(st.integers(0, len(found.edge) - 1), SHARES)
    return World(
        found.turned if draw(st.booleans()) else found,
        spots(*draw(st.lists(place, max_size=4))),
        spots(*draw(st.lists(place, max_size=6))),
        draw(st.sampled_from([0.0, 60.0, 200.0, 500.0, 1e6])),
    )
