"""Token buckets: full at first, refilled evenly, bounded in number."""

from hypothesis import given
from hypothesis import strategies as st

from zhuchao.access.limits import Limiter


class Watch:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_bucket_empties_and_refills_evenly() -> None:
    watch = Watch()
    limiter = Limiter(clock=watch)
    assert [limiter.allow("a", 3) for _ in range(4)] == [True, True, True, False]
    assert limiter.allow("b", 3)
    watch.seconds = 20
    assert [limiter.allow("a", 3) for _ in range(2)] == [True, False]


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 10))
def test_no_minute_lets_more_than_twice_the_rate_through(
    pauses: list[float], per_minute: int
) -> None:
    watch = Watch()
    limiter = Limiter(clock=watch)
    passed = []
    for pause in pauses:
        watch.seconds += pause
        if limiter.allow("a", per_minute):
            passed.append(watch.seconds)
    for began in passed:
        assert sum(began <= moment < began + 60 for moment in passed) <= 2 * per_minute


def test_memory_stays_bounded() -> None:
    limiter = Limiter(size=10)
    for number in range(1000):
        limiter.allow(str(number), 1)
    assert len(limiter._buckets) == 10
