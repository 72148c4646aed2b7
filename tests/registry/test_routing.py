"""The most specific duty wins: the deeper place, then the deeper category, then the newer row."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zhuchao.registry import routing
from zhuchao.registry.routing import Desk, Label, Row

TODAY = "2026-11-22"
LABELS = (
    Label("appeal", "city", "城乡建设", "", (), "general"),
    Label("appeal", "road", "道路", "city", (), "general"),
    Label("appeal", "hole", "坑洼", "road", (), "timely"),
)
PLAIN = Row(1, "x", "appeal", "", "/D/", "lead", 1, "", "2020-01-01", "9999-12-31")

paths = st.sampled_from(["/D/", "/D/S1/", "/D/S1/C1/", "/D/S2/"])
rows = st.builds(
    lambda number, kind, category, path, position, office: replace(
        PLAIN,
        id=number,
        kind=kind,
        category=category,
        path=path,
        position=position,
        organisation=office,
    ),
    st.integers(1, 99),
    st.sampled_from(["", "appeal", "hazard"]),
    st.sampled_from(["", "city", "road", "hole"]),
    paths,
    st.sampled_from(["intake", "lead", "assist", "member_driver"]),
    st.integers(1, 5),
)


def find(duties: list[Row], category: str, path: str, today: str = TODAY) -> routing.Route:
    """The route by these duties alone."""
    return routing._route(Desk(LABELS, tuple(duties), {}), "appeal", category, path, today)


def test_the_deeper_place_wins_over_the_deeper_category() -> None:
    duties = [
        replace(PLAIN, path="/D/S1/", organisation=2),
        replace(PLAIN, category="hole", organisation=3),
    ]
    assert find(duties, "hole", "/D/S1/C1/").lead == 2
    assert find(duties, "hole", "/D/S2/").lead == 3


def test_a_parent_category_serves_its_children() -> None:
    assert find([replace(PLAIN, category="city", organisation=4)], "hole", "/D/").lead == 4
    assert find([replace(PLAIN, category="hole", organisation=4)], "city", "/D/").lead is None


def test_of_equals_the_newer_row_wins() -> None:
    assert find([PLAIN, replace(PLAIN, id=2, organisation=2)], "", "/D/").lead == 2


def test_a_duty_holds_on_its_first_and_last_day_only_inclusive() -> None:
    row = replace(PLAIN, valid_from="2026-01-01", valid_to="2026-01-31")
    days = ["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"]
    assert [find([row], "", "/D/", day).lead for day in days] == [None, 1, 1, None]


def test_a_neighbour_whose_path_only_begins_alike_is_no_child() -> None:
    assert find([replace(PLAIN, path="/D/S1/")], "", "/D/S10/").lead is None


@given(st.lists(rows, max_size=12), st.sampled_from(["", "city", "road", "hole"]), paths)
def test_whoever_is_chosen_no_fitting_duty_is_more_specific(
    duties: list[Row], category: str, path: str
) -> None:
    found = find(duties, category, path)
    line = Desk(LABELS, (), {}).line("appeal", category)
    fitting = [
        d
        for d in duties
        if d.kind in ("", "appeal") and d.category in line and path.startswith(d.path)
    ]
    leads = [d for d in fitting if d.position == "lead"]
    assert (found.lead is None) == (not leads)
    if leads:
        best = max((len(d.path), -line.index(d.category)) for d in leads)
        chosen = [d for d in leads if (len(d.path), -line.index(d.category)) == best]
        assert found.lead == chosen[-1].organisation
    assert set(found.assists) <= {d.organisation for d in fitting if d.position == "assist"}
    assert set(found.hops) <= {"member_driver"}
