"""`python -m gateway.consent.evaluate`: decisions from outside, JSON lines in and out; the policy alone."""

from __future__ import annotations

import sys
from typing import Any

from gateway.consent import model
from gateway.consent.decide import compile_policy, decide
from gateway.errors import BadInput, GatewayError
from gateway.wire import json

TEXTS = ("record", "source", "author", "contact", "domain", "law", "day")
LISTS = ("life", "omaha_domain", "problem", "label", "life_primary", "problem_primary")


def main() -> int:
    for line in sys.stdin:
        if line.strip():
            sys.stdout.write(json.dumps(answer(line)) + "\n")
            sys.stdout.flush()
    return 0


def answer(line: str) -> dict[str, Any]:
    """One line's level, rules and reason; `{"error": …}` for a malformed line."""
    try:
        value = json.loads(line)
        return _evaluate(value)
    except GatewayError as error:
        return {"error": str(error)}


def _evaluate(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("policy"), dict):
        raise BadInput("line", "A line is an object with policy, request, item and now")
    policy, now = value["policy"], value.get("now")
    rules = policy.get("rules")
    if not isinstance(rules, list) or isinstance(now, bool) or not isinstance(now, int):
        raise BadInput("line", "policy.rules must be a list and now whole seconds")
    read = []
    for n, rule in enumerate(rules):
        named = {"id": str(n), **rule} if isinstance(rule, dict) else rule
        read.append(model.read_rule(named, f"rules[{n}]", lenient=True))
    compiled = compile_policy(read, _seconds(policy.get("nbf")), _seconds(policy.get("exp")))
    decision = decide(compiled, _request(value.get("request", {})), _item(value.get("item", {})), now)
    return {"level": decision.level, "rules": list(decision.rules), "reason": decision.reason}


def _seconds(value: Any) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise BadInput("line", "nbf and exp are whole seconds")
    return value


def _request(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadInput("line", "request is an object")
    roles = value.get("roles")
    if roles is not None and not (isinstance(roles, list) and all(isinstance(role, dict) for role in roles)):
        raise BadInput("line", "request.roles is a list of objects")
    _texts(value, ("person", "org", "orgtype", "purpose", "action"))
    return value


def _item(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadInput("line", "item is an object")
    _texts(value, TEXTS)
    for name in LISTS:
        entries = value.get(name)
        if entries is not None and not (isinstance(entries, list) and all(isinstance(e, str) for e in entries)):
            raise BadInput("line", f"item.{name} is a list of texts")
    return value


def _texts(value: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if value.get(name) is not None and not isinstance(value[name], str):
            raise BadInput("line", f"{name} is a text")


if __name__ == "__main__":
    sys.exit(main())
