"""Time is a port: what "now" is, and in which zone a district's day begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
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
