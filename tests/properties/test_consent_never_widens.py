"""What must hold for every policy, request and item: not knowing, adding a deny or dropping a permit never widens."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gateway.consent.evaluate import answers, evaluate
from gateway.wire import json
from tests.properties.consent_universe import NOW, ORDER, items, requests, rule_lists, rules


def decided(listed: list[dict[str, Any]], request: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    return evaluate({"policy": {"rules": listed}, "request": request, "item": item, "now": NOW})


def level(listed: list[dict[str, Any]], request: dict[str, Any], item: dict[str, Any]) -> int:
    return ORDER[decided(listed, request, item)["level"]]


@given(rule_lists, requests, items)
def test_without_a_permit_everything_is_denied(listed: Any, request: Any, item: Any) -> None:
    assert level([rule for rule in listed if rule["effect"] == "deny"], request, item) == 0


@given(rule_lists, rules, requests, items)
def test_adding_a_deny_never_widens(listed: Any, extra: Any, request: Any, item: Any) -> None:
    more = [*listed, {**extra, "id": "extra", "effect": "deny"}]
    assert level(more, request, item) <= level(listed, request, item)


@given(rule_lists, requests, items, st.data())
def test_dropping_a_permit_never_widens(listed: Any, request: Any, item: Any, data: Any) -> None:
    permits = [rule for rule in listed if rule["effect"] == "permit"]
    if permits:
        dropped = data.draw(st.sampled_from(permits))
        assert level([rule for rule in listed if rule is not dropped], request, item) <= level(listed, request, item)


@given(rule_lists, requests, items, st.randoms(use_true_random=False))
def test_the_order_of_rules_is_irrelevant(listed: Any, request: Any, item: Any, random: Any) -> None:
    before, shuffled = decided(listed, request, item), list(listed)
    random.shuffle(shuffled)
    after = decided(shuffled, request, item)
    assert (after["level"], sorted(after["rules"])) == (before["level"], sorted(before["rules"]))


@given(rule_lists, requests, items, st.data())
def test_forgetting_an_attribute_never_widens(listed: Any, request: Any, item: Any, data: Any) -> None:
    name = data.draw(st.sampled_from([*request, *item]))
    less_request = {key: value for key, value in request.items() if key != name}
    less_item = {key: value for key, value in item.items() if key != name}
    assert level(listed, less_request, less_item) <= level(listed, request, item)


@given(rule_lists, requests, items)
def test_a_value_nobody_knows_never_widens(listed: Any, request: Any, item: Any) -> None:
    known = level(listed, request, item)
    for name in ("orgtype", "purpose", "action"):
        assert level(listed, {**request, name: "iets anders"}, item) <= level(
            listed, {key: value for key, value in request.items() if key != name}, item
        )
    labels = [*item.get("label", []), "XYZ"]
    if "label" in item:
        assert level(listed, request, {**item, "label": labels}) <= known


@given(rule_lists, requests, items)
def test_a_member_nobody_knows_changes_nothing(listed: Any, request: Any, item: Any) -> None:
    known = decided(listed, request, item)
    assert decided(listed, {**request, "mood": "x"}, {**item, "mood": ["x"]}) == known


@given(rule_lists, requests, items)
def test_a_decision_names_rules_of_its_own_kind(listed: Any, request: Any, item: Any) -> None:
    found = decided(listed, request, item)
    effects = {rule["id"]: rule["effect"] for rule in listed}
    wanted = "deny" if found["level"] == "deny" else "permit"
    assert all(effects[id_] == wanted for id_ in found["rules"])
    assert found["level"] == "deny" or found["rules"]


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False, width=16)
    | st.text(max_size=4)
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "effect", "who", "what", "kind", "rules", "label", "period", "from"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["policy", "request", "item", "now"]), anything), anything, anything)
def test_no_line_stops_the_tool(line: Any, rule: Any, request: Any) -> None:
    good = {"policy": {"rules": [{"effect": "permit", "who": {"kind": "any"}}]}, "request": {"action": "see"}}
    bad_rule = {**good, "policy": {"rules": [rule]}, "item": {}, "now": NOW}
    bad_request = {**good, "request": request, "item": {}, "now": NOW}
    sent = [json.dumps(each).encode() for each in (line, bad_rule, bad_request, {**good, "item": {}, "now": NOW})]
    told = list(answers([*sent, b"\xff{", b"[" * 500, b"\n"]))
    assert len(told) == 6
    assert all(("error" in answer) != ("level" in answer) for answer in told)
    assert told[3] == {"level": "see", "rules": ["0"], "reason": "permitted"}
