"""The share of demand that is met, hour by hour, as a chart of 24 bars."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, STEP, BAR, FOOT = 100, 20, 14, 16


@dataclass(frozen=True)
class Bar:
    """An hour: what open stations meet, what unknown ones may add, and where both are drawn."""

    hour: int
    sure: float | None
    """Per cent; None where nothing is wanted."""
    perhaps: float
    """Per cent that unknown stations would add."""
    now: bool
    x: int
    sure_y: float
    sure_height: float
    more_y: float
    more_height: float

    @property
    def label(self) -> str:
        """The hour as a clock says it."""
        return f"{self.hour:02}:00"


def bars(shares: Sequence[tuple[float, float] | None], hour: int) -> list[Bar]:
    """A bar for each hour; the second part stands on the first."""
    return [_bar(at, share, now=at == hour) for at, share in enumerate(shares)]


def _bar(hour: int, share: tuple[float, float] | None, *, now: bool) -> Bar:
    sure, perhaps = share or (0.0, 0.0)
    high, more = round(HEIGHT * sure, 1), round(HEIGHT * (perhaps - sure), 1)
    return Bar(
        hour,
        None if share is None else 100 * sure,
        100 * (perhaps - sure),
        now,
        hour * STEP + (STEP - BAR) // 2,
        HEIGHT - high,
        high,
        HEIGHT - high - more,
        more,
    )
