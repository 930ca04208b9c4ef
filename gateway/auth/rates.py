"""How often somebody may ask: a bucket each, in this process's memory. It counts by who asks, which no proxy can.

Several processes each give out their share of a limit, so that together they never give more (decision 0105).

A bucket holds a minute's worth and fills evenly. Memory is bounded: buckets that are full again are forgotten, of each
kind by itself, so that a flood of strangers empties nobody else's count.
"""

from __future__ import annotations

import ipaddress
import math
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gateway.errors import TooMany
from gateway.settings import Settings

Kind = Literal["connector", "person", "client", "token", "login", "bsn"]
MAX_BUCKETS = 20_000  # of each kind
_SUBSCRIBER = 64  # bits: who is connected by IPv6 has at least all addresses that begin with the same (RFC 6177)


@dataclass(slots=True)
class Bucket:
    left: float
    seen: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The buckets of one process. Thread-safe."""

    buckets: dict[Kind, dict[str, Bucket]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, settings: Settings, kind: Kind, who: str, now: datetime) -> None:
        """Count one request of `who`. Raises TooMany(rate-limit) with the seconds until the next one fits."""
        every: int = getattr(settings, f"rate_{kind}")
        if every <= 0:
            return
        limit = max(1.0, every / settings.processes)
        moment = now.timestamp()
        with self.lock:
            alike = self.buckets.setdefault(kind, {})
            if len(alike) >= MAX_BUCKETS:
                _forget(alike, moment)
            bucket = alike.setdefault(who, Bucket(limit, moment))
            bucket.left = min(limit, bucket.left + max(0.0, moment - bucket.seen) * limit / 60)
            bucket.seen = max(bucket.seen, moment)
            if bucket.left >= 1:
                bucket.left -= 1
                return
            seconds = math.ceil((1 - bucket.left) * 60 / limit)
        raise TooMany(
            "rate-limit", "Too many requests in a short time", mend=f"wait {seconds} seconds", seconds=seconds
        )


def place(host: str) -> str:
    """What to count a stranger by: their address, of IPv6 only the part that a subscriber does not choose."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _SUBSCRIBER), strict=False))


def _forget(buckets: dict[str, Bucket], moment: float) -> None:
    """Those that are full by now; when that is not enough (a flood of strangers), those unused longest."""
    full = [who for who, bucket in buckets.items() if moment - bucket.seen >= 60]
    oldest = sorted(buckets, key=lambda who: buckets[who].seen)[: MAX_BUCKETS // 10]
    for who in full or oldest:
        del buckets[who]
