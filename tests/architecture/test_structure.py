"""The rules of docs/architecture.md that import contracts cannot see, held over the syntax trees."""

from __future__ import annotations

import ast
import subprocess
import sys

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
