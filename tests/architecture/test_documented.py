"""What is not documented does not exist: settings, events, error codes and commands each have their line."""

from __future__ import annotations

import argparse
import re

from gateway import log
from gateway.audit import events
from gateway.cli import parser
from gateway.settings import Settings
from tests.architecture import stu3_page
from tests.architecture.source import ROOT, error_codes


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def test_every_setting_is_documented() -> None:
    text = page("settings.md")
    assert [name for name in Settings.model_fields if f"`WD_{name.upper()}`" not in text] == []


def test_every_event_is_documented() -> None:
    text = page("operations.md")
    assert [name for name in (*log.EVENTS, *events.EVENTS) if f"`{name}`" not in text] == []


def test_every_command_is_documented() -> None:
    text = page("operations.md")
    actions = [a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)]
    commands = [command for action in actions for command in action.choices]
    assert len(commands) > 10
    assert [command for command in commands if f"`{command}" not in text] == []


def test_every_error_code_is_documented() -> None:
    text = page("errors.md")
    assert [code for code in error_codes() if f"`{code}`" not in text] == []


def test_the_page_of_the_stu3_conversion_is_that_of_the_tables() -> None:
    assert stu3_page.PAGE.read_text("utf-8") == stu3_page.text()


def test_every_decision_ends_with_its_guard() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        last = path.read_text("utf-8").strip().splitlines()
        assert any("Guarded by" in line for line in last), path.name


def test_every_file_that_a_page_names_exists() -> None:
    pages = [ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]
    named = re.compile(r"`((?:gateway|docs|tests|verifier|witness|omaha|schemas|benchmarks|docker)/[\w./*-]*\w)")
    absent = {
        (page.name, path)
        for page in pages
        for path in named.findall(page.read_text("utf-8"))
        if not list(ROOT.glob(path)) and not list(ROOT.glob(f"{path}*"))
    }
    assert absent == set()
