"""`python -m benchmarks.mutation`: puts one small fault at a time into the modules that decide; do the tests notice?

A mutant is killed when a test fails on it (or it does not end). Each runs in a process of its own, forked from one that
has the libraries loaded, with the tests that are about these modules and quick: no database, no HTTP. A mutant that
lives must stand in `mutation_lives.toml` with the reason why no test can or need tell it apart; it counts as not killed
all the same.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import os
import signal
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from benchmarks.mutants import Mutant, mutants

ROOT: Final = Path(__file__).parents[1]
LIVES: Final = Path(__file__).with_name("mutation_lives.toml")
WANTED: Final = 95.0  # percent killed
LONGEST: Final = 120  # seconds for one mutant
# For each module the tests that say most of it, then those that are asked of the mutants that live so far.
TESTS: Final = {
    "gateway.consent.decide": (
        ("tests/unit/consent/test_decide.py", "tests/decisions/test_decisions.py"),
        (
            "tests/unit/consent/test_evaluate.py",
            "tests/properties/test_consent_enumeration.py",
            "tests/properties/test_consent_never_widens.py",
        ),
    ),
    "gateway.consent.gate": (
        ("tests/unit/consent/test_gate_history.py",),
        (
            "tests/unit/consent/test_gate.py",
            "tests/unit/consent/test_contact_only.py",
            "tests/unit/consent/test_locks.py",
            "tests/unit/consent/test_withheld.py",
            "tests/decisions/test_decisions.py",
        ),
    ),
    "gateway.consent.alike": (
        ("tests/unit/consent/test_alike.py",),
        (
            "tests/properties/test_alike.py",
            "tests/unit/consent/test_gate.py",
            "tests/unit/consent/test_gate_history.py",
        ),
    ),
    "gateway.consent.bodies": (
        ("tests/unit/consent/test_bodies.py", "tests/unit/consent/test_gate_history.py"),
        ("tests/unit/consent/test_gate.py", "tests/unit/consent/test_contact_only.py"),
    ),
}
# Loaded before the first fork. Nothing of ours that imports a module under test.
LOADED: Final = ("hypothesis", "yaml", "sqlmodel", "pydantic_settings", "lxml.etree", "fhir.resources", "cryptography")
LOADED_OURS: Final = ("gateway.flows.house", "gateway.consent.model", "gateway.consent.asked", "gateway.fhir.types")


class Replaced(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant where its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.mutant.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.mutant.code, self.mutant.module, "exec"), module.__dict__)


def killed(mutant: Mutant) -> bool:
    return any(_fails(mutant, tests) for tests in TESTS[mutant.module])


def _fails(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = _run(mutant, tests)
        finally:
            os._exit(code)
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _run(mutant: Mutant | None, tests: Sequence[str]) -> int:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    if mutant is not None:
        sys.meta_path.insert(0, Replaced(mutant))
    options = ["-x", "-q", "-n0", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--no-header", "--tb=no"]
    return int(pytest.main([*options, *tests]))


def explained() -> dict[tuple[str, str, str], str]:
    """(module.function, before, after) → why it may live."""
    listed = tomllib.loads(LIVES.read_text("utf-8"))["lives"]
    return {(each["in"], each["before"], each["after"]): each["why"] for each in listed}


def main() -> int:
    asked = argparse.ArgumentParser(prog="benchmarks.mutation")
    asked.add_argument("modules", nargs="*", default=tuple(TESTS))
    asked.add_argument("--every", type=int, default=1, help="one mutant in so many: a first impression")
    chosen = asked.parse_args()
    os.chdir(ROOT)
    for name in (*LOADED, *LOADED_OURS):
        importlib.import_module(name)
    with contextlib.redirect_stdout(io.StringIO()):  # loads its plug-ins
        pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", "tests/unit/test_identifiers.py"])
    if early := set(TESTS) & set(sys.modules):
        raise SystemExit(f"loaded before it could be replaced: {early}")
    known, unexplained, low = explained(), 0, False
    for module in chosen.modules:
        if broken := [tests for tests in TESTS[module] if _fails(None, tests)]:
            raise SystemExit(f"the tests fail without any fault, so nothing was measured: {broken}")
        source = (ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8")
        made = list(mutants(module, source))[:: chosen.every]
        alive = [mutant for mutant in made if not killed(mutant)]
        share = 100 * (len(made) - len(alive)) / len(made)
        low = low or share < WANTED
        print(f"{module}: {len(made)} mutants, {len(made) - len(alive)} killed ({share:.1f} %)", flush=True)
        for mutant in alive:
            why = known.get((f"{mutant.module}.{mutant.within}", mutant.before, mutant.after), "")
            unexplained += not why
            print(f"  lives: {mutant}\n         {why or 'NOT EXPLAINED'}", flush=True)
    return 1 if unexplained or low else 0


if __name__ == "__main__":
    sys.exit(main())
