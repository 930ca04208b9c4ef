"""The tables beside this file: a clinician can read them, and add a case without knowing the code."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.consent import gate, model
from gateway.consent.evaluate import evaluate
from gateway.consent.gate import Seat
from gateway.consent.signed import SignedPolicy
from gateway.stages.decided import Caller, RoleAt
from gateway.stages.stored import Attributes, StoredVersion
from gateway.stages.tagged import Tags
from gateway.wire import json

HERE = Path(__file__).parent
TABLES = ("policy", "roles", "grounds")
TOWN = yaml.safe_load((HERE / "town.yaml").read_text("utf-8"))
CLIENT = "client-1"


def cases() -> list[Any]:
    tables = {name: yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8")) for name in TABLES}
    return [
        pytest.param(table["locks"], {**table, **case}, id=f"{name}: {case['case']}")
        for name, table in tables.items()
        for case in table["cases"]
    ]


@pytest.mark.parametrize(("locks", "case"), cases())
def test_decision(locks: str, case: dict[str, Any]) -> None:
    who = {**TOWN["people"][case["who"]], **case.get("asks", {})}
    item = {**TOWN["items"][case["item"]], **case.get("has", {})}
    level = by_policy(case, who, item) if locks == "policy" else by_all(case, who, item)
    assert level == case["expect"]


def test_the_tables_are_no_smaller_than_they_were() -> None:
    assert len(cases()) >= 110


def by_policy(case: dict[str, Any], who: dict[str, Any], item: dict[str, Any]) -> str:
    request = {"action": "see", **{name: who.get(name) for name in ("person", "org", "orgtype", "purpose")}}
    request["roles"] = [{"role": who["role"], "org": who["org"]}]
    request |= {"action": who["action"]} if "action" in who else {}
    times = {name: case[name] for name in ("nbf", "exp") if name in case}
    line = {"policy": {"rules": case["rules"], **times}, "request": request, "item": item, "now": case["now"]}
    return str(evaluate(line)["level"])


def by_all(case: dict[str, Any], who: dict[str, Any], item: dict[str, Any]) -> str:
    roles = (RoleAt(who["role"], who["org"]),) if "role" in who else ()
    caller = Caller(who["person"], who["person"], who["org"], who["org"], who["orgtype"], roles)
    disclosed = gate.clear(
        seats=[Seat(caller, frozenset(who["relations"]), who["purpose"])],
        client=CLIENT,
        handle="h",
        patient=None,
        versions=[stored(item)],
        policy=signed(case["rules"]),
        action="see",
        now=case["now"],
    )
    return disclosed.items[0].level if disclosed.items else "deny"


def signed(rules: list[dict[str, Any]]) -> SignedPolicy:
    read = tuple(model.read_rule({"id": str(n), "text": "x", **rule}) for n, rule in enumerate(rules))
    policy = model.Policy(CLIENT, 1, None, "x", 0, None, None, "j", None, "allow", (False, False), read)
    return SignedPolicy(policy, "0" * 64, "kid", "token")


def stored(item: dict[str, Any]) -> StoredVersion:
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in item.items()}
    attributes = Attributes(**{**plain, "day": date.fromisoformat(item["day"])})
    tags = Tags(
        problems=(),
        life=(),
        labels=attributes.label,
        law=attributes.law,
        domain=attributes.domain,
        day=attributes.day,
        contact_entry=attributes.contact_entry,
        narrative=attributes.narrative,
    )
    source = attributes.source
    text = json.dumps({"resourceType": attributes.type, "id": attributes.record})
    moment = datetime(2025, 3, 5, tzinfo=UTC)
    return StoredVersion(
        CLIENT, attributes.record, 1, attributes.type, source, source, "d", moment, attributes, tags, text
    )
