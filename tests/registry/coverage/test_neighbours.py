"""Which uncovered units are proposed as partners of one that is too small."""

from dataclasses import replace

from tests.cast import found_district
from zhuchao.registry.coverage.worklist import joint_with
from zhuchao.rules.coverage import Unit
from zhuchao.rules.structure_file import shipped_limits

ONE = Unit(1, "/D/S1/C11/", "economic", "courier", "yes", 1)


def partners(*others: Unit, one: Unit = ONE) -> list[int]:
    """The ids proposed to one unit."""
    return joint_with(shipped_limits(), one, [one, *others])


def test_partners_lie_in_the_same_street(db: None) -> None:
    """The community first, another one of the street next, another street never."""
    found_district()
    far = replace(ONE, id=2, path="/D/S2/C21/", members=2)
    next_door = replace(ONE, id=3, path="/D/S1/C12/", members=2)
    same = replace(ONE, id=4, members=2)
    assert partners(far) == []
    assert partners(far, next_door) == [3]
    assert partners(next_door, same) == [4]


def test_a_unit_written_down_for_a_whole_street_stays_in_it(db: None) -> None:
    """It finds those of its own street, not those of the street beside."""
    found_district()
    whole = replace(ONE, path="/D/S1/")
    beside = replace(ONE, id=2, path="/D/S2/", members=2)
    own = replace(ONE, id=3, path="/D/S1/C12/", members=2)
    assert partners(beside, one=whole) == []
    assert partners(beside, own, one=whole) == [3]


def test_no_more_partners_than_a_joint_branch_may_have(db: None) -> None:
    """Five units at most, and none where all together are still too few."""
    found_district()
    limits = shipped_limits()
    others = [replace(ONE, id=n, members=0) for n in range(2, 9)]
    assert partners(*others) == []
    ones = [replace(ONE, id=n) for n in range(2, 9)]
    assert len(partners(*ones)) == limits.branch_members - 1 < limits.joint_units
