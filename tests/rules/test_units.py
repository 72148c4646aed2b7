"""Quantities: equal units add, different ones refuse."""

from decimal import Decimal
from itertools import permutations

import pytest

from zhuchao.rules.units import Measure, Quantity


@pytest.mark.parametrize("unit", Measure)
def test_equal_units_add(unit: Measure) -> None:
    assert Quantity(2, unit) + Quantity(3, unit) == Quantity(5, unit)


@pytest.mark.parametrize(("one", "other"), list(permutations(Measure, 2)))
def test_different_units_refuse(one: Measure, other: Measure) -> None:
    with pytest.raises(TypeError, match="different units"):
        Quantity(1, one) + Quantity(1, other)


def test_a_bare_number_is_no_quantity() -> None:
    with pytest.raises(TypeError):
        Quantity(1, Measure.PERSON) + 1  # type: ignore[operator]


def test_the_units_are_the_eight_of_the_handbook() -> None:
    assert list(Measure) == ["件", "件(次)", "人", "人次", "场次", "批次", "小时", "份"]


def test_only_hours_may_be_broken() -> None:
    assert str(Quantity(Decimal("1.5"), Measure.HOUR)) == "1.5 小时"
    with pytest.raises(ValueError, match="only hours"):
        Quantity(Decimal("1.5"), Measure.PERSON)
