"""The lines of a copied chat that say who speaks and when, in the many forms WeChat gives them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from zhuchao.text.chat_noise import listed
from zhuchao.text.dates import NoMoment, read_moment

_WEEKDAY = r"(?:星期|周)[一二三四五六日天]"
_FULL = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?"
_DAY = rf"(?P<day>(?:{_FULL}|\d{{1,2}}\s*[-/月]\s*\d{{1,2}}\s*[日号]?|今天|昨天|前天|{_WEEKDAY}))"
_HALF = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间"
_TIME = (
    rf"(?P<time>(?:{_HALF})?\s*\d{{1,2}}\s*[:：]\s*\d{{2}}(?:\s*[:：]\s*\d{{2}})?"
    r"(?:\s*[AaPp][Mm])?)"
)
_TO_THE_SECOND = r"(?P<time>\d{1,2}:\d{2}:\d{2})"
_MOMENT = rf"(?:{_DAY}(?:\s*{_WEEKDAY})?,?\s*)?{_TIME}"
_OPEN, _SHUT, _RULE = r"[\[(（【]?\s*", r"\s*[\])）】]?", r"[\s—–\-=─*·]*"
_SAID = r"\s*(?:[:：]\s*(?P<said>.*))?"
_NAME = r"(?P<name>[^。！？!?；;，,]{1,30}?)"

STAMPS = (
    re.compile(rf"{_RULE}{_OPEN}{_DAY}(?:\s*{_WEEKDAY})?{_SHUT}{_RULE}"),
    re.compile(rf"{_RULE}{_OPEN}{_MOMENT}{_SHUT}{_RULE}"),
)
"""A line that is only a day, or a moment: it holds for what follows."""
STAMPED = (
    re.compile(rf"{_OPEN}{_MOMENT}{_SHUT}\s*{_NAME}\s*[:：]\s*(?P<said>.*)"),
    re.compile(rf"{_OPEN}(?P<day>{_FULL})\s+{_TO_THE_SECOND}{_SHUT}\s+{_NAME}"),
    re.compile(rf"{_NAME}\s*{_OPEN}(?<![\d:：]){_MOMENT}{_SHUT}{_SAID}"),
)
"""Who, with a moment before or behind."""
NAMED = (re.compile(r"(?P<name>[^。！？!?；;，,:：]{1,20}?)\s*[:：]\s*(?P<said>.*)"),)
"""Who, with nothing but a colon."""

_TROUBLE = re.compile("[坏漏堵停脏臭塌]")
_NO_NAME = re.compile(r"\d{1,3}\s*[.、．)）]|[①-⑳（(「]")


@dataclass(frozen=True)
class Mark:
    """A line that opens a message (`name`), or only tells the day or moment of those below."""

    name: str | None
    day: str
    time: str
    said: str = ""


Style = Sequence[re.Pattern[str]]


def stamp(line: str) -> Mark | None:
    """The day or moment a line is made of, if it is nothing else."""
    hit = next((h for p in STAMPS if (h := p.fullmatch(line))), None)
    return Mark(None, *_moment(hit)) if hit else None


def opening(line: str, style: Style) -> Mark | None:
    """Who opens a message on this line in a style, and what he says on it.

    >>> opening("[10:23] 张三：路灯坏了", STAMPED)
    Mark(name='张三', day='', time='10:23', said='路灯坏了')
    >>> opening("地点：春风社区", NAMED) is None
    True
    """
    hit = next((h for p in style if (h := p.fullmatch(line))), None)
    if hit is None or not _may_speak(hit, style):
        return None
    said = hit.groupdict().get("said") or ""
    return Mark(hit["name"].strip(), *_moment(hit), said)


def _moment(hit: re.Match[str]) -> tuple[str, str]:
    parts = hit.groupdict()
    return (parts.get("day") or "").strip(), (parts.get("time") or "").strip()


def _may_speak(hit: re.Match[str], style: Style) -> bool:
    name, said = hit["name"].strip(), hit.groupdict().get("said") or ""
    nobody = listed("fields") if style is STAMPED else (*listed("fields"), *listed("places"))
    if not name or _NO_NAME.match(name) or _TROUBLE.search(name) or name.endswith(nobody):
        return False
    return not (name[-1].isdigit() and said[:1].isdigit())


def style_of(lines: Sequence[str]) -> Style:
    """How this text names its speakers: with moments, with colons, or not at all.

    A style is believed when the text begins with it or shows it twice, so that a time or a colon
    in somebody's sentence makes no speaker.
    """
    content = [one for one in lines if one.strip() and not stamp(one)]
    for style in (STAMPED, NAMED):
        hits = [opening(one, style) is not None for one in content]
        if hits[:1] == [True] or sum(hits) >= 2:
            return style
    return ()


def moment_of(day: str, time: str, now: datetime) -> datetime | None:
    """The moment that a day and a time of a chat mean, seen from `now`; None when they say none.

    >>> noon = datetime.fromisoformat("2026-11-25T12:00+08:00")
    >>> moment_of("昨天", "下午3:05", noon).isoformat()
    '2026-11-24T15:05:00+08:00'

    A day without a year is the last one there was; a time alone is of today if that is past.
    """
    if not (day or time):
        return None
    try:
        found = read_moment(f"{_dated(day or '今天', now)} {time}", now.tzinfo or UTC)
    except NoMoment:
        return None
    return found if found <= now + timedelta(minutes=5) else None


_BACK: dict[str, int] = {"今天": 0, "昨天": 1, "前天": 2}


def _dated(day: str, now: datetime) -> str:
    if day in _BACK:
        return f"{now.date() - timedelta(days=_BACK[day])}"
    if re.fullmatch(_WEEKDAY, day):
        back = (now.weekday() - "一二三四五六日".index(day[-1].replace("天", "日"))) % 7
        return f"{now.date() - timedelta(days=back)}"
    short = re.fullmatch(r"(\d{1,2})\s*[-/月]\s*(\d{1,2})\s*[日号]?", day)
    if short is None:
        return day
    month, of_month = int(short[1]), int(short[2])
    year = now.year - ((month, of_month) > (now.month, now.day))
    return f"{year}-{month}-{of_month}"
