"""Revoke against read under load: does a read that began after a revoke was acknowledged ever show what was revoked?"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from dataclasses import dataclass, field

from benchmarks import data
from benchmarks.data import Shared
from gateway.flows import disclose
from gateway.flows.house import House

SIZE = 20
THREADS = 3
LEAST = 3  # revokes there must have been, however few reads were asked for
MOST = 20
BREATH = 0.002  # seconds: SQLite gives a waiting writer no turn of its own


@dataclass
class Load:
    """Readers that never stop, and a client who shares and stops in turn. Times are of one monotonic clock."""

    house: House
    shared: Shared
    reads: int
    done: list[tuple[float, float, int]] = field(default_factory=list)  # began, ended, items shown
    stopped: list[tuple[float, float]] = field(default_factory=list)  # acknowledged, next grant began
    finished: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        while len(self.done) < self.reads or (len(self.stopped) < LEAST and len(self.done) < MOST * self.reads):
            time.sleep(BREATH)
            began = time.monotonic()
            try:
                shown = len(disclose.disclose(self.house, self.shared.reader, self.shared.handle).items)
            except disclose.NotFound:
                shown = 0  # who is named no more is in no caseload
            self.done.append((began, time.monotonic(), shown))
        self.finished.set()

    def change(self) -> None:
        while not self.finished.is_set():
            self.shared.sign(self.house, [])
            acknowledged = time.monotonic()
            self.finished.wait(0.05)
            self.stopped.append((acknowledged, time.monotonic()))
            self.shared.sign(self.house, data.rules(3))
            self.finished.wait(0.05)

    @property
    def judged(self) -> list[int]:
        """Items shown by each read that began and ended between an acknowledged revoke and the next grant."""
        starts = [acknowledged for acknowledged, _ in self.stopped]
        found = []
        for began, ended, shown in self.done:
            place = bisect_right(starts, began) - 1
            if place >= 0 and ended <= self.stopped[place][1]:
                found.append(shown)
        return found


def run(house: House, reads: int) -> Load:
    """Read that often with several readers while the client changes the policy all the time."""
    load = Load(house, data.client_with(house, SIZE), reads)
    threads = [threading.Thread(target=load.read) for _ in range(THREADS)]
    threads.append(threading.Thread(target=load.change))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load


def rows(house: House, reads: int) -> list[tuple[str, str]]:
    load = run(house, reads)
    judged = load.judged
    return [
        ("reads in all", f"{len(load.done):,}"),
        ("revokes acknowledged meanwhile", f"{len(load.stopped):,}"),
        ("reads begun after a revoke's acknowledgement", f"{len(judged):,}"),
        ("of these: showed revoked data (must be 0)", f"{sum(shown > 0 for shown in judged):,}"),
        ("reads that showed shared data", f"{sum(shown > 0 for _, _, shown in load.done):,}"),
    ]
