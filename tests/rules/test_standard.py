"""Scoring a check: points, grades, required items; and how long a plate is valid."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhuchao.rules.standard import Grade, Item, Standard, months_later, score

ITEMS = tuple(Item(f"i{n}", f"项{n}", n + 1, required=n == 0) for n in range(5))


def standard(*grades: tuple[str, int]) -> Standard:
    """Five items of one to five points, the first of them required."""
    return Standard(
        key="x",
        version="1",
        label="x",
        basis="",
        confirmed=False,
        in_force_from=date(2026, 1, 1),
        in_force_to=date(2026, 12, 31),
        months=12,
        kinds=(),
        items=ITEMS,
        grades=tuple(Grade(name, name, percent) for name, percent in grades),
    )


ONE = standard(("good", 90), ("passed", 60))


def test_a_grade_begins_with_its_percentage() -> None:
    assert ONE.most == 15
    nine = score(ONE, ["i0", "i2", "i4"])
    assert (nine.points, nine.grade and nine.grade.name) == (9, "passed")
    assert score(ONE, ["i0", "i1", "i4"]).grade is None
    assert score(ONE, [i.key for i in ITEMS]).grade == ONE.grades[0]


def test_without_a_required_item_nothing_is_passed() -> None:
    found = score(ONE, ["i1", "i2", "i3", "i4"])
    assert (found.points, found.grade, found.lacking) == (14, None, (ITEMS[0],))


def test_what_is_not_on_the_list_gives_no_points() -> None:
    assert score(ONE, ["i0", "colour"]).points == 1


@given(st.sets(st.sampled_from([i.key for i in ITEMS])), st.sampled_from([i.key for i in ITEMS]))
def test_one_more_item_never_lowers_the_result(met: set[str], more: str) -> None:
    before, after = score(ONE, met), score(ONE, met | {more})
    assert after.points >= before.points
    if before.grade:
        assert after.grade
        assert after.grade.percent >= before.grade.percent


def test_a_version_is_in_force_from_its_first_to_its_last_day() -> None:
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [ONE.in_force(day) for day in days] == [False, True, True, False]


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 120))
def test_a_validity_ends_the_day_before_its_anniversary(day: date, months: int) -> None:
    after = months_later(day, months) + timedelta(days=1)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day <= day.day
