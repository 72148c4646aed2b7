"""Time is a port: what "now" is, and in which zone a district's day begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

_now: ContextVar[datetime | None] = ContextVar("now", default=None)


def now() -> datetime:
    """The present moment in UTC, or the one set by `at`."""
    return _now.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Act as if it were `moment` (aware): for the demo and for tests."""
    token = _now.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _now.reset(token)


def zone() -> ZoneInfo:
    """The district's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def local_day(moment: datetime) -> date:
    """The calendar day of a moment in the district's zone."""
    return moment.astimezone(zone()).date()


def today() -> date:
    """The day it is now in the district's zone."""
    return local_day(now())


def noon(day: date) -> datetime:
    """Noon of a day in the district's zone."""
    return datetime.combine(day, time(12), zone())


def moment_of(day: date) -> datetime:
    """When something dated by its day alone is told to have happened: at its noon, today now."""
    return now() if day == local_day(now()) else noon(day)
