"""Opening hours as canonical JSON: what tables, the journal and interfaces hold."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from zhuchao.rules.hours import Day, Hours
from zhuchao.rules.lunar import LunarDay

_TIMES = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")
_KEYS = {"week", "holidays", "lunar", "dates", "closed_until"}


def as_data(hours: Hours) -> dict[str, Any]:
    """Hours as JSON holds them; a day is a list of times, [] closed, null unknown.

    >>> as_data(Hours((((480, 1200),),) * 5 + ((), None), holidays=()))["week"][4:]
    [['08:00-20:00'], [], None]

    An end beyond 24:00 lies in the next day: "22:00-30:00". Without "holidays" they are as usual.
    """
    found: dict[str, Any] = {"week": [_day(d) for d in hours.week]}
    if hours.holidays != "usual":
        found["holidays"] = _day(hours.holidays)
    if hours.lunar:
        found["lunar"] = [[f"{n.month}-{n.day}", _day(d)] for n, d in hours.lunar]
    if hours.dates:
        found["dates"] = [[a.isoformat(), b.isoformat(), _day(d)] for a, b, d in hours.dates]
    if hours.closed_until:
        found["closed_until"] = hours.closed_until.isoformat()
    return found


def _day(day: Day) -> list[str] | None:
    return None if day is None else [f"{_clock(a)}-{_clock(b)}" for a, b in day]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def from_data(data: Mapping[str, Any]) -> Hours:
    """The hours that `as_data` wrote. Raises ValueError for anything else."""
    if not isinstance(data, dict) or set(data) - _KEYS or "week" not in data:
        raise ValueError("not opening hours")
    try:
        return Hours(
            week=tuple(_read_day(d) for d in data["week"]),
            holidays=_read_day(data["holidays"]) if "holidays" in data else "usual",
            lunar=tuple((_read_lunar(n), _read_day(d)) for n, d in data.get("lunar", ())),
            dates=tuple(
                (date.fromisoformat(a), date.fromisoformat(b), _read_day(d))
                for a, b, d in data.get("dates", ())
            ),
            closed_until=date.fromisoformat(data["closed_until"])
            if "closed_until" in data
            else None,
        )
    except (TypeError, KeyError) as error:
        raise ValueError("not opening hours") from error


def _read_day(data: Any) -> Day:
    if data is None:
        return None
    found = [_TIMES.fullmatch(text) for text in data]
    if not all(found) or not isinstance(data, list):
        raise ValueError(f"not times: {data}")
    parts = [tuple(map(int, m.groups())) for m in found if m]
    return tuple((a * 60 + b, c * 60 + d) for a, b, c, d in parts)


def _read_lunar(text: str) -> LunarDay:
    month, day = map(int, text.split("-"))
    if not (1 <= month <= 12 and 0 <= day <= 30):
        raise ValueError(f"no lunar day: {text}")
    return LunarDay(month, day)


def as_text(hours: Hours) -> str:
    """The one text of hours: the same hours are the same text."""
    return json.dumps(as_data(hours), sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=4096)
def from_text(text: str) -> Hours:
    """The hours that `as_text` wrote; the few texts a district has are read once."""
    return from_data(json.loads(text))
