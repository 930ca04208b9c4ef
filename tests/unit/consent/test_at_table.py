"""What is given for one table: it fills in what nobody decided, needs all who decide, and widens nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gateway.consent import at_table, combine, model
from gateway.consent.asked import Request, make_item
from gateway.consent.at_table import Given
from gateway.consent.decide import compile_policy
from gateway.consent.signed import SignedPolicy
from gateway.consent.voices import Combined, Counted, Voice
from gateway.stages.decided import RoleAt
from tests.unit.consent import made

NOW = 1_790_000_000
BOS = Request("bos", "linde", "huisarts", (RoleAt("huisarts", "linde"),), "MDO", "see")
ITEM = make_item({"domain": "wijkverpleging", "record": "r"}, {"label": ("N",)}, "2025-03-04")
TABLE = {"effect": "permit", "who": {"kind": "person", "id": "bos"}, "what": {"domain": ["wijkverpleging"]},
         "why": ["MDO"], "how": ["see"]}  # fmt: skip


def rules(*listed: dict[str, Any]) -> tuple[model.Rule, ...]:
    return tuple(model.read_rule({"id": f"t{n}", "text": "-", **rule}) for n, rule in enumerate(listed))


def given(*listed: dict[str, Any]) -> Given:
    return Given("a" * 64, "kid", "token", rules(*(listed or (TABLE,))))


def voice(holder: str, *listed: dict[str, Any], **members: Any) -> Voice:
    signed = made.policy(*listed)
    signed = SignedPolicy(replace(signed.policy, **members), signed.hash, signed.kid, signed.token)
    return Voice(holder, ((Counted(signed),),))


def level(combined: Combined, request: Request = BOS) -> str:
    return combine.decide_together(combine.prepare(combined, request, NOW), ITEM).level


def test_everybody_who_must_agree_gives_their_own() -> None:
    parents = Combined((Voice("mother"), voice("father")))
    assert level(at_table.seated(parents, {}, NOW)) == "deny"
    assert level(at_table.seated(parents, {"mother": given()}, NOW)) == "deny"
    assert level(at_table.seated(parents, {"mother": given(), "father": given()}, NOW)) == "see"
    assert level(at_table.seated(parents, {"aunt": given()}, NOW)) == "deny"
    assert level(parents) == "deny"  # and nothing of it stays


@pytest.mark.parametrize(
    "deny",
    [
        {"effect": "deny", "who": {"kind": "any"}},
        {"effect": "deny", "who": {"kind": "orgtype", "id": "huisarts"}, "what": {"label": ["N"]}},
        {"effect": "deny", "who": {"kind": "any"}, "why": ["MDO"]},
        {"effect": "deny", "who": {"kind": "person", "id": "bos"}, "how": ["contact-only"]},
    ],
)
def test_no_deny_gives_way_to_it(deny: dict[str, Any]) -> None:
    assert level(at_table.seated(Combined((voice("c", deny),)), {"c": given()}, NOW)) == "deny"


def test_it_fills_in_and_takes_nothing_away() -> None:
    contact = {**TABLE, "how": ["contact-only"], "why": None}
    contact.pop("why")
    policy = Combined((voice("c", contact),))
    assert level(policy) == "contact-only"
    assert level(at_table.seated(policy, {"c": given()}, NOW)) == "see"
    less = given({**TABLE, "how": ["contact-only"]})
    whole = Combined((voice("c", {**contact, "how": ["see"]}),))
    assert level(at_table.seated(whole, {"c": less}, NOW)) == "see"


def test_it_is_for_this_person_and_this_purpose() -> None:
    seated = at_table.seated(Combined((Voice("c"),)), {"c": given()}, NOW)
    assert level(seated) == "see"
    assert level(seated, replace(BOS, person="vos")) == "deny"
    assert level(seated, replace(BOS, purpose="TREAT")) == "deny"
    assert level(seated, replace(BOS, action="export")) == "deny"


def test_a_version_that_waits_does_not_keep_the_table_waiting() -> None:
    waits = Voice("c", ((Counted(made.policy(), compile_policy(())),), (Counted(made.policy()),)))
    assert level(at_table.seated(Combined((waits,)), {"c": given()}, NOW)) == "see"


def test_neither_does_a_first_version_that_waits() -> None:
    waits = Voice("c", ((Counted(made.policy(), compile_policy(())),),))
    assert level(at_table.seated(Combined((waits,)), {"c": given()}, NOW)) == "see"
    barred = made.policy({"effect": "deny", "who": {"kind": "any"}})
    waits = Voice("c", ((Counted(barred, compile_policy(())),),))
    assert level(at_table.seated(Combined((waits,)), {"c": given()}, NOW)) == "deny"


@pytest.mark.parametrize("times", [{"exp": NOW}, {"nbf": NOW + 1}])
def test_what_a_document_forbids_stays_forbidden_when_it_does_not_run(times: dict[str, int]) -> None:
    barred = voice("c", {"effect": "deny", "who": {"kind": "any"}, "what": {"record": ["r"]}}, **times)
    assert level(at_table.seated(Combined((barred,)), {"c": given()}, NOW)) == "deny"
    open_ = voice("c", {"effect": "deny", "who": {"kind": "any"}, "what": {"record": ["other"]}}, **times)
    assert level(at_table.seated(Combined((open_,)), {"c": given()}, NOW)) == "see"


def test_rules_are_told_apart_from_those_of_the_policy() -> None:
    policy = Combined((voice("c", {**TABLE, "effect": "deny", "what": {"domain": ["wmo"]}}),))
    seated = at_table.seated(policy, {"c": given()}, NOW)
    decision = combine.decide_together(combine.prepare(seated, BOS, NOW), ITEM)
    assert decision.rules == ("overleg-aaaaaaaaaaaa-0",)
