"""What the benchmarks measure is what it says: decisions are real ones, and what can be told apart is told apart."""

from __future__ import annotations

import io
import random

import pytest

from benchmarks import data, progress, timing
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


def test_a_long_run_tells_every_ten_seconds_how_far_it_is() -> None:
    out, now = io.StringIO(), [0.0]
    told = progress.lines("rounds", out, lambda: now[0])
    for done in range(1, 31):
        now[0] += 4
        told(done, 200)
    lines = out.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0] == "rounds: 3 of 200, 12 s gone, about 13 min to go"


@pytest.mark.parametrize(("seconds", "words"), [(45, "45 s"), (725, "12 min"), (11_100, "3 h 05 min")])
def test_a_duration_is_told_no_finer_than_it_is_known(seconds: float, words: str) -> None:
    assert progress.duration(seconds) == words
