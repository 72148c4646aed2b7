"""Quiet hours: when people are left alone, and when they may be reached again."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class Quiet:
    """From `begins` up to `ends` in local time, over midnight where `ends` is the earlier one.

    Matters of an urgency in `spares` are told at any hour: danger does not wait for morning.
    """

    begins: time
    ends: time
    spares: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.begins == self.ends:
            raise ValueError("quiet hours need two different times")

    def covers(self, clock_time: time) -> bool:
        """Whether a local time of day is quiet; the end itself is not."""
        if self.begins < self.ends:
            return self.begins <= clock_time < self.ends
        return clock_time >= self.begins or clock_time < self.ends


def allowed(moment: datetime, quiet: Quiet | None, zone: tzinfo, urgency: str = "") -> datetime:
    """The first moment from the aware `moment` on, in `zone`, at which people may be disturbed.

    >>> from datetime import UTC
    >>> night = Quiet(time(22), time(7))
    >>> str(allowed(datetime(2026, 9, 30, 23, 15, tzinfo=UTC), night, UTC))
    '2026-10-01 07:00:00+00:00'

    Raises ValueError for a moment without zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("quiet hours need a moment with its time zone")
    local = moment.astimezone(zone)
    if quiet is None or urgency in quiet.spares or not quiet.covers(local.time()):
        return local
    day = local.date() + timedelta(days=local.time() >= quiet.ends)
    return datetime.combine(day, quiet.ends, zone)
