"""A permit that is said to lie within others never lets anything be seen that they do not; by chance, and by hand."""

from __future__ import annotations

import random
from typing import Any

import pytest

from gateway.consent import covering
from gateway.consent.evaluate import evaluate
from gateway.consent.model import read_rule
from tests.properties import consent_chance as chance
from tests.properties.consent_universe import NOW, ORDER

ROUNDS, ASKED = 4000, 12
NURSING = {"id": "1", "effect": "permit", "who": {"kind": "any"}, "what": {"domain": ["wijkverpleging"]}}
GP = {**NURSING, "id": "2", "what": {"domain": ["huisarts"]}}
NAMED = {"kind": "person", "id": "bos"}


def permit(at: random.Random, id_: str) -> dict[str, Any]:
    return {**chance.rule(at, id_), "effect": "permit"}


def narrowed(at: random.Random, scope: dict[str, Any]) -> dict[str, Any]:
    """A permit that mostly lies within another: some members less, and something more of its own."""
    wish = {**scope, "id": "w"}
    if scope["who"]["kind"] == "any" and at.random() < 0.8:
        wish["who"] = chance.who(at)
    what = {
        name: values if name == "period" else at.sample(values, at.randint(1, len(values)))
        for name, values in scope.get("what", {}).items()
    }
    wish["what"] = {**chance.what(at), **what} if at.random() < 0.5 else what
    if at.random() < 0.3:
        wish["how"] = at.choice((["see"], ["contact-only"], ["add", "see"]))
    if at.random() < 0.2:
        wish.pop(at.choice(("why", "oblige", "nbf", "exp")), None)
    return wish


def level(rules: list[dict[str, Any]], request: dict[str, Any], item: dict[str, Any]) -> int:
    return ORDER[evaluate({"policy": {"rules": rules}, "request": request, "item": item, "now": NOW})["level"]]


def test_what_is_said_to_lie_within_never_shows_more() -> None:
    at = random.Random(20261126)
    said = shown = 0
    for _ in range(ROUNDS):
        scope = [permit(at, str(n)) for n in range(at.choice((1, 1, 2, 3)))]
        wish = narrowed(at, at.choice(scope)) if at.random() < 0.8 else permit(at, "w")
        read = [read_rule(rule, outside=True) for rule in (*scope, wish)]
        if not covering.within(read[-1], read[:-1]):
            continue
        said += 1
        for _ in range(ASKED):
            request, item = chance.request(at), chance.item(at)
            found = level([wish], request, item)
            shown += found > 0
            assert found <= level(scope, request, item), (scope, wish, request, item)
    assert said > ROUNDS // 5
    assert shown > 500


def within(wish: dict[str, Any], *scope: dict[str, Any]) -> bool:
    return covering.within(read_rule(wish, outside=True), [read_rule(rule, outside=True) for rule in scope])


@pytest.mark.parametrize(
    ("more", "inside"),
    [
        ({}, True),
        ({"who": NAMED}, True),
        ({"what": {"domain": ["wijkverpleging", "huisarts"]}}, True),  # an item has one: the two scopes together
        ({"what": {"domain": ["wijkverpleging", "wmo"]}}, False),
        ({"what": {}}, False),
        ({"what": {"life": ["huisvesting"]}}, False),
        ({"what": {"domain": ["wijkverpleging"], "life": ["huisvesting"]}}, True),
        ({"how": ["contact-only"]}, True),
        ({"how": ["see", "export"]}, False),
        ({"exp": NOW}, True),
        ({"why": ["TREAT"]}, True),
        ({"oblige": ["no-export"]}, True),
    ],
)
def test_within_two_care_domains(more: dict[str, Any], inside: bool) -> None:
    assert within({**NURSING, "id": "w", **more}, NURSING, GP) is inside


@pytest.mark.parametrize(
    "bound",
    [
        {"who": NAMED},
        {"why": ["TREAT"]},
        {"how": ["contact-only"]},
        {"nbf": NOW},
        {"exp": NOW + 1},
        {"oblige": ["no-export"]},
        {"what": {"domain": ["wijkverpleging"], "period": {"from": "2025-01-01"}}},
        {"what": {"domain": ["wijkverpleging"], "period": {"to": "2025-01-01"}}},
    ],
)
def test_each_bound_of_the_scope_counts(bound: dict[str, Any]) -> None:
    scope = {**NURSING, **bound}
    assert not within({**NURSING, "id": "w"}, scope)
    assert within({**scope, "id": "w"}, scope)


def test_values_an_item_has_several_of_are_not_added_up() -> None:
    """An item about two parts of a life needs one permit for both: two permits for one each do not show it."""
    one, other = ({**NURSING, "id": name, "what": {"life": [name]}} for name in ("huisvesting", "financien"))
    assert not within({**NURSING, "id": "w", "what": {"life": ["huisvesting", "financien"]}}, one, other)
