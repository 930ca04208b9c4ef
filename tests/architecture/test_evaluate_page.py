"""docs/consent-evaluate.md: its examples are what the program answers, and it names every member, value and reason."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys

import pytest

from gateway.consent import vocabulary as v
from gateway.consent.evaluate import answers
from tests.architecture.source import ROOT, trees

PAGE = (ROOT / "docs" / "consent-evaluate.md").read_text("utf-8")
LINES = [line for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
PAIRS = list(zip(LINES[::2], LINES[1::2], strict=True))


@pytest.mark.parametrize(("asked", "answer"), PAIRS)
def test_an_example_is_what_is_answered(asked: str, answer: str) -> None:
    assert list(answers([asked.encode()])) == [json.loads(answer)]


def test_the_program_answers_line_by_line_and_goes_on() -> None:
    sent = "\n".join([*(asked for asked, _ in PAIRS), "", "no json"]) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "gateway.consent.evaluate"],
        input=sent,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told[:-1] == [json.loads(answer) for _, answer in PAIRS]
    assert set(told[-1]) == {"error"}


def test_every_word_is_named() -> None:
    words = {*v.WHO_LEVEL, *v.ORGTYPES, *v.SINGLE, *v.SEVERAL, *v.PRIMARY.values(), *v.LABELS, *v.PURPOSES, *v.ACTIONS}
    missing = [word for word in words if f"`{word}`" not in PAGE and f'"{word}"' not in PAGE]
    assert missing == []


def test_every_reason_is_named() -> None:
    reasons = {
        node.value
        for name in ("narrow", "weigh")
        for function in ast.walk(trees()["gateway/consent/decide.py"])
        if isinstance(function, ast.FunctionDef) and function.name == name
        for node in ast.walk(ast.Module(function.body[1:], []))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    } | {"permitted", "denied"}
    assert "the policy does not hold now" in reasons
    # Without a policy at all there is nothing to evaluate from outside.
    assert [reason for reason in reasons - {"no policy"} if f"`{reason}`" not in PAGE] == []
