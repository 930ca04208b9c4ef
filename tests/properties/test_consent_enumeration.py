"""Every policy of a small universe, decided here and by an oracle written independently from the same text."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytest

from gateway.consent.evaluate import evaluate
from tests.properties.consent_universe import PROBES, lines, policies

consent_oracle = pytest.importorskip("tests.oracle.consent_oracle", reason="the independent oracle is not here")
exhaustive = pytest.mark.skipif(not os.environ.get("EXHAUSTIVE"), reason="a long enumeration: make exhaustive")


def disagreements(asked: Iterable[dict[str, Any]]) -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for line in asked:
        ours, theirs = evaluate(line)["level"], consent_oracle.evaluate(line)["level"]
        if ours != theirs:
            found.append((ours, theirs, line))
    return found


def test_the_universe_is_as_large_as_we_say() -> None:
    assert sum(1 for _ in policies(2)) == 11_326


def test_all_policies_of_two_rules_agree_with_the_oracle() -> None:
    assert disagreements(lines(2, 2))[:3] == []


def test_every_rule_alone_agrees_on_every_probe() -> None:
    assert disagreements(lines(1, len(PROBES)))[:3] == []


@exhaustive
def test_all_policies_of_three_rules_agree_with_the_oracle() -> None:
    assert disagreements(lines(3, 2))[:3] == []
