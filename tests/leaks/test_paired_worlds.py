"""Non-interference: whatever is added that a viewer may not see, each answer to that viewer stays the same to the byte.

A case is one request by one viewer, answered before and after a series of additions that are hidden from them; every
request of every viewer is asked, and every kind of addition made. `EXHAUSTIVE=1` repeats it with other chances.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import pytest

from gateway.flows.house import House
from tests.conftest import Clock
from tests.leaks import questions, rich
from tests.leaks.additions import APART, EVERYBODY, KINDS, Kind
from tests.leaks.asking import Ask, Viewer
from tests.leaks.worlds import Town, is_client

EXHAUSTIVE = bool(os.environ.get("EXHAUSTIVE"))
SEEDS = range(20 if EXHAUSTIVE else 3)
DATABASES = ("sqlite", "sqlite", "postgresql", "postgresql")
MORE = 12 if EXHAUSTIVE else 2  # additions of a group beside one of each kind
LEAST = 500
MARKS = re.compile(rb'_cursor=[^"&]*|name="stand" value="[^"]*"')
MOMENT = timedelta(milliseconds=7)  # between additions: time goes by, and no minute or second on a page changes


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


class Pairs:
    """What each viewer was answered before, against what is answered now."""

    def __init__(self, viewers: dict[str, Viewer]) -> None:
        self.viewers = viewers
        self.before: dict[str, dict[Ask, tuple[Any, ...]]] = {}
        self.marked: set[str] = set()  # whose marks are of the state of what is signed now
        self.cases = 0

    def look(self, name: str) -> None:
        """Remember what is answered now, unless nothing visible came since."""
        if name not in self.before:
            self.before[name] = {ask: self.viewers[name].answer(ask) for ask in self.viewers[name].asks}
            self.marked.add(name)

    def compare(self, name: str) -> Iterator[str]:
        """Where it shows."""
        for ask, before in self.before[name].items():
            now = self.viewers[name].answer(ask)
            if now != before and (name in self.marked or unmarked(now) != unmarked(before)):
                yield f"{name} at {ask.url} {ask.form or ask.body or ''}"
            self.cases += 1


def unmarked(answer: Any) -> Any:
    """An answer without the marks of one state of what is signed (`Kind.signs`)."""
    match answer:
        case bytes():
            return MARKS.sub(b"", answer)
        case tuple():
            return tuple(unmarked(part) for part in answer)
        case _:
            return answer


def _groups(chance: random.Random) -> Iterator[tuple[Kind, list[Kind]]]:
    """Additions that are alike in whom they are hidden from, with one of them in front: each kind at least once, in an
    order by chance."""
    for _, kinds in groupby(KINDS, key=lambda kind: (kind.hidden_from, kind.signs)):
        every = list(kinds)
        alike = every[0]
        every += chance.choices(every, k=MORE)
        chance.shuffle(every)
        yield alike, every


def _town(house: House, clock: Clock, seed: int) -> tuple[Town, dict[str, Viewer]]:
    """Odd seeds: with somebody who decides on a part, so that two documents count."""
    made = rich.rich(house, mentor=bool(seed % 2))
    clock.moment = clock.moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return made, {name: _viewer(made, name, seed) for name in sorted(EVERYBODY)}


def _viewer(made: Town, name: str, seed: int) -> Viewer:
    decides = is_client(name) and bool(seed % 2)
    return Viewer(made, name, need=name == "nurse", for_another=decides, bystander=name in APART)


@pytest.mark.parametrize(
    ("seed", "database_url"), [(n, DATABASES[n % len(DATABASES)]) for n in SEEDS], indirect=["database_url"]
)
def test_what_is_hidden_changes_no_byte(house: House, clock: Clock, seed: int) -> None:
    chance = random.Random(seed)
    made, viewers = _town(house, clock, seed)
    if not EXHAUSTIVE:  # each seed its share of the requests, together all of them
        for viewer in viewers.values():
            viewer.asks = viewer.asks[seed :: len(SEEDS)]
    pairs = Pairs(viewers)
    for name in APART:
        pairs.look(name)
    for alike, kinds in _groups(chance):
        near = sorted(alike.hidden_from - APART)
        for name in near:
            pairs.look(name)
        for kind in kinds:
            made.serial += 1
            clock.forward(seconds=MOMENT.total_seconds())
            kind.happen(made, chance)
        if alike.signs:
            pairs.marked.clear()
        shown = [where for name in near for where in pairs.compare(name)]
        assert shown == [], f"of {sorted({kind.name for kind in kinds})}"
        for name in EVERYBODY - alike.hidden_from:
            pairs.before.pop(name, None)
    assert [where for name in sorted(APART) for where in pairs.compare(name)] == []
    assert pairs.cases >= LEAST


def test_every_way_to_read_is_in_a_world(light_house: House, clock: Clock) -> None:
    """A GET route that is new is asked by itself, or stands with its reason among those that are not."""
    _made, viewers = _town(light_house, clock, 1)
    asked = {ask.route for viewer in viewers.values() for ask in viewer.asks}
    found = questions.get_routes(viewers["nurse"])
    assert found - asked == set(questions.APART)
