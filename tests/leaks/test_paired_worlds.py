"""Non-interference: whatever is added that a viewer may not see, each answer to that viewer stays the same to the byte.

A case is one generated addition and one request answered before and after it. The suite draws requests by lot;
`EXHAUSTIVE=1` asks every viewer everything after every addition.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.flows.house import House
from tests.conftest import Clock
from tests.leaks import worlds
from tests.leaks.asking import Ask, Viewer
from tests.leaks.worlds import VIEWERS

EXHAUSTIVE = bool(os.environ.get("EXHAUSTIVE"))
SEEDS = range(40) if EXHAUSTIVE else range(2)
ADDITIONS = 30
ASKED = 10_000 if EXHAUSTIVE else 4  # requests a viewer after each addition
LEAST = 500


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


class Pairs:
    """What each viewer was answered before, against what is answered now."""

    def __init__(self, viewers: dict[str, Viewer]) -> None:
        self.viewers = viewers
        self.cases = 0
        self.before: dict[tuple[str, Ask], object] = {
            (name, ask): viewer.answer(ask) for name, viewer in viewers.items() for ask in viewer.asks
        }

    def may_change(self, name: str) -> None:
        """Something came that this viewer may see: from here on it is compared with what is there now."""
        for ask in self.viewers[name].asks:
            self.before.pop((name, ask), None)

    def compare(self, name: str, ask: Ask, added: str) -> None:
        now = self.viewers[name].answer(ask)
        before = self.before.setdefault((name, ask), now)
        assert now == before, f"{added}, or what came before it, shows to {name} at {ask.url}"
        self.cases += 1


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_hidden_changes_no_byte(make_house: Callable[..., House], tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    made = worlds.town(make_house(f"sqlite:///{tmp_path}/w.db"))
    viewers = {name: Viewer(made, name) for name in VIEWERS}
    if not EXHAUSTIVE:  # each seed its share of the requests, together all of them
        for viewer in viewers.values():
            viewer.asks = viewer.asks[seed :: len(SEEDS)]
    pairs = Pairs(viewers)
    for _ in range(ADDITIONS):
        added = worlds.addition(made, chance)
        added.happen()
        for name, viewer in viewers.items():
            if name not in added.hidden_from:
                pairs.may_change(name)
            for ask in chance.sample(viewer.asks, min(ASKED, len(viewer.asks))):
                pairs.compare(name, ask, added.name)
    for name, viewer in viewers.items():
        for ask in viewer.asks:
            pairs.compare(name, ask, "the last one")
    assert pairs.cases >= LEAST
