"""The schematic: whatever the estate, labels stay on the sheet and off each other."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from zhuchao.circle.estates.drawing import Drawing, draw, proportion
from zhuchao.circle.estates.plan import Building, Gate, Plan, Spot
from zhuchao.circle.estates.sound import MOST_BUILDINGS, MOST_GATES, MOST_SPOTS
from zhuchao.places.models import UNKNOWN_HOURS

NAMES = st.text("0123456789ABab号楼栋东南西北门物业中心", min_size=1, max_size=12)
POINTS = st.tuples(
    st.floats(117.0, 117.01).map(lambda n: round(n, 6)),
    st.floats(31.5, 31.51).map(lambda n: round(n, 6)),
)
GATES = st.builds(Gate, NAMES, st.none() | POINTS, st.just(("ebike",)), st.just(UNKNOWN_HOURS))
PLANS = st.builds(
    Plan,
    st.lists(GATES, max_size=8).map(tuple),
    st.lists(st.builds(Building, NAMES, st.none() | POINTS), max_size=60).map(tuple),
    st.lists(
        st.builds(Spot, st.sampled_from(["bay", "locker", "shelf"]), NAMES, POINTS), max_size=12
    ).map(tuple),
)


def sound(plan: Plan, found: Drawing) -> None:
    """Labels inside, apart from each other and from the gates' marks, and none left out."""
    boxes = [label.box for label in found.labels]
    for n, box in enumerate(boxes):
        assert box.wide / 2 <= box.x <= found.wide - box.wide / 2
        assert box.high / 2 <= box.y <= found.high - box.high / 2
        assert not any(box.meets(other) for other in boxes[:n])
        assert not box.meets(found.north)
    parts: list[Sequence[Gate | Building | Spot]] = [plan.gates, plan.buildings, plan.spots]
    assert len(boxes) == sum(thing.at is not None for things in parts for thing in things)
    lettered = [label.text for label in found.labels if label.lettered]
    assert lettered == [letter for letter, _name in found.legend]
    for _n, (x, y) in found.gates:
        assert 0 <= x <= found.wide
        assert 0 <= y <= found.high


@given(PLANS)
def test_no_label_leaves_the_sheet_or_lies_on_another(plan: Plan) -> None:
    found = draw(plan, 360, 360 * proportion(plan), 12)
    if not plan.points:
        assert found is None
        return
    assert found is not None
    sound(plan, found)


@settings(max_examples=5)
@given(st.lists(POINTS, min_size=1, max_size=3))
def test_even_the_fullest_estate_on_one_spot_is_drawn(spots: list[tuple[float, float]]) -> None:
    at = spots[0]
    plan = Plan(
        tuple(Gate(f"很长的名字的门{n}", at, (), UNKNOWN_HOURS) for n in range(MOST_GATES)),
        tuple(Building(f"综合服务楼第{n}栋", at) for n in range(MOST_BUILDINGS)),
        tuple(Spot("bay", "", spots[n % len(spots)]) for n in range(MOST_SPOTS)),
    )
    found = draw(plan, 265, 180, 6)
    assert found is not None
    sound(plan, found)
    assert found.size > 1.5


def test_north_is_up_and_the_way_to_the_east_goes_right() -> None:
    plan = Plan(
        (Gate("南门", (117.0, 31.5), ("ebike",), UNKNOWN_HOURS),),
        (Building("1号楼", (117.0, 31.502)), Building("2号楼", (117.002, 31.502))),
    )
    found = draw(plan, 360, 360, 12)
    assert found is not None
    south, first, second = (label.at for label in found.labels)
    assert south[1] > first[1] == second[1]
    assert first[0] < second[0]
    assert [label.text for label in found.labels] == ["南门", "1", "2"]
    assert found.legend == ()
