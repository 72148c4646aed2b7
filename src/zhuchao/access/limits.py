"""How often something may be tried: token buckets in the memory of each server process."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass
class _Bucket:
    tokens: float
    seen: float


class Limiter:
    """Buckets by key; beyond `size` the longest unseen are forgotten, so memory stays bounded."""

    def __init__(self, size: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._size = size
        self._clock = clock
        self._lock = Lock()

    def allow(self, key: str, per_minute: int) -> bool:
        """Take a token of a bucket that holds `per_minute` and refills evenly; False if empty."""
        with self._lock:
            moment = self._clock()
            bucket = self._buckets.setdefault(key, _Bucket(per_minute, moment))
            self._buckets.move_to_end(key)
            if len(self._buckets) > self._size:
                self._buckets.popitem(last=False)
            refilled = bucket.tokens + (moment - bucket.seen) * per_minute / 60
            bucket.tokens, bucket.seen = min(float(per_minute), refilled), moment
            if bucket.tokens < 1:
                return False
            bucket.tokens -= 1
            return True


allow = Limiter().allow
"""The limiter of this process: several workers allow several times as much."""
