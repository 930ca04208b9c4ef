"""Every policy of a small universe, and many by chance, decided here and by an oracle that shares no code with it."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gateway.consent.evaluate import evaluate
from tests.oracle import consent_oracle
from tests.properties import consent_chance
from tests.properties.consent_universe import PROBES, lines, policies

exhaustive = pytest.mark.skipif(not os.environ.get("EXHAUSTIVE"), reason="a long enumeration: make exhaustive")
SHARE = 250_000


@dataclass
class Compared:
    """`levels`: how often each came out; `apart`: ours, the oracle's and the line, of the first that differ."""

    levels: Counter[str] = field(default_factory=Counter)
    apart: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    disagreements: int = 0

    def __str__(self) -> str:
        each = ", ".join(f"{level} {count:,}" for level, count in self.levels.most_common())
        return f"{self.levels.total():,} decisions, {self.disagreements} disagreements ({each})"


def compare(asked: Iterable[dict[str, Any]]) -> Compared:
    found = Compared()
    for line in asked:
        ours, theirs = evaluate(line)["level"], consent_oracle.evaluate(line)["level"]
        found.levels[ours] += 1
        if ours != theirs:
            found.disagreements += 1
            found.apart = [*found.apart, (ours, theirs, line)][:3]
    return found


def test_the_oracle_knows_nothing_of_the_gateway() -> None:
    tree = ast.parse(Path(consent_oracle.__file__).read_text("utf-8"))
    imported = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert all(line.split()[1] in {"__future__", "collections.abc", "typing"} for line in imported), imported


def test_the_universe_is_as_large_as_we_say() -> None:
    assert sum(1 for _ in policies(2)) == 11_326


def test_all_policies_of_two_rules_agree_with_the_oracle() -> None:
    assert compare(lines(2, 2)).apart == []


def test_every_rule_alone_agrees_on_every_probe() -> None:
    assert compare(lines(1, len(PROBES))).apart == []


def test_decisions_by_chance_agree_with_the_oracle() -> None:
    found = compare(consent_chance.lines(8_000, seed=0))
    assert found.apart == []
    # Lines that are all denied would agree with anything that denies.
    assert all(found.levels[level] > 100 for level in ("see", "contact-only", "add", "export", "deny")), found.levels


@exhaustive
def test_all_policies_of_three_rules_agree_with_the_oracle() -> None:
    found = compare(lines(3, 2))
    print(f"every policy of at most three rules, two questions each: {found}")
    assert found.levels.total() == 2 * 562_626
    assert found.apart == []


@exhaustive
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_million_decisions_by_chance_agree_with_the_oracle(seed: int) -> None:
    found = compare(consent_chance.lines(SHARE, seed))
    print(f"by chance, seed {seed}: {found}")
    assert found.levels.total() == SHARE
    assert found.apart == []
