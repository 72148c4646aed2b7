"""Fingerprints tell how alike two texts are, need the key, and give nothing of the text away."""

from hypothesis import given
from hypothesis import strategies as st

from zhuchao.text.fingerprint import MARKS, alike, fingerprint

KEY, OTHER = b"k" * 32, b"o" * 32
ONE = "我家的征地补偿款少算了八千元，要求按标准补足，已经问过两次没有答复"
RETOLD = "征地补偿款少算八千元，要求按标准补足，问过两次，还是没有答复"
ANOTHER = "社保断缴两年，单位一直不给补，请查一查是哪里的问题"


def test_the_same_matter_in_other_words_is_alike_and_another_is_not() -> None:
    one, retold, another = (fingerprint(t, KEY) for t in (ONE, RETOLD, ANOTHER))
    assert alike(one, retold) > 0.3
    assert alike(one, another) < 0.1


def test_without_the_key_a_guess_matches_nothing() -> None:
    assert alike(fingerprint(ONE, KEY), fingerprint(ONE, OTHER)) < 0.1


@given(st.text(max_size=400))
def test_a_fingerprint_has_one_size_and_is_like_itself(text: str) -> None:
    marks = fingerprint(text, KEY)
    assert len(marks) in (0, 2 * MARKS)
    assert alike(marks, marks) == (1.0 if marks else 0.0)
    assert not any(c.encode() in marks for c in text if c.isalnum() and len(c.encode()) == 3)


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = fingerprint(one, KEY), fingerprint(other, KEY)
    assert 0 <= alike(a, b) == alike(b, a) <= 1
