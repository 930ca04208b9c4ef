"""The tool for testers from outside: lines in, lines out, as a process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from gateway.consent.evaluate import answers, evaluate, lines_of
from gateway.errors import Rejected
from gateway.wire.json import MAX_BYTES

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


def test_what_cannot_be_computed_with_is_malformed_and_the_rest_goes_on() -> None:
    line = json.dumps(LINE)
    told = list(answers([line.replace('"now": 5', '"now": 1e9999999999999999999').encode(), line.encode()]))
    assert [next(iter(answer)) for answer in told] == ["error", "level"]


def test_answers_are_utf_8_whatever_the_locale_says() -> None:
    named = {**LINE, "policy": {"rules": [{**PERMIT, "id": "één"}]}}
    done = subprocess.run(
        [sys.executable, "-m", "gateway.consent.evaluate"],
        input=json.dumps(named, ensure_ascii=False).encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert json.loads(done.stdout.decode("utf-8"))["rules"] == ["één"]


def test_whoever_has_read_enough_may_go() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "gateway.consent.evaluate"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdin
    assert running.stdout
    running.stdout.close()
    running.stdin.write(b"{}\n" * 10)
    _, said = running.communicate()
    assert (running.returncode, said) == (0, b"")


def test_of_a_line_that_is_too_long_no_more_is_held_than_is_taken() -> None:
    line = json.dumps(LINE).encode()
    fits = line[:-1] + b" " * (MAX_BYTES - len(line)) + b"}"
    sent = io.BytesIO(b"\n".join([b"x" * (3 * MAX_BYTES), fits, fits + b" ", line]))
    read = list(lines_of(sent))
    assert max(map(len, read)) <= MAX_BYTES + 2
    assert [next(iter(answer)) for answer in answers(read)] == ["error", "level", "error", "level"]


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
