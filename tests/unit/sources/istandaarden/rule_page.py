"""Writes docs/sources/istandaarden-regels.md: every rule with the tests that hold it.

`python -m tests.unit.sources.istandaarden.rule_page`
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from gateway.sources.istandaarden.catalogus import Item, items
from tests.unit.sources.istandaarden.test_regels import GEVALLEN
from tests.unit.sources.istandaarden.test_xsd_regels import OP_XSD

PAGE = Path(__file__).parents[4] / "docs" / "sources" / "istandaarden-regels.md"
TESTS = "tests/unit/sources/istandaarden"
LEVELS = {1: "XSD", 2: "inside the message", 3: "against earlier messages", 4: "against an external source"}
HEAD = f"""# The rules of iWmo and iJw 3.2, one by one

Written by `python -m tests.unit.sources.istandaarden.rule_page`; a test holds it to the code. Sentences are ours;
codes are those of the rule lists of iWmo 3.2 and iJw 3.2 (Zorginstituut Nederland). A rule that is asked of several
classes has a line for each. Messages: both laws, unless it says otherwise. Where it lives: a module of
`gateway/sources/istandaarden`. A rule without return code is not answered: its message is a return itself, or was
refused by its XSD. Accept and reject: cases of `{TESTS}/test_regels.py`, as
`test_accepts[NAME-Wmo]` and `test_rejects[NAME-Wmo]`, per law; those of level 1 of
`{TESTS}/test_xsd_regels.py`.

| Rule | Level | Messages | Return code | What it says | Where it lives | Accept and reject |
|---|---|---|---|---|---|---|
"""


def render() -> str:
    """The page as it should be."""
    cases = defaultdict(list)
    for geval in GEVALLEN:
        cases[geval.code].append((geval.soort, geval.naam))
    for code, soort in OP_XSD:
        cases[code].append((soort, f"{code}-{soort}"))
    return HEAD + "".join(_line(item, cases[item.code]) for item in items())


def _line(item: Item, cases: list[tuple[str, str]]) -> str:
    names = ", ".join(f"`{naam}`" for soort, naam in cases if soort in item.soorten)
    law = "" if len(item.wetten) > 1 else " (iJw)"
    return (
        f"| {item.code} | {item.niveau} {LEVELS[item.niveau]} | {' '.join(sorted(item.soorten))}{law} "
        f"| {item.retourcode or 'none'} | {item.zin} | `{item.waar}` | {names} |\n"
    )


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
