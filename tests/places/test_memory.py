"""Reference data in memory: how many statements a look costs, and when it is read anew."""

from itertools import count
from typing import Any

import pytest

from zhuchao.places.memory import Remembered, changed, one_look

pytestmark = pytest.mark.django_db


def test_a_kept_value_costs_one_look_at_the_stamp(django_assert_num_queries: Any) -> None:
    kept = Remembered(lambda: object())
    first = kept()
    with django_assert_num_queries(1):
        assert kept() is first


def test_inside_one_look_many_values_cost_one_statement(django_assert_num_queries: Any) -> None:
    changed()
    one, two = Remembered(lambda: 1), Remembered(lambda: 2)
    with django_assert_num_queries(1), one_look():
        assert [one(), two(), one(), two()] == [1, 2, 1, 2]


def test_a_change_is_seen_even_inside_one_look() -> None:
    kept = Remembered(count(1).__next__)
    with one_look():
        assert kept() == 1
        changed()
        assert kept() == 2
    assert kept() == 2
