"""Revoke against read under load: does a read that began after a revoke was acknowledged ever show what was revoked?"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from dataclasses import dataclass, field

from benchmarks import data
from benchmarks.data import Shared
from benchmarks.progress import Progress, silent
from gateway.flows import disclose, register
from gateway.flows.house import House
from gateway.identifiers import Bsn

SIZE = 20
PERSON = 1_000_000 + SIZE
THREADS = 3
BREATH = 0.002  # seconds: SQLite gives a waiting writer no turn of its own
SHARED, STOPPED = 0.1, 3.0  # seconds that each lasts


@dataclass
class Load:
    """Readers that never stop, and a client who shares and stops in turn. Times are of one monotonic clock.

    `reads`: how many that began after an acknowledged revoke, and ended before sharing began again, are wanted.
    `shown` counts those of them that showed anything; `open_reads` the reads that did show what was shared.
    """

    house: House
    shared: Shared
    reads: int
    ends: float
    told: Progress = silent
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopped: list[tuple[float, float]] = field(default_factory=list)  # acknowledged, next grant began
    finished: threading.Event = field(default_factory=threading.Event)
    waiting: list[tuple[float, float, int]] = field(default_factory=list)  # began, ended, items: not judged yet
    total: int = 0
    judged: int = 0
    shown: int = 0
    open_reads: int = 0

    def read(self) -> None:
        while not self.finished.is_set():
            time.sleep(BREATH)
            began = time.monotonic()
            found = len(disclose.disclose(self.house, self.shared.reader, self.shared.handle).items)
            with self.lock:
                self.total += 1
                self.open_reads += found > 0
                self.waiting.append((began, time.monotonic(), found))

    def change(self) -> None:
        while not self.finished.is_set():
            self.shared.sign(self.house, [])
            acknowledged = time.monotonic()
            time.sleep(STOPPED)
            self.stopped.append((acknowledged, time.monotonic()))
            self._judge()
            self.told(self.judged, self.reads)
            self.shared.sign(self.house, data.rules(3))
            time.sleep(SHARED)
            if self.judged >= self.reads or time.monotonic() > self.ends:
                self.finished.set()

    def _judge(self) -> None:
        """Of what was read so far, keep what counts: begun and ended between an acknowledged revoke and a grant."""
        with self.lock:
            done, self.waiting = self.waiting, []
        starts = [acknowledged for acknowledged, _ in self.stopped]
        for began, ended, found in done:
            place = bisect_right(starts, began) - 1
            if place >= 0 and ended <= self.stopped[place][1]:
                self.judged += 1
                self.shown += found > 0


def run(house: House, reads: int, minutes: float, told: Progress = silent) -> Load:
    """Read with several readers while the client changes the policy, until enough reads count or the time is over."""
    shared = data.client_with(house, SIZE, person=PERSON)
    # A relation of treatment stays when sharing stops: the reader gets an answer with nothing in it, not a 404.
    register.relation(house, Bsn(data.bsn(PERSON)), "org:praktijk", "behandelrelatie")
    load = Load(house, shared, reads, time.monotonic() + 60 * minutes, told)
    threads = [threading.Thread(target=load.read) for _ in range(THREADS)]
    threads.append(threading.Thread(target=load.change))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load


def rows(house: House, reads: int, minutes: float, told: Progress) -> list[tuple[str, str]]:
    load = run(house, reads, minutes, told)
    return [
        ("reads in all", f"{load.total:,}"),
        ("revokes acknowledged meanwhile", f"{len(load.stopped):,}"),
        ("reads begun after a revoke's acknowledgement", f"{load.judged:,} (wanted {reads:,})"),
        ("of these: showed revoked data (must be 0)", f"{load.shown:,}"),
        ("reads that showed shared data", f"{load.open_reads:,}"),
    ]
