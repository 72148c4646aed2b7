"""Reads opening hours out of what people write, and says which part it could not read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from zhuchao.rules.hours import ALL_DAY, MINUTES, Dated, Day, Hours, Interval, sound
from zhuchao.rules.hours_text import MONTHS, day_name
from zhuchao.rules.lunar import NEW_YEARS_EVE, LunarDay

UNREADABLE = "看不懂这一段"
NO_SUCH_TIME = "没有这个时刻"
NO_SUCH_DATE = "没有这个日期，或者前后颠倒"
OVERLAPPING = "时段重叠，或者起止相同"
TWICE = "说了两次，不知道按哪一次"
NOTHING_SAID = "没有写什么时间"
ONLY_HOLIDAYS = "只有节假日可以写“照常”"
WORDING = (
    *(UNREADABLE, NO_SUCH_TIME, NO_SUCH_DATE, OVERLAPPING, TWICE, NOTHING_SAID, ONLY_HOLIDAYS),
)

EVERY: Final = "every"
HOLIDAYS: Final = "holidays"
What = Interval | Literal["whole", "closed", "usual", "unknown"]
When = int | LunarDay | tuple[date, date] | Literal["every", "holidays"]


class HoursError(ValueError):
    """What cannot be read as opening hours: the `part` at fault, and `why` in plain Chinese."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f"{part}: {why}")
        self.part, self.why = part, why


_PLAIN = str.maketrans("０１２３４５６７８９：－—–～~〜，；（）", "0123456789:------,;()")
_DATE = r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?"
_TIME = r"(\d{1,2})(?:[:点时](\d{1,2}|半)?分?)?"
_TO = r"\s*(?:至|到|-)\s*"
_LUNAR_DAY = "|".join(day_name(n) for n in range(30, -1, -1))
_LUNAR = (
    rf"(?:除夕|大年三十|(?:农历|阴历)?(?:十一|十二|[{''.join(MONTHS)}一])月(?:{_LUNAR_DAY})"
    rf"|(?:大年|春节)?初[一二三四五六七八九十])"
)
_WEEK = "(?:周|星期|礼拜)"
_ONE = "[一二三四五六日天]"
_TOKEN = re.compile(
    rf"""
    (?P<until>(?:暂停(?:开放|营业|服务)|停业|关闭|闭馆){_TO}{_DATE})
  | (?P<dates>{_DATE}(?:{_TO}{_DATE})?)
  | (?P<week>{_WEEK}{_ONE}(?:{_TO}{_WEEK}?{_ONE})?)
  | (?P<more>(?<=[一二三四五六日天])[、,和]{_ONE}(?![一二三四五六七八九十月]))
  | (?P<every>每天|每日|天天) | (?P<work>工作日) | (?P<weekend>周末|双休日)
  | (?P<holidays>法定节假日|节假日|法定假日|节日)
  | (?P<lunar>{_LUNAR}(?:{_TO}{_LUNAR})?)
  | (?P<whole>24\s*小时|全天候|全天) | (?P<usual>照常)
  | (?P<closed>休息|不开放|不营业|关闭|关门|闭馆|停业)
  | (?P<unknown>不详|未知|不清楚|待核实)
  | (?P<times>{_TIME}{_TO}(次日|第二天|凌晨)?{_TIME})
  | (?P<filler>[\s,;、。:()和及]|(?:开放|营业|服务)时间|开放|营业|均?为|都)
    """,
    re.VERBOSE,
)
_WHATS = ("whole", "usual", "closed", "unknown")


@dataclass
class _Clause:
    """A run of whens and what is said of them."""

    text: str = ""
    whens: list[When] = field(default_factory=list)
    whats: list[What] = field(default_factory=list)


def read_hours(text: str) -> Hours:
    """The hours people wrote; a weekday nobody speaks of stays unknown.

    >>> read_hours("周一至周五 8:00-12:00、14点-18点半，周末休息").week[4:]
    (((480, 720), (840, 1110)), (), ())
    >>> read_hours("22:00-06:00").week[0]
    ((1320, 1800),)

    Raises HoursError naming the part that is unclear, impossible or contradictory.
    """
    plain = text.translate(_PLAIN).strip()
    until: date | None = None
    clauses = [_Clause()]
    for kind, words in _tokens(plain):
        if kind == "until":
            if until:
                raise HoursError(words, TWICE)
            until = _dates(words)[0]
        elif kind != "filler":
            _take(clauses, kind, words)
    said = [c for c in clauses if c.text]
    if not said and until is None:
        raise HoursError(plain, NOTHING_SAID)
    return _assembled(said, until)


