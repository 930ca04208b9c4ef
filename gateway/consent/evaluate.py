"""`python -m gateway.consent.evaluate`: decisions from outside, JSON lines in and out; the policy alone.

UTF-8 both ways whatever the locale says, and never more of a line in memory than is taken.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from gateway.consent import forms
from gateway.consent import vocabulary as v
from gateway.consent.asked import Item, Request, make_item
from gateway.consent.decide import Compiled, compile_policy, decide
from gateway.consent.model import read_rule
from gateway.errors import GatewayError, Rejected
from gateway.stages.decided import RoleAt
from gateway.wire import json


def main() -> int:
    out = sys.stdout.buffer
    try:
        for answer in answers(lines_of(sys.stdin.buffer)):
            out.write(json.dumps(answer).encode() + b"\n")
            out.flush()
    except BrokenPipeError:
        # Whoever read the answers has seen enough; what Python still writes at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Its lines. Of one that is longer than any document here so much that it is seen to be, and no more."""
    while line := stream.readline(json.MAX_BYTES + 2):
        yield line.rstrip(b"\r\n")
        while line and not line.endswith(b"\n"):
            line = stream.readline(json.MAX_BYTES)


def answers(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank; a malformed one answers `{"error": …}` and the rest goes on."""
    for line in lines:
        if line.strip():
            try:
                yield evaluate(json.loads(line))
            except GatewayError as error:
                yield {"error": str(error)}


def evaluate(line: Any) -> dict[str, Any]:
    """Level, deciding rule ids and reason for one line. Raises Rejected when it is malformed."""
    given = _object(line, "line")
    decision = decide(
        _policy(_object(given.get("policy"), "policy")),
        _request(_object(given.get("request"), "request")),
        _item(_object(given.get("item"), "item")),
        forms.whole(given.get("now"), "now"),
    )
    return {"level": decision.level, "rules": list(decision.rules), "reason": decision.reason}


def _policy(given: Mapping[str, Any]) -> Compiled:
    rules = given.get("rules")
    if not isinstance(rules, list):
        raise Rejected("policy-form", "must be a list", where="policy.rules")
    # Whoever asks from outside need not name rules: one without id is called by its place.
    named = [{"id": str(n), **rule} if isinstance(rule, dict) else rule for n, rule in enumerate(rules)]
    forms.need(len(rules) <= v.MAX_RULES, "policy.rules", f"a list of at most {v.MAX_RULES}")
    read = [read_rule(rule, f"rules[{n}]", outside=True) for n, rule in enumerate(named)]
    forms.need(len({rule.id for rule in read}) == len(read), "policy.rules", "ids must differ")
    return compile_policy(read, forms.moment(given, "nbf", "policy"), forms.moment(given, "exp", "policy"))


def _request(given: Mapping[str, Any]) -> Request:
    roles = given.get("roles")
    forms.need(roles is None or isinstance(roles, list), "request.roles", "must be a list")
    return Request(
        person=_text(given, "person"),
        org=_text(given, "org"),
        orgtype=_text(given, "orgtype"),
        roles=None if roles is None else tuple(_role(_object(role, "request.roles")) for role in roles),
        purpose=_text(given, "purpose"),
        action=_text(given, "action"),
    )


def _role(given: Mapping[str, Any]) -> RoleAt:
    return RoleAt(_text(given, "role") or "", _text(given, "org") or "")


def _item(given: Mapping[str, Any]) -> Item:
    several = (*v.SEVERAL, *v.PRIMARY.values())
    return make_item(
        {name: _text(given, name) for name in v.SINGLE},
        {name: _texts(given, name) for name in several},
        None if given.get("day") is None else forms.day(given["day"], "item.day"),
    )


def _object(value: Any, where: str) -> Mapping[str, Any]:
    """An object; members beyond those that are read say nothing to a rule, so they cannot widen."""
    if not isinstance(value, dict):
        raise Rejected("policy-form", "must be an object", where=where)
    return value


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    forms.need(value is None or isinstance(value, str), name, "must be a text")
    return value


def _texts(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = given.get(name) or []
    forms.need(isinstance(value, list) and all(isinstance(entry, str) for entry in value), name, "a list of texts")
    return tuple(value)


if __name__ == "__main__":
    sys.exit(main())
