"""What the tables in tests/decisions do not reach: obligations, reasons, roles half known, no policy at all."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.consent import model
from gateway.consent.asked import Item, Request, item_of, make_item
from gateway.consent.decide import compile_policy, decide, narrow, vector, weigh
from gateway.stages.decided import RoleAt
from tests.unit.consent import made

ASKED = Request("arts", "praktijk", "huisarts", (RoleAt("huisarts", "praktijk"),), "TREAT", "see")


def rules(*given: dict[str, Any]) -> list[model.Rule]:
    return [model.read_rule({"id": f"r{n}", **rule}, outside=True) for n, rule in enumerate(given)]


def test_no_policy_is_a_deny_with_a_reason() -> None:
    decision = decide(None, ASKED, item_of(made.item()), made.NOW)
    assert (decision.level, decision.rules, decision.reason) == ("deny", (), "no policy")


def test_the_result_names_the_rules_that_decided() -> None:
    both = rules(made.rule(), made.rule("deny", {"kind": "org", "id": "praktijk"}))
    denied = decide(compile_policy(both), ASKED, item_of(made.item()), made.NOW)
    assert (denied.level, denied.rules, denied.reason) == ("deny", ("r1",), "denied")
    two = rules(made.rule(), made.rule("deny", {"kind": "org", "id": "x"}), made.rule(who={"kind": "any"}))
    permitted = decide(compile_policy(two), ASKED, item_of(made.item()), made.NOW)
    assert (permitted.level, permitted.rules) == ("see", ("r0", "r2"))


def test_obligations_of_all_surviving_permits_are_united() -> None:
    three = rules(
        made.rule(oblige=["no-export"]),
        made.rule(oblige=["mask:note", "no-export"]),
        made.rule(who={"kind": "org", "id": "x"}, oblige=["mask:code"]),
    )
    decision = decide(compile_policy(three), ASKED, item_of(made.item()), made.NOW)
    assert decision.oblige == ("mask:note", "no-export")


def test_the_specificity_of_a_rule() -> None:
    (rule,) = rules(made.rule(who={"kind": "person", "id": "x"}, what={"label": ["N"]}, why=["MDO"]))
    assert vector(rule) == (4, 1, 1)


@pytest.mark.parametrize(("held", "denied"), [("huisarts", True), ("", True), ("verzorgende", False)])
def test_a_role_half_known_may_be_the_refused_one(held: str, denied: bool) -> None:
    who = {"kind": "role@org", "id": "huisarts", "org": "praktijk"}
    policy = compile_policy(rules(made.rule(), made.rule("deny", who)))
    request = Request(roles=(RoleAt(held, "praktijk"),), action="see")
    assert (decide(policy, request, item_of(made.item()), made.NOW).level == "deny") is denied
    assert decide(compile_policy(rules(made.rule(who=who))), request, Item({}, {}), made.NOW).level == (
        "see" if held == "huisarts" else "deny"
    )


def test_known_to_have_no_role_is_not_the_same_as_not_known() -> None:
    policy = compile_policy(rules(made.rule(), made.rule("deny", {"kind": "role@org", "id": "x", "org": "y"})))
    assert decide(policy, Request(roles=(), action="see"), Item({}, {}), made.NOW).level == "see"
    assert decide(policy, Request(roles=None, action="see"), Item({}, {}), made.NOW).level == "deny"


def test_primary_values_count_among_all_values() -> None:
    item = make_item({}, {"life": ("huisvesting",), "life_primary": ("justitie",)}, None)
    denied = compile_policy(rules(made.rule(), made.rule("deny", what={"life": ["justitie"]})))
    assert decide(denied, ASKED, item, made.NOW).level == "deny"


def test_several_omaha_domains_must_all_be_shared() -> None:
    item = make_item({}, {"omaha_domain": ("D1", "D2")}, None)
    for shared, level in ((["D1"], "deny"), (["D1", "D2"], "see")):
        policy = compile_policy(rules(made.rule(what={"omaha_domain": shared})))
        assert decide(policy, ASKED, item, made.NOW).level == level


def test_narrowing_once_decides_as_deciding_each_time() -> None:
    policy = compile_policy(rules(made.rule(what={"label": ["N"]}), made.rule("deny", what={"life": ["justitie"]})))
    standing = narrow(policy, ASKED, made.NOW)
    for life in ((), ("justitie",), ("huisvesting",)):
        item = item_of(made.item(life=life))
        assert weigh(standing, item) == decide(policy, ASKED, item, made.NOW)


def test_a_deny_says_why() -> None:
    open_to_all = {"id": "a", "effect": "permit", "who": {"kind": "any"}, "text": "-"}
    shut = {"id": "b", "effect": "deny", "who": {"kind": "any"}, "text": "-"}
    item = make_item({}, {}, None)

    def reason(rules: list[dict[str, Any]], action: str | None = "see", exp: int | None = None) -> str:
        policy = compile_policy([model.read_rule(rule) for rule in rules], exp=exp)
        return decide(policy, Request(action=action), item, 100).reason

    assert reason([open_to_all]) == "permitted"
    assert reason([open_to_all], exp=100) == "the policy does not hold now"
    assert reason([open_to_all], action=None) == "the request names no known action"
    assert reason([open_to_all, shut]) == "denied"
    assert reason([]) == "no rule permits"


def test_obligations_stand_in_order() -> None:
    duties = [f"mask:{name}" for name in ("note", "code", "status", "subject", "category", "text")]
    rule = {"id": "a", "effect": "permit", "who": {"kind": "any"}, "oblige": duties, "text": "-"}
    given = decide(compile_policy([model.read_rule(rule)]), Request(action="see"), make_item({}, {}, None), 100).oblige
    assert given == tuple(sorted(duties))
