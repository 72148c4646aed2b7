"""Coverage never counts a unit twice, is never above one, and its change is named both ways."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from zhuchao.rules.coverage import Unit, change, coverage

IDS = st.frozensets(st.integers(1, 12))
UNITS = st.lists(
    st.builds(
        Unit,
        st.integers(1, 10),
        st.just("/D/"),
        st.sampled_from(["economic", "social"]),
        st.just(""),
        st.sampled_from(["yes", "no", "unknown"]),
        st.none() | st.integers(0, 9),
    ),
    max_size=20,
)
RATES = st.none() | st.fractions(0, 1)


@given(UNITS, IDS, IDS, IDS)
def test_no_rate_is_above_one_and_no_unit_counts_twice(
    units: list[Unit], own: frozenset[int], covered: frozenset[int], reached: frozenset[int]
) -> None:
    """Whatever ties there are, also to units that are not there; doubling them changes nothing."""
    found = coverage(units, own, covered, reached)
    assert 0 <= found.own <= found.covered <= found.reached <= found.base
    assert found.base + found.unknown <= len({u.id for u in units})
    assert coverage([*units, *units], own, covered, reached) == found
    for rate in (found.own_rate, found.organisation_rate, found.work_rate):
        assert (rate is None) == (found.base == 0)
        assert rate is None or 0 <= rate <= 1


def test_units_are_counted_not_organisations() -> None:
    """One joint branch over three units covers three (claims A-02 to A-04)."""
    units = [Unit(n, "/D/", "economic", "", "yes", 1) for n in range(1, 5)]
    found = coverage(units, {1}, {1, 2, 3}, {4})
    assert (found.own, found.covered, found.reached, found.base) == (1, 3, 4, 4)
    assert found.organisation_rate == Fraction(3, 4)


def test_units_that_do_not_operate_are_in_no_rate() -> None:
    """Closed ones are left out, unknown ones stand apart."""
    units = [Unit(n, "/D/", "social", "", state, None) for n, state in enumerate(("no", "unknown"))]
    found = coverage(units, {0}, {1}, {1})
    assert (found.base, found.unknown, found.covered) == (0, 1, 0)
    assert found.organisation_rate is None


@given(RATES, RATES)
def test_points_and_relative_per_cent_agree(
    before: Fraction | None, after: Fraction | None
) -> None:
    """Either takes the first rate to the second."""
    found = change(before, after)
    if before is None or after is None:
        assert (found.points, found.relative) == (None, None)
        return
    assert found.points is not None
    assert before + found.points / 100 == after
    if found.relative is not None:
        assert before * (1 + found.relative / 100) == after
    else:
        assert before == 0