def _tokens(plain: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(plain):
        found = _TOKEN.match(plain, at)
        if found is None:
            raise HoursError(re.split("[;,。]", plain[at:])[0].strip(), UNREADABLE)
        yield str(found.lastgroup), found[0]
        at = found.end()


def _take(clauses: list[_Clause], kind: str, words: str) -> None:
    is_what = kind in _WHATS or kind == "times"
    if not is_what and clauses[-1].whats:
        clauses.append(_Clause())
    clause = clauses[-1]
    clause.text += words if kind == "more" or not clause.text else f" {words}"
    if kind == "times":
        clause.whats.append(_interval(words))
    elif is_what:
        clause.whats.append(kind)  # type: ignore[arg-type]
    else:
        clause.whens += _whens(kind, words)


def _whens(kind: str, words: str) -> Sequence[When]:
    if kind == "dates":
        first, *rest = _dates(words)
        return [(first, rest[0] if rest else first)]
    if kind == "lunar":
        return _lunar(words)
    if kind in ("week", "more"):
        days = [min("一二三四五六日天".index(d), 6) for d in re.findall(_ONE, words)]
        if days[-1] < days[0]:
            raise HoursError(words, UNREADABLE)
        return range(days[0], days[-1] + 1)
    fixed: dict[str, Sequence[When]] = {
        "work": range(5),
        "weekend": (5, 6),
        "holidays": (HOLIDAYS,),
        "every": (EVERY,),
    }
    return fixed[kind]


def _dates(words: str) -> list[date]:
    try:
        found = [date(*map(int, parts)) for parts in re.findall(_DATE, words)]
    except ValueError as error:
        raise HoursError(words, NO_SUCH_DATE) from error
    if found != sorted(found):
        raise HoursError(words, NO_SUCH_DATE)
    return found


def _lunar(words: str) -> list[LunarDay]:
    """One lunar day, or all from one to another of the same month, 除夕 before the first month."""
    first, *rest = [_lunar_day(one) for one in re.findall(_LUNAR, words)]
    if not rest:
        return [first]
    last = rest[0]
    begin = LunarDay(1, 1) if first == NEW_YEARS_EVE else first
    if begin.month != last.month or last.day < begin.day:
        raise HoursError(words, UNREADABLE)
    days = [LunarDay(last.month, n) for n in range(begin.day, last.day + 1)]
    return [first, *days] if first == NEW_YEARS_EVE else days


def _lunar_day(words: str) -> LunarDay:
    if words in ("除夕", "大年三十"):
        return NEW_YEARS_EVE
    month, _, day = words.rpartition("月")
    months = {name: n for n, name in enumerate(MONTHS, 1)} | {"十一": 11, "十二": 12, "一": 1}
    names = {day_name(n): n for n in range(31)}
    number = names[re.sub("^(?:大年|春节)", "", day)]
    return LunarDay(months[re.sub("^(?:农历|阴历)", "", month)] if month else 1, number)


def _interval(words: str) -> Interval:
    found = re.fullmatch(rf"{_TIME}{_TO}(次日|第二天|凌晨)?{_TIME}", words)
    assert found  # noqa: S101 (the token's own pattern)
    begin, end = _minute(found[1], found[2], words), _minute(found[4], found[5], words)
    if begin == MINUTES:
        raise HoursError(words, NO_SUCH_TIME)
    if found[3] or end < begin:
        end += MINUTES
    if not begin < end <= begin + MINUTES:
        raise HoursError(words, OVERLAPPING)
    return begin, end


def _minute(hour: str, minute: str | None, words: str) -> int:
    found = int(hour) * 60 + (30 if minute == "半" else int(minute or 0))
    if found > MINUTES or (minute and minute != "半" and int(minute) > 59):
        raise HoursError(words, NO_SUCH_TIME)
    return found


def _assembled(clauses: Sequence[_Clause], until: date | None) -> Hours:
    given: dict[When, Day] = {}
    holidays: Day | Literal["usual"] = "usual"
    for clause in clauses:
        day = _day(clause)
        for when in clause.whens or [EVERY]:
            if when in given:
                raise HoursError(clause.text, TWICE)
            if day == "usual" and when != HOLIDAYS:
                raise HoursError(clause.text, ONLY_HOLIDAYS)
            holidays = day if when == HOLIDAYS else holidays
            given[when] = None if day == "usual" else day
    general = given.get(EVERY)
    return Hours(
        week=tuple(given.get(n, general) for n in range(7)),
        holidays=holidays,
        lunar=tuple((w, d) for w, d in given.items() if isinstance(w, LunarDay)),
        dates=_spans(given),
        closed_until=until,
    )


def _spans(given: Mapping[When, Day]) -> tuple[Dated, ...]:
    spans = ((w, d) for w, d in given.items() if isinstance(w, tuple))
    return tuple((w[0], w[1], d) for w, d in spans if not isinstance(w, LunarDay))


def _day(clause: _Clause) -> Day | Literal["usual"]:
    words = [w for w in clause.whats if isinstance(w, str)]
    times = tuple(sorted(w for w in clause.whats if not isinstance(w, str)))
    if not clause.whats:
        raise HoursError(clause.text, NOTHING_SAID)
    if words and len(clause.whats) > 1:
        raise HoursError(clause.text, TWICE)
    if not words:
        if not sound(times):
            raise HoursError(clause.text, OVERLAPPING)
        return times
    fixed: dict[str, Day | Literal["usual"]] = {
        "whole": ALL_DAY, "closed": (), "unknown": None, "usual": "usual",
    }  # fmt: skip
    return fixed[words[0]]
