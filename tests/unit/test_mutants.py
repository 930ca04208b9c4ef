"""The mutants are real changes, one at a time, and the list of those that may live names mutants that exist."""

from __future__ import annotations

import ast

from benchmarks import mutation
from benchmarks.mutants import Mutant, mutants
from tests.architecture.source import ROOT

SOURCE = '''
"""A module."""
from __future__ import annotations

LIMIT = 3


def fits(size: int, names: list[str], *, strict: bool = False) -> bool:
    """Whether it fits."""
    if strict and size < 3:
        return False
    return not any(name == "x" for name in names if name)
'''


def made(source: str = SOURCE) -> list[Mutant]:
    return list(mutants("made", source))


def test_each_mutant_differs_from_the_module_and_from_the_others_and_compiles() -> None:
    codes = [mutant.code for mutant in made()]
    assert len({*codes, ast.unparse(ast.parse(SOURCE))}) == len(codes) + 1
    for code in codes:
        compile(code, "made", "exec")


def test_what_is_mutated() -> None:
    changes = {(mutant.before, mutant.after) for mutant in made()}
    assert {
        ("size < 3", "size <= 3"),
        ("size < 3", "size >= 3"),
        ("strict and size < 3", "strict or size < 3"),
        ("strict and size < 3", "strict"),
        ("strict and size < 3", "size < 3"),
        ("name == 'x'", "name != 'x'"),
        ("if name", "(no condition)"),
        ("return False", "return None"),
        ("3", "4"),
        ("'x'", "'x~'"),
        ("False", "True"),
    } <= changes
    assert all("LIMIT" not in mutant.before and "A module" not in mutant.before for mutant in made())
    assert {mutant.within for mutant in made()} == {"fits"}


def test_a_mutant_that_may_live_is_a_mutant() -> None:
    known = set()
    for module in mutation.TESTS:
        source = (ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8")
        known |= {(f"{m.module}.{m.within}", m.before, m.after) for m in mutants(module, source)}
    assert mutation.explained().keys() <= known
    assert all(len(why) > 20 for why in mutation.explained().values())


def test_the_tests_that_look_for_mutants_exist() -> None:
    named = {path for stages in mutation.TESTS.values() for tests in stages for path in tests}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
