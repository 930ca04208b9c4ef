"""Items that are alike are decided once, and no rule that tells them apart is passed over by it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gateway.consent import alike
from gateway.consent.locks import vetted
from tests.unit.consent import made
from tests.unit.consent.made import ARTS, CLIENT, NOW, item, policy, rule

ITEMS = [item(record=f"r{n}", contact=f"k{n}", day=date(2025, 3, n)) for n in range(1, 6)]


@pytest.mark.parametrize(
    ("what", "times"),
    [
        ({}, 1),
        ({"domain": ["wijkverpleging"]}, 1),
        ({"record": ["r1", "r2"]}, 5),
        ({"contact": ["k1"]}, 5),
        ({"period": {"from": "2025-03-03"}}, 5),
    ],
)
def test_how_often_is_decided(what: dict[str, Any], times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    real = alike.verdict
    monkeypatch.setattr(alike, "verdict", lambda ready, attributes: asked.append(attributes) or real(ready, attributes))
    decide = alike.decider([vetted(ARTS, CLIENT, policy(rule(what=what, how=["see"])), "see", NOW)])
    levels = [decide(attributes).level for attributes in [*ITEMS, *ITEMS]]
    assert len(asked) == times
    expected = {"record": 2, "contact": 1, "period": 3}.get(next(iter(what), ""), 5)
    assert levels == [*levels[:5], *levels[:5]]
    assert levels[:5].count("see") == expected


def test_items_of_another_kind_are_decided_by_themselves() -> None:
    signed = policy(rule(what={"label": ["N"]}, how=["see"]))
    decide = alike.decider([vetted(ARTS, CLIENT, signed, "see", NOW)])
    assert [decide(made.item(label=label)).level for label in (("N",), ("PSY",), ("N",))] == ["see", "deny", "see"]
