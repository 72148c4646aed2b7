"""Opening hours as people write them in a table: 08:00-20:00, 22:00-06:00, 24h."""

import re
import unicodedata

import numpy as np

from zhuchao.roads.earth import Bools

DAY = 24 * 60
ALWAYS = frozenset({"24h", "24小时", "24/7", "全天"})
UNKNOWN = frozenset({"", "unknown", "未知", "不明"})
SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*(?:[-–—~至到])\s*(\d{1,2}):(\d{2})")
SEPARATOR = re.compile(r"[,;、]")


class NoHours(ValueError):
    """A text that names no opening hours."""


def read_hours(text: str) -> Bools | None:
    """Whether it is open at each of the 24 full hours of a day; None where that is not known.

    It is open from the first time up to the last, over midnight where the last is the earlier;
    several spans stand with commas between.

    >>> read_hours("22:00-06:00").nonzero()[0].tolist()
    [0, 1, 2, 3, 4, 5, 22, 23]

    Raises NoHours.
    """
    text = unicodedata.normalize("NFKC", text).strip().lower()
    if text in UNKNOWN:
        return None
    if text in ALWAYS:
        return np.ones(24, dtype=bool)
    found = np.zeros(24, dtype=bool)
    for part in SEPARATOR.split(text):
        found |= _span(part.strip())
    return found


def _span(text: str) -> Bools:
    matched = SPAN.fullmatch(text)
    if not matched:
        raise NoHours(text)
    hour, minute, end_hour, end_minute = map(int, matched.groups())
    begin, end = 60 * hour + minute, 60 * end_hour + end_minute
    if begin >= DAY or end > DAY or max(minute, end_minute) > 59 or begin == end:
        raise NoHours(text)
    now = 60 * np.arange(24)
    return (begin <= now) & (now < end) if begin < end else (now >= begin) | (now < end)
