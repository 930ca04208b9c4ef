"""docs/security.md and SECURITY.md promise what a test holds: every test and file they name is there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import ROOT

PAGES = ("docs/security.md", "SECURITY.md")
CHAPTERS = ("V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V12", "V13", "V14")


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("name", PAGES)
def test_every_test_and_file_that_is_named_exists(name: str) -> None:
    named = re.findall(r"`((?:tests|gateway|verifier|docs|requirements)/[\w./*-]*)(?:::(\w+))?`", page(name))
    assert len(named) > 10
    assert [path for path, _ in named if not list(ROOT.glob(path))] == []
    assert [f"{path}::{test}" for path, test in named if test and test not in names_in(path)] == []


def test_every_line_of_the_checklist_has_a_test_or_a_reason() -> None:
    rows = [line for line in page("docs/security.md").splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 60
    for row in rows:
        last = row.strip(" |").rsplit(" | ", 1)[1]
        assert last.startswith(("`tests/", "Reason: ", "Not done: ")), row


def test_every_chapter_that_applies_is_there() -> None:
    found = re.findall(r"^## (V\d+) ", page("docs/security.md"), re.MULTILINE)
    assert tuple(found) == CHAPTERS
    chapter = ""
    for line in page("docs/security.md").splitlines():
        if heading := re.match(r"## V(\d+) ", line):
            chapter = heading[1]
        elif row := re.match(r"\| (\d+)\.", line):
            assert row[1] == chapter, line
