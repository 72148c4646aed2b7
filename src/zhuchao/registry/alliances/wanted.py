"""What somebody wants of a room: hours of a day, for how many, and whether they can be had."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from zhuchao.access.refusal import Refused
from zhuchao.journal.clock import local_day, now, zone
from zhuchao.places.models import Site
from zhuchao.places.queries import calendar
from zhuchao.registry.alliances.codes import PURPOSES
from zhuchao.registry.alliances.opening import DAY_HOURS, open_on
from zhuchao.registry.models import Booking
from zhuchao.rules.hours_data import from_text

AHEAD_DAYS = 60
"""So far ahead a room can be booked."""
MOST_PEOPLE = 10_000


@dataclass(frozen=True)
class Wanted:
    """Hours of a day, the last one not included (9 to 11 are two), for how many and for what."""

    day: date
    first: int
    last: int
    people: int
    purpose: str

    @property
    def since(self) -> datetime:
        """When it begins."""
        return moment_at(self.day, self.first)

    @property
    def until(self) -> datetime:
        """When it ends."""
        return moment_at(self.day, self.last)


def moment_at(day: date, hour: int) -> datetime:
    """The beginning of an hour of a day in the district's zone; 24 is the next midnight."""
    return datetime.combine(day, time(), zone()) + timedelta(hours=hour)


def hours_words(booking: Booking) -> str:
    """The hours of a booking, such as 9:00—11:00."""
    first = booking.since.astimezone(zone()).hour
    last = booking.until.astimezone(zone()).hour or DAY_HOURS
    return f"{first}:00—{last}:00"


def demand_sound(wanted: Wanted) -> None:
    """Refuse what no room could grant: the field at fault is named."""
    if wanted.purpose not in dict(PURPOSES):
        raise Refused("invalid", _("请从列表里选一项"), "purpose")
    if not 1 <= wanted.people <= MOST_PEOPLE:
        raise Refused("invalid", _("人数不对"), "people")
    if not 0 <= wanted.first < wanted.last <= DAY_HOURS:
        raise Refused("invalid", _("结束要晚于开始"), "last")
    if wanted.since <= now():
        raise Refused("invalid", _("这个时间已经过了"), "first")
    if wanted.day > local_day(now()) + timedelta(days=AHEAD_DAYS):
        raise Refused("invalid", _("最多提前 %(n)s 天预约") % {"n": AHEAD_DAYS}, "day")


def demand_fitting(site: Site, wanted: Wanted) -> None:
    """Within the opening hours where they are known, and no more people than seats."""
    if site.status != "open":
        raise Refused("conflict", _("这个场所现在不开放"), "day")
    hours = open_on(from_text(site.hours), wanted.day, calendar())[wanted.first : wanted.last]
    if False in hours:
        raise Refused("invalid", _("不在开放时间内"), "first")
    if site.capacity is not None and wanted.people > site.capacity:
        raise Refused("invalid", _("只有 %(n)s 个座位") % {"n": site.capacity}, "people")
