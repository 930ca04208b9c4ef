"""What the benchmarks measure is what it says: the decision they time is a real one."""

from __future__ import annotations

from benchmarks import data
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
