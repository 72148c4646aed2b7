"""The map of instructors: every unit once, apart from the others, and where there is room."""

from datetime import date
from itertools import combinations
from math import dist

import pytest

from tests.cast import JOB, District, add_account, found_district
from tests.desk import desk, html
from tests.units import unit
from zhuchao.registry.actions import add_person
from zhuchao.registry.coverage.actions import post_instructor
from zhuchao.registry.instructors.mapping import load_map, room_by_street
from zhuchao.registry.instructors.queries import instructors, units
from zhuchao.registry.tie_actions import reserve
from zhuchao.registry.unit_map import MOST

DAY = date(2026, 11, 26)


@pytest.fixture
def district(db: None) -> District:
    """示例区."""
    return found_district()


def test_dots_of_one_place_do_not_lie_on_one_another(district: District) -> None:
    """Apart by more than they are wide, and never more of them than the map can show."""
    for number in range(MOST + 2):
        unit(district, f"{number:02}号快递")
    drawn = load_map(units(JOB), [], 5)
    assert drawn is not None
    assert len(drawn.dots) == MOST
    places = [(float(one.x), float(one.y)) for one in drawn.dots]
    assert min(dist(a, b) for a, b in combinations(places, 2)) > 2 * 3.4
    (street,) = drawn.labels
    assert min(dist(one, (float(street.x), float(street.y))) for one in places) > 12


def test_a_unit_has_one_or_not_and_a_pool_has_room(district: District) -> None:
    """What the limit leaves of each instructor is the room of the street he is kept in."""
    with_one, without = unit(district, "甲快递"), unit(district, "庚制造", "C21")
    person = add_person(JOB, "甲指导员")
    reserve(JOB, "instructor_reserve", person, district.divisions["S1"], since=date(2026, 1, 1))
    whole = add_person(JOB, "乙指导员")
    reserve(JOB, "instructor_reserve", whole, district.divisions["D"], since=date(2026, 1, 1))
    post_instructor(JOB, person, with_one, since=date(2026, 2, 1), months=12)
    rows = instructors(JOB, DAY)
    drawn = load_map(units(JOB), rows, 5)
    assert drawn is not None
    assert {one.unit: one.reached for one in drawn.dots} == {with_one: True, without: False}
    assert [(one.name, one.words) for one in drawn.labels] == [
        ("柳林", "还能派 4 家"),
        ("石桥", ""),
    ]
    assert room_by_street(rows, 5) == {"/D/S1/": 4, "/D/": 5}


def test_units_without_a_known_place_are_drawn_nowhere(district: District) -> None:
    """The tables have them all the same."""
    place = district.divisions["C11"]
    type(place).objects.update(lon=None, lat=None)
    unit(district, "甲快递")
    assert load_map(units(JOB), [], 5) is None


def test_the_page_leads_from_a_dot_to_the_page_of_its_unit(district: District) -> None:
    """The same units stand in the list beside it, for those who cannot see or hit a dot."""
    made = unit(district, "甲快递")
    district.accounts["party1"] = add_account(district, "party1", "party_desk", "S1")
    unit(district, "庚制造", "C21")
    page = html(desk(district, "party1").get("/desk/instructors/"))
    assert page.count('data-tone="without" cx=') == 2  # one unit of the street, and the legend
    assert page.count(f'href="/desk/organisations/{made.code}/"') == 2
    assert "没有指导员的单位（1 家）" in page
    assert "庚制造" not in page
