"""How far a long run is and how long it will still take: a line on standard error every ten seconds or so."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final, TextIO

EVERY: Final = 10.0  # seconds

# Told after each step: how many are done, of how many (as in gateway/flows/rotate.py).
Progress = Callable[[int, int], None]


def silent(_done: int, _of: int) -> None:
    """For who asks for no lines: tests."""


def lines(what: str, out: TextIO = sys.stderr, clock: Callable[[], float] = time.monotonic) -> Progress:
    """`what`: what is counted. Nothing is written while one has to wait less long than for one line."""
    began = last = clock()

    def told(done: int, of: int) -> None:
        nonlocal last
        now = clock()
        if now - last < EVERY or not done:
            return
        last = now
        left = (now - began) * max(0, of - done) / done
        out.write(f"{what}: {done:,} of {of:,}, {duration(now - began)} gone, about {duration(left)} to go\n")
        out.flush()

    return told


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 05 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
