"""Opening hours written the way people do: 周一至周五 8:00-20:00；周末 9:00-17:00；节假日休息."""

from collections.abc import Callable, Iterator
from itertools import groupby

from zhuchao.rules.hours import ALL_DAY, ALWAYS, MINUTES, UNKNOWN, Day, Hours
from zhuchao.rules.lunar import LAST, NEW_YEARS_EVE, LunarDay

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
TO, UNTIL, NEXT_DAY = "%(first)s至%(last)s", "暂停开放至%(day)s", "次日%(time)s"
EVERY_DAY, WEEKEND, HOLIDAYS, EVE = "每天", "周末", "节假日", "除夕"
LUNAR = "农历%(month)s月%(day)s"
CLOSED, WHOLE, NOBODY_KNOWS = "休息", "24小时", "不详"
WORDING = (
    *WEEKDAYS,
    *(TO, UNTIL, NEXT_DAY, EVERY_DAY, WEEKEND, HOLIDAYS, EVE, LUNAR),
    *(CLOSED, WHOLE, NOBODY_KNOWS),
)
MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_TENS = ("初", "十", "廿", "三")
_ONES = "一二三四五六七八九十"

Say = Callable[[str], str]


def day_name(number: int) -> str:
    """A day of a lunar month: 初一, 十五, 廿三, 三十; 末日 for its last.

    >>> [day_name(n) for n in (1, 10, 15, 20, 23, 30, 0)]
    ['初一', '初十', '十五', '二十', '廿三', '三十', '末日']
    """
    whole = {LAST: "末日", 20: "二十", 30: "三十"}
    return whole.get(number) or _TENS[(number - 1) // 10] + _ONES[(number - 1) % 10]


def written(hours: Hours, say: Say = str) -> str:
    """Hours in words that `hours_reading.read_hours` reads back; `say` translates each word.

    >>> written(Hours((((480, 1200),),) * 5 + ((), None), holidays=()))
    '周一至周五 8:00-20:00；周六 休息；周日 不详；节假日 休息'
    >>> written(ALWAYS), written(UNKNOWN)
    ('24小时', '不详')
    """
    if hours in (ALWAYS, UNKNOWN):
        return _what(hours.week[0], say)
    return _comma(say, "；", "; ").join(
        f"{when} {what}".strip() for when, what in _clauses(hours, say)
    )


def _clauses(hours: Hours, say: Say) -> Iterator[tuple[str, str]]:
    if hours.closed_until:
        yield say(UNTIL) % {"day": hours.closed_until.isoformat()}, ""
    yield from _week(hours.week, say)
    if hours.holidays != "usual":
        yield say(HOLIDAYS), _what(hours.holidays, say)
    for day, named in groupby(hours.lunar, lambda pair: pair[1]):
        yield _comma(say, "、", ", ").join(_lunar(name, say) for name, _ in named), _what(day, say)
    for first, last, day in hours.dates:
        one = first.isoformat()
        many = say(TO) % {"first": one, "last": last.isoformat()}
        yield one if first == last else many, _what(day, say)


def _week(week: tuple[Day, ...], say: Say) -> Iterator[tuple[str, str]]:
    """Neighbouring days of the same hours together."""
    for day, run in groupby(range(7), lambda n: week[n]):
        yield _run(list(run), say), _what(day, say)


def _run(days: list[int], say: Say) -> str:
    names = {tuple(range(7)): EVERY_DAY, (5, 6): WEEKEND}
    if tuple(days) in names:
        return say(names[tuple(days)])
    first, last = say(WEEKDAYS[days[0]]), say(WEEKDAYS[days[-1]])
    return first if len(days) == 1 else say(TO) % {"first": first, "last": last}


def _lunar(name: LunarDay, say: Say) -> str:
    if name == NEW_YEARS_EVE:
        return say(EVE)
    own = _own(say)
    month, day = MONTHS[name.month - 1], day_name(name.day)
    return say(LUNAR) % {"month": month if own else name.month, "day": day if own else name.day}


def _own(say: Say) -> bool:
    """Whether it stays Chinese: another language has other commas, and no names for lunar days."""
    return say(LUNAR) == LUNAR


def _comma(say: Say, own: str, other: str) -> str:
    return own if _own(say) else other


def _what(day: Day, say: Say) -> str:
    if not day:
        return say(NOBODY_KNOWS if day is None else CLOSED)
    if day == ALL_DAY:
        return say(WHOLE)
    return _comma(say, "、", ", ").join(f"{clock(a)}-{_end(b, say)}" for a, b in day)


def _end(minute: int, say: Say) -> str:
    late = minute > MINUTES
    return say(NEXT_DAY) % {"time": clock(minute - MINUTES)} if late else clock(minute)


def clock(minute: int) -> str:
    """Minutes from midnight as 8:05; the end of a day is 24:00."""
    return f"{minute // 60}:{minute % 60:02}"
