"""Moments in the many ways people write them: 2019/2/28 11:25:05, 2019年2月28日上午9点, 43524.5."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from zhuchao.text.unclear import Unclear

EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a serial counts local days)
YEARS = range(1900, 2101)

DAY = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"
    r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
)
COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
COMPACT_TIME = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?")
TIME = re.compile(
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|am|pm)?\s*"
    r"(?P<hour>\d{1,2})\s*(?:[:点时]\s*)"
    r"(?:(?P<halfpast>半)|(?P<minute>\d{1,2})\s*分?(?:\s*:?\s*(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?)?"
    r"(?:整)?\s*(?P<after>am|pm)?"
)
ZONE = re.compile(r"\s*(?:(?P<utc>z|utc|gmt)|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2}))")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
TENS = re.compile(r"([一二三四五六七八九]?)(廿|卅|十)([一二三四五六七八九]?)")


EMPTY = "日期为空"
UNKNOWN = "无法识别的日期：%(given)s"
IMPOSSIBLE = "没有这一天或这一刻：%(given)s"
BEYOND = "年份 %(given)s 不在 1900 到 2100 之间"
WORDING = (EMPTY, UNKNOWN, IMPOSSIBLE, BEYOND)


class NoMoment(Unclear):
    """A cell that names no moment."""


def read_moment(cell: object, zone: tzinfo) -> datetime:
    """The moment a cell names, in its own zone where it names one, else in `zone`.

    Takes what workbooks hold (dates, moments, Excel serials) and what people type; a day alone
    is its midnight. Two-digit years and day-first orders are refused, for they can be read twice.

    >>> read_moment("2019年2月28日 下午3点半", UTC).isoformat()
    '2019-02-28T15:30:00+00:00'
    >>> read_moment("二〇一九年十二月廿八日", UTC).date().isoformat()
    '2019-12-28'

    Raises NoMoment.
    """
    if isinstance(cell, datetime):
        return _within(cell if cell.tzinfo else cell.replace(tzinfo=zone))
    if isinstance(cell, date):
        return _within(datetime.combine(cell, time(), zone))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell, zone)
    return _from_text(unicodedata.normalize("NFKC", str(cell)).strip().lower(), zone)


def _within(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise NoMoment(BEYOND, str(moment.year))
    return moment


def _from_number(number: float, zone: tzinfo) -> datetime:
    """Eight digits are a day written without signs, five an Excel serial."""
    if float(number).is_integer() and 19000101 <= number <= 21001231:
        return _from_text(str(int(number)), zone)
    if not 1 <= number < 100_000:
        raise NoMoment(UNKNOWN, str(number))
    seconds = round(number * 86400)
    return _within((EXCEL_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=zone))


def _from_text(text: str, zone: tzinfo) -> datetime:
    if SERIAL.fullmatch(text):
        return _from_number(float(text), zone)
    words = _with_digits(text)
    compact = re.match(r"\d{8}", words)
    found = COMPACT.match(words) if compact else DAY.match(words)
    if not found:
        raise NoMoment(UNKNOWN if text else EMPTY, text[:40])
    rest = words[found.end() :].strip(" t,，")
    try:
        year, month, of_month = (int(found[part]) for part in ("year", "month", "day"))
        day = datetime(year, month, of_month, tzinfo=zone)
        moment = _at(day, rest, compact=bool(compact)) if rest else day
    except (ValueError, OverflowError) as error:
        raise NoMoment(IMPOSSIBLE, text[:40]) from error
    return _within(moment)


def _with_digits(text: str) -> str:
    """Chinese numerals as digits, where they are numbers: 二〇一九年十二月廿八日."""
    if not re.search(r"[〇零○一二三四五六七八九十廿卅]+\s*[年月日号点时分秒]", text):
        return text
    tens = TENS.sub(_ten, re.sub(r"(星期|周|礼拜).", "", text))
    return tens.translate(NUMERALS)


def _ten(found: re.Match[str]) -> str:
    before, sign, after = found.groups()
    tens = {"廿": 2, "卅": 3}.get(sign) or int((before or "一").translate(NUMERALS))
    return f"{tens}{(after or '零').translate(NUMERALS)}"


def _at(day: datetime, rest: str, *, compact: bool) -> datetime:
    """The day at a time of day. Raises ValueError for what is none."""
    found = (COMPACT_TIME.match(rest) if compact else None) or TIME.match(rest)
    if not found:
        raise ValueError(rest)
    parts = found.groupdict()
    hour = _hour(int(parts["hour"]), parts.get("half") or parts.get("after") or "")
    minute = 30 if parts.get("halfpast") else int(parts["minute"] or 0)
    second = int(parts["second"] or 0)
    days, hour = divmod(hour, 24)
    if days and (days > 1 or hour or minute or second):
        raise ValueError(rest)
    moment = day.replace(hour=hour, minute=minute, second=second) + timedelta(days=days)
    return _in_zone(moment, rest[found.end() :])


EARLY = ("凌晨", "am")
LATE = ("下午", "傍晚", "晚上", "夜里", "夜间", "pm")


def _hour(hour: int, half: str) -> int:
    """Of 24, with 24 itself for the midnight a day ends with. Raises ValueError beyond."""
    if hour > 24 or (half == "am" and hour > 12):
        raise ValueError(hour)
    if half in EARLY and hour == 12:
        return 0
    if half == "中午" and hour < 11:
        return hour + 12
    if half in LATE and hour < 12:
        return hour + 12
    return 24 if half in ("晚上", "夜里", "夜间") and hour == 12 else hour


def _in_zone(moment: datetime, rest: str) -> datetime:
    if not rest.strip():
        return moment
    found = ZONE.fullmatch(rest)
    if not found:
        raise ValueError(rest)
    if found["utc"]:
        return moment.replace(tzinfo=UTC)
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return moment.replace(tzinfo=timezone(offset if found["sign"] == "+" else -offset))
