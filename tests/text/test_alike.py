"""Which earlier messages a new one may repeat: words, place and age."""

from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.alike import HALF_LIFE, Earlier, likeness

NEW = "金桥路的路灯坏了三天"


def test_the_same_place_raises_and_another_place_lowers_the_likeness() -> None:
    same, other, none = likeness(
        NEW, [Earlier("金桥路路灯不亮"), Earlier("柳林路路灯不亮"), Earlier("路灯不亮")]
    )
    assert same.same_place
    assert not other.same_place
    assert same.score > none.score > 0
    assert same.score > other.score


def test_an_older_one_counts_less() -> None:
    new, old = likeness(NEW, [Earlier(NEW), Earlier(NEW, days=HALF_LIFE)])
    assert new.score == 1
    assert abs(old.score - 0.5) < 1e-9


def test_words_that_have_nothing_in_common_are_no_repeat() -> None:
    assert likeness("停水", [Earlier("井盖破损")])[0].score == 0


@given(st.text(max_size=40), st.lists(st.tuples(st.text(max_size=40), st.floats(-5, 5000))))
def test_likeness_lies_between_0_and_1(text: str, others: list[tuple[str, float]]) -> None:
    found = likeness(text, [Earlier(*other) for other in others])
    assert all(0 <= one.score <= 1 for one in found)
