"""Moments, days and lengths of time as people write them, in Chinese and in English."""

from datetime import date, datetime
from typing import Literal

from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from zhuchao.journal.clock import now, zone

MINUTE, HOUR, DAY = 60, 3600, 86400
SOON = DAY
"""Seconds before a deadline from which it is shown as pressing."""
WEEKDAYS = (
    gettext_noop("周一"),
    gettext_noop("周二"),
    gettext_noop("周三"),
    gettext_noop("周四"),
    gettext_noop("周五"),
    gettext_noop("周六"),
    gettext_noop("周日"),
)


def _span(seconds: float) -> str:
    """A length of time in its largest whole unit: "3 小时", "3 hours"."""
    if seconds >= DAY:
        n = int(seconds // DAY)
        return ngettext("%(n)s 天", "%(n)s 天", n) % {"n": n}
    if seconds >= HOUR:
        n = int(seconds // HOUR)
        return ngettext("%(n)s 小时", "%(n)s 小时", n) % {"n": n}
    if seconds >= MINUTE:
        n = int(seconds // MINUTE)
        return ngettext("%(n)s 分钟", "%(n)s 分钟", n) % {"n": n}
    return _("不到 1 分钟")


def ago(moment: datetime) -> str:
    """How long ago, up to a week; then the day itself."""
    passed = (now() - moment).total_seconds()
    if passed < MINUTE:
        return _("刚刚")
    if passed >= 7 * DAY:
        return day(moment)
    return _("%(span)s前") % {"span": _span(passed)}


def until(due: datetime) -> str:
    """What is left until a deadline, or by how much it is overdue."""
    left = (due - now()).total_seconds()
    words = _("还剩 %(span)s") if left >= 0 else _("已超 %(span)s")
    return words % {"span": _span(abs(left))}


def urgency(due: datetime) -> Literal["late", "soon", "fine"]:
    """late after the deadline (which is inclusive), soon in its last 24 hours."""
    left = (due - now()).total_seconds()
    if left < 0:
        return "late"
    return "soon" if left < SOON else "fine"


def _english() -> bool:
    return (get_language() or "").startswith("en")


def day(value: date | datetime) -> str:
    """11月22日, with its year when that is not this year; 22 Nov 2025 in English."""
    own = value.astimezone(zone()).date() if isinstance(value, datetime) else value
    other_year = own.year != now().astimezone(zone()).year
    if _english():
        return f"{own.day} {own:%b}" + (f" {own.year}" if other_year else "")
    return (f"{own.year}年" if other_year else "") + f"{own.month}月{own.day}日"


def moment(value: datetime) -> str:
    """11月22日 周日 14:05, in the district's zone; a day's last second shows the day alone."""
    own = value.astimezone(zone())
    words = f"{day(own)} {_(WEEKDAYS[own.weekday()])}"
    ends_day = (own.hour, own.minute, own.second) == (23, 59, 59)
    return words if ends_day else f"{words} {own:%H:%M}"
