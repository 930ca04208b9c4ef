"""How often somebody may ask: a bucket each, in this process's memory. It counts by who asks, which no proxy can.

Several processes each give out their share of a limit, so that together they never give more (decision 0105).

A bucket holds a minute's worth and fills evenly. Memory is bounded: buckets that are full again are forgotten.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gateway.errors import TooMany
from gateway.settings import Settings

Kind = Literal["connector", "person", "client", "token", "login", "bsn"]
MAX_BUCKETS = 20_000


@dataclass(slots=True)
class Bucket:
    left: float
    seen: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The buckets of one process. Thread-safe."""

    buckets: dict[tuple[Kind, str], Bucket] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, settings: Settings, kind: Kind, who: str, now: datetime) -> None:
        """Count one request of `who`. Raises TooMany(rate-limit) with the seconds until the next one fits."""
        every: int = getattr(settings, f"rate_{kind}")
        if every <= 0:
            return
        limit = max(1.0, every / settings.processes)
        moment = now.timestamp()
        with self.lock:
            if len(self.buckets) >= MAX_BUCKETS:
                self._forget(moment)
            bucket = self.buckets.setdefault((kind, who), Bucket(limit, moment))
            bucket.left = min(limit, bucket.left + max(0.0, moment - bucket.seen) * limit / 60)
            bucket.seen = max(bucket.seen, moment)
            if bucket.left >= 1:
                bucket.left -= 1
                return
            seconds = math.ceil((1 - bucket.left) * 60 / limit)
        raise TooMany(
            "rate-limit", "Too many requests in a short time", mend=f"wait {seconds} seconds", seconds=seconds
        )

    def _forget(self, moment: float) -> None:
        """Those that are full by now; when that is not enough (a flood of strangers), those unused longest."""
        full = [key for key, bucket in self.buckets.items() if moment - bucket.seen >= 60]
        oldest = sorted(self.buckets, key=lambda key: self.buckets[key].seen)[: MAX_BUCKETS // 10]
        for key in full or oldest:
            del self.buckets[key]
