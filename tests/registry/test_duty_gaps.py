"""The 1+1+N system: who drives twice, and where nobody stands in."""

from hypothesis import given
from hypothesis import strategies as st

from zhuchao.registry.duty_gaps import Gap, Place, gaps

STREETS = ("/D/S1/", "/D/S2/")


def place(position: str, office: int, path: str = "/D/", category: str = "road") -> Place:
    """A row of the duty table."""
    return Place("appeal", category, path, position, office)


def test_a_whole_system_has_no_gap() -> None:
    rows = [place("guide", 1), place("drive", 2), place("join", 3), place("join", 4)]
    backstops = [place("backstop", 5 + n, street) for n, street in enumerate(STREETS)]
    assert gaps([*rows, *backstops], STREETS) == []


def test_two_drivers_are_a_conflict_and_two_that_join_in_are_none() -> None:
    rows = [place("drive", 2), place("drive", 7), place("join", 3), place("join", 4)]
    found = gaps([*rows, place("backstop", 5)], STREETS)
    assert found == [Gap("conflict", "appeal", "road", "/D/", "drive", (2, 7))]


def test_a_street_without_a_backstop_is_a_hole_and_no_driver_is_one_of_the_whole_district() -> None:
    found = gaps([place("guide", 1), place("backstop", 5, "/D/S1/")], STREETS)
    assert found == [
        Gap("hole", "appeal", "road", "", "drive"),
        Gap("hole", "appeal", "road", "/D/S2/", "backstop"),
    ]


def test_a_row_for_every_category_fills_each() -> None:
    rows = [place("drive", 2), place("backstop", 5, category="")]
    assert gaps(rows, STREETS) == [Gap("hole", "appeal", "", "", "drive")]


ROWS = st.lists(
    st.builds(
        place,
        st.sampled_from(("guide", "drive", "join", "backstop")),
        st.integers(1, 4),
        st.sampled_from(("/D/", *STREETS)),
        st.sampled_from(("road", "tap", "")),
    )
)


@given(ROWS)
def test_filling_every_hole_leaves_no_hole(rows: list[Place]) -> None:
    while holes := [g for g in gaps(rows, STREETS) if g.what == "hole"]:
        hole = holes[0]
        filled = Place(hole.kind, hole.category, hole.path or "/D/", hole.position, 9)
        rows = [*rows, filled]
    assert not [g for g in gaps(rows, STREETS) if g.what == "hole"]
