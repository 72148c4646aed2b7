"""Two covers beside each other: every stretch is in one of both, one or the other, and no two."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.roads.worlds import World, worlds
from zhuchao.roads.covered import Covered, covered
from zhuchao.roads.parts import Parts, compared, parts_of
from zhuchao.roads.reach import reach

PROBES = np.linspace(0.0137, 0.9811, 14)


def within(edge: int, parts: Parts | Covered) -> list[bool]:
    """Which probes of an edge lie in the parts."""
    mine = parts.edge == edge
    spans = list(zip(parts.start[mine].tolist(), parts.end[mine].tolist(), strict=True))
    return [any(start <= probe <= end for start, end in spans) for probe in PROBES.tolist()]


@settings(max_examples=50)
@given(worlds(), st.data())
def test_what_is_compared_is_what_is_covered(world: World, data: st.DataObject) -> None:
    half = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(world.sites), max_size=len(world.sites))),
        dtype=bool,
    )
    one = covered(reach(world.network, world.sites, world.limit_s, half))
    other = covered(reach(world.network, world.sites, world.limit_s, ~half))
    found = compared(one, other)
    for edge in range(len(world.network.edge)):
        in_one, in_other = within(edge, one), within(edge, other)
        pairs = list(zip(in_one, in_other, strict=True))
        assert within(edge, found.both) == [a and b for a, b in pairs]
        assert within(edge, found.only_one) == [a and not b for a, b in pairs]
        assert within(edge, found.only_other) == [b and not a for a, b in pairs]


@settings(max_examples=50)
@given(worlds())
def test_the_parts_of_a_cover_are_as_long_as_it(world: World) -> None:
    cover = covered(reach(world.network, world.sites, world.limit_s))
    np.testing.assert_allclose(parts_of(cover).metres, cover.metres.sum())
    same = compared(cover, cover)
    np.testing.assert_allclose(same.both.metres, cover.metres.sum(), atol=1e-5)
    assert len(same.only_one.edge) == len(same.only_other.edge) == 0
