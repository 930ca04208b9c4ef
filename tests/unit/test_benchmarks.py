"""What the benchmarks measure is what it says: decisions are real ones, and what can be told apart is told apart."""

from __future__ import annotations

import random

from benchmarks import data, timing
from gateway.consent.decide import compile_policy, decide
from gateway.consent.model import read_rule


def test_the_decision_that_is_timed_is_decided_by_a_rule() -> None:
    decision = decide(
        compile_policy([read_rule(rule, outside=True) for rule in data.rules(30)]),
        data.REQUEST,
        data.ITEM,
        1_700_000_000,
    )
    assert (decision.level, len(decision.rules) > 0) == ("see", True)


def times(seed: int, *spreads: tuple[float, float]) -> list[float]:
    chance = random.Random(seed)
    return [abs(chance.gauss(*chance.choice(spreads))) for _ in range(4000)]


def test_times_of_one_kind_are_told_apart_by_no_classifier() -> None:
    one, other = times(1, (50, 5)), times(2, (50, 5))
    assert timing.auc(one, other) < 0.52
    assert abs(timing.learned(one, other) - 0.5) < 0.02


def test_a_slower_answer_is_told_apart_by_both() -> None:
    one, other = times(1, (50, 5)), times(2, (55, 5))
    assert timing.auc(one, other) > 0.7
    assert timing.learned(one, other) > 0.7


def test_a_wider_spread_is_told_apart_by_the_one_that_learns() -> None:
    one, other = times(1, (50, 2)), times(2, (45, 1), (55, 1))
    assert timing.auc(one, other) < 0.52
    assert timing.learned(one, other) > 0.9
