"""The rules of docs/architecture.md that import contracts cannot see, held over the syntax trees."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.source import ROOT, calls, pure, trees


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [f"{sys.prefix}/bin/lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_disclosed_is_built_in_the_gate_alone() -> None:
    builders = {name for name, tree in trees().items() for called, _ in calls(tree) if called == "Disclosed"}
    assert builders == {"gateway/consent/gate.py"}


def test_items_are_made_quickly_in_the_gate_alone_and_disclosed_nowhere() -> None:
    made = {
        (name, ast.unparse(argument))
        for name, tree in trees().items()
        for called, call in calls(tree)
        if called == "quick"
        for argument in call.args
    }
    assert made == {
        ("gateway/consent/gate.py", "DisclosedItem"),
        ("gateway/record/projection.py", "Attributes"),
        ("gateway/record/projection.py", "Tags"),
        ("gateway/record/opening.py", "StoredVersion"),
    }


def test_disclosed_is_never_rebuilt_with_replace() -> None:
    for name, tree in trees().items():
        for called, call in calls(tree):
            if called == "replace" and call.args and isinstance(call.args[0], ast.Name):
                assert call.args[0].id != "disclosed", name


def test_commit_occurs_once() -> None:
    commits = [name for name, tree in trees().items() for called, _ in calls(tree) if called == "commit"]
    assert commits == ["gateway/db.py"]


CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
OWNERS = {"datetime", "date", "time"}


@pytest.mark.parametrize("name", sorted(pure()))
def test_the_pure_core_takes_no_clock(name: str) -> None:
    for node in ast.walk(pure()[name]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            owner = node.func.value
            assert not (isinstance(owner, ast.Name) and owner.id in OWNERS), f"{name}:{node.lineno}"


def test_nothing_catches_everything() -> None:
    # One handler of the web layer answers what nobody foresaw; it is registered, not caught.
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                caught = node.type.id if isinstance(node.type, ast.Name) else node.type
                assert caught not in {None, "Exception", "BaseException"}, f"{name}:{node.lineno}"


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, tree in trees().items() if not ast.get_docstring(tree)]
    assert not silent


def test_client_owned_tables_lead_with_the_client() -> None:
    from gateway.migrations.tables import METADATA

    for table in METADATA.tables.values():
        keys = [column.name for column in table.primary_key.columns]
        if "client_id" in keys:
            assert keys[0] == "client_id", table.name


def test_no_modules_import_each_other() -> None:
    """A circle works for whoever comes in at the right side of it, and fails for the next who comes in at the other."""
    paths = {name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): name for name in trees()}
    imports = {module: set(_imported(trees()[name], paths)) for module, name in paths.items()}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def _imported(tree: ast.Module, modules: Collection[str]) -> Iterator[str]:
    """Which of our modules a module asks for while it is itself being imported."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield inner if (inner := f"{node.module}.{alias.name}") in modules else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
