"""The tool for testers from outside: lines in, lines out, as a process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from gateway.consent.evaluate import evaluate
from gateway.errors import Rejected

PERMIT = {"effect": "permit", "who": {"kind": "any"}}
LINE: dict[str, Any] = {
    "policy": {"rules": [PERMIT]},
    "request": {"person": "p", "org": "o", "orgtype": "huisarts", "roles": [], "purpose": "TREAT", "action": "see"},
    "item": {"record": "r", "day": "2025-03-04"},
    "now": 5,
}


def test_a_malformed_line_answers_an_error_and_the_rest_goes_on() -> None:
    lines = [json.dumps(LINE), "{", "[]", '{"a":1,"a":2}', json.dumps({**LINE, "policy": {"rules": []}})]
    done = subprocess.run(
        [sys.executable, "-m", "gateway.consent.evaluate"],
        input="\n".join(lines).encode() + b"\n\xff\xfe\n",
        capture_output=True,
        check=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [next(iter(answer)) for answer in told] == ["level", "error", "error", "error", "level", "error"]
    assert told[0] == {"level": "see", "rules": ["0"], "reason": "permitted"}
    assert told[4]["level"] == "deny"


def test_rules_are_called_by_id_or_by_place() -> None:
    named = {**LINE, "policy": {"rules": [{**PERMIT, "id": "mine", "text": "Ja."}, PERMIT]}}
    assert evaluate(named)["rules"] == ["mine", "1"]


def test_values_of_registers_are_open_from_outside() -> None:
    rule = {**PERMIT, "what": {"domain": ["d1"], "life": ["l1"], "law": ["w1"]}}
    item = {"domain": "d1", "life": ["l1", "l2"], "life_primary": ["l1"], "law": "w1"}
    assert evaluate({**LINE, "policy": {"rules": [rule]}, "item": item})["level"] == "see"


def test_as_many_rules_as_a_policy_may_hold_are_read() -> None:
    assert evaluate({**LINE, "policy": {"rules": [PERMIT] * 200}})["level"] == "see"


@pytest.mark.parametrize("times", [{"exp": 5}, {"nbf": 6}])
def test_times_of_the_policy_count(times: dict[str, int]) -> None:
    assert evaluate({**LINE, "policy": {"rules": [PERMIT], **times}})["level"] == "deny"


@pytest.mark.parametrize(
    "wrong",
    [
        {"now": None},
        {"now": 5.5},
        {"now": True},
        {"item": None},
        {"item": {"day": "4 maart"}},
        {"item": {"life": "huisvesting"}},
        {"item": {"record": 5}},
        {"request": {"roles": ["huisarts"]}},
        {"request": {"roles": {}}},
        {"request": {"person": ["p"]}},
        {"policy": {"rules": {}}},
        {"policy": {"rules": [{**PERMIT, "mood": "x"}]}},
        {"policy": {"rules": [{**PERMIT, "effect": None}]}},
        {"policy": {"rules": [5]}},
        {"policy": {"rules": [], "exp": "soon"}},
        {"policy": {"rules": [{**PERMIT, "id": "a"}, {**PERMIT, "id": "a"}]}},
        {"policy": {"rules": [{**PERMIT, "id": "1"}, PERMIT]}},
        {"policy": {"rules": [PERMIT] * 201}},
    ],
)
def test_malformed_parts_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Rejected):
        evaluate({**LINE, **wrong})
