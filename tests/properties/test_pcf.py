"""The projection says what the policy says: translated back it is the same rules; read as IHE PCF it decides alike."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.consent.evaluate import evaluate
from gateway.consent.model import Policy, Rule, read_rule
from gateway.consent.pcf import specification as spec
from gateway.consent.pcf.project import Frame, consent
from gateway.consent.pcf.provisions import Say, unsaid
from gateway.consent.pcf.translate import translate
from gateway.consent.signed import SignedPolicy
from gateway.fhir.check import check
from gateway.stages.vocabulary import FhirJson
from tests.properties import consent_universe as universe
from tests.properties import pcf_evaluator as pcf

NOW = universe.NOW


def projected(rules: list[dict[str, Any]], say: Say = unsaid, **members: Any) -> FhirJson:
    policy = Policy(
        **{
            "cid": "c", "ver": 1, "prev": None, "aud": "a", "iat": NOW, "nbf": None, "exp": None, "jti": "j",
            "nonce": None, "emergency": "allow", "notify": (False, False), **members,
        },
        rules=tuple(read_rule(rule, outside=True) for rule in rules),
    )  # fmt: skip
    token = "e30.e30.e30"  # the projection does not look at it
    return consent(SignedPolicy(policy, "0" * 64, "k", token), Frame("mijn.x", "mijn"), {}, say)


def back(rules: list[dict[str, Any]]) -> dict[str, Rule]:
    return {rule.id: rule for rule in translate(projected(rules), lambda _system, _value: None).rules}


def same(rules: list[dict[str, Any]]) -> bool:
    return back(rules) == {rule["id"]: read_rule(rule, outside=True) for rule in rules}


# -- translated back ---------------------------------------------------------------------------------------------------

MEMBERS: tuple[dict[str, Any], ...] = (
    *universe.WHAT,
    {"source": ["wijkzorg", "praktijk"]},
    {"law": ["Wmo"]},
    {"author": ["u1"]},
    {"contact": ["e1"]},
    {"omaha_domain": ["omgeving"]},
    {"problem": ["PB0001", "PB0024"]},
    {"label": ["N", "R", "PSY"]},
    {"record": ["r1"], "contact": ["e1"], "author": ["u1"], "life": ["justitie"]},
    {"period": {"from": "2025-01-01"}},
    {"period": {"to": "2025-01-01"}, "domain": ["wmo", "jgz"]},
    {"period": {"from": "2025-02-01", "to": "2025-01-01"}},
)
HOWS = (None, ["see"], ["contact-only"], ["add"], ["export"], ["see", "contact-only", "export"])
WHYS = (None, ["TREAT"], ["MDO", "SUPPORT", "CAREMGT", "ETREAT"])
ENDS: tuple[dict[str, int], ...] = (
    {},
    {"nbf": NOW},
    {"exp": NOW},
    {"nbf": 5, "exp": 5},
    {"nbf": 0, "exp": 253370764799},
)
DUTIES = ([], ["no-export", "mask:note"])


def test_every_rule_of_the_grammar_comes_back_as_it_was_and_is_valid_fhir() -> None:
    told = 0
    for n, (who, what, how, why) in enumerate(product(universe.WHO, MEMBERS, HOWS, WHYS)):
        rule = {
            "id": f"r{n}", "effect": ("permit", "deny")[n % 2], "who": who, "what": what, "text": f"Zin {n}.",
            **({"how": how} if how else {}), **({"why": why} if why else {}), **ENDS[n % len(ENDS)],
            **({"oblige": duties} if (duties := DUTIES[n % 3 % 2]) else {}),
        }  # fmt: skip
        for effect in ("permit", "deny"):
            assert same([{**rule, "effect": effect}]), rule
            told += 1
        if n % 7 == 0:
            assert check(projected([rule])) == (), rule
    assert told == 2 * len(universe.WHO) * len(MEMBERS) * len(HOWS) * len(WHYS)


LIE = "Niemand mag iets zien."


def test_words_that_were_signed_never_stand_as_ours() -> None:
    """With a sentence of ours and without: what somebody signed in other words is shown as that, and nowhere else."""
    rule = {"id": "r1", "effect": "permit", "who": {"kind": "org", "id": "wijkzorg"}, "what": {}, "text": LIE}
    says: tuple[Say, ...] = (unsaid, lambda _rule: "Wijkzorg mag dit zien: alles.")
    for more, say in product(({}, {"how": ["see"]}, {"effect": "deny"}), says):
        told = projected([{**rule, **more}], say)
        places = [one["url"] for one in told["provision"]["provision"][0]["extension"] if LIE in str(one)]
        assert places == [spec.SIGNED_WORDS]
        assert str(told).count(LIE) == 1
        assert "text" not in told


def test_all_policies_of_two_rules_come_back() -> None:
    # Every third policy: 11,326 of them are enumerated where decisions are compared.
    assert [rules for rules in list(universe.policies(2))[::3] if not same(rules)] == []


@given(universe.rule_lists)
@settings(max_examples=150)
def test_any_policy_comes_back_and_is_valid_fhir(rules: list[dict[str, Any]]) -> None:
    assert same(rules)
    assert check(projected(rules)) == ()


def test_kinds_of_organisation_are_each_told() -> None:
    from gateway.consent import vocabulary as v

    for kind in sorted(v.ORGTYPES):
        assert same([{"id": "a", "effect": "permit", "who": {"kind": "orgtype", "id": kind}}])


# -- read as PCF -------------------------------------------------------------------------------------------------------

SHARED_WHAT: tuple[dict[str, Any], ...] = (
    {},
    {"label": ["PSY"]},
    {"domain": ["wijkverpleging"], "period": {"from": "2025-01-01", "to": "2025-12-31"}},
    {"problem": ["PB0001"]},
    {"record": ["r1"]},
)
SHARED = [
    {"effect": effect, "who": who, "what": what, **further}
    for effect, who, what, further in product(
        ("permit", "deny"), universe.WHO, SHARED_WHAT, ({"how": ["see"]}, {"how": ["see", "export"], "why": ["TREAT"]})
    )
]
ITEM: dict[str, Any] = {
    "record": "r1",
    "domain": "wijkverpleging",
    "problem": ["PB0001"],
    "label": ["PSY"],
    "day": "2025-03-04",
}
KNOWN: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    (universe.REQUEST, ITEM),
    ({**universe.REQUEST, "person": "vos", "roles": [], "purpose": "MDO"}, {**ITEM, "label": ["SEX"]}),
    ({**universe.REQUEST, "org": "elders", "action": "export"}, {**ITEM, "day": "2024-12-31"}),
    ({**universe.REQUEST, "orgtype": "gemeente"}, {**ITEM, "record": "r2", "domain": "wmo", "problem": ["PB0024"]}),
)


def agree(rules: list[dict[str, Any]], request: dict[str, Any], item: dict[str, Any], now: int = NOW) -> bool:
    ours = evaluate({"policy": {"rules": rules}, "request": request, "item": item, "now": now})["level"]
    return pcf.permits(projected(rules), request, item, now) == (ours == request["action"])


def test_pcf_decides_alike_on_every_policy_of_two_shared_rules() -> None:
    wrong, asked = [], 0
    for n, chosen in enumerate(combinations([{"id": str(n), **rule} for n, rule in enumerate(SHARED)], 2)):
        request, item = KNOWN[n % len(KNOWN)]
        asked += 1
        if not agree(list(chosen), request, item):
            wrong.append((chosen, request, item))
    assert asked == 4950
    assert wrong[:2] == []


shared_rules = st.fixed_dictionaries(
    {
        "effect": st.sampled_from(["permit", "deny"]),
        "who": universe.whos,
        "what": st.fixed_dictionaries(
            {},
            optional={
                "domain": st.sampled_from([["wijkverpleging"], ["wmo", "jgz"]]),
                "problem": st.sampled_from([["PB0001"], ["PB0024", "PB0001"]]),
                "label": st.sampled_from([["PSY"], ["SEX", "HIV"]]),
                "period": st.sampled_from([{"from": "2025-01-01"}, {"to": "2025-03-04"}]),
                "record": st.sampled_from([["r1"], ["r2", "r3"]]),
            },
        ),
        "how": st.sampled_from([["see"], ["export"], ["add"], ["see", "export"]]),
    },
    optional={
        "why": st.sampled_from([["TREAT"], ["MDO", "TREAT"]]),
    },
)
TIMES = ({}, {"nbf": NOW}, {"nbf": NOW + 1}, {"exp": NOW}, {"exp": NOW + 1}, {"nbf": NOW - 9, "exp": NOW})
timed_rules = st.builds(lambda rule, when: {**rule, **when}, shared_rules, st.sampled_from(TIMES))
shared_items = st.fixed_dictionaries(
    {
        "record": st.sampled_from(["r1", "r2"]),
        "domain": st.sampled_from(["wijkverpleging", "wmo"]),
        "problem": st.sampled_from([["PB0001"], ["PB0024"]]),
        "label": st.sampled_from([["PSY"], ["SEX", "PSY"], ["N"]]),
        "day": st.sampled_from(["2024-12-31", "2025-03-04", "2025-03-05"]),
    }
)
shared_requests = st.fixed_dictionaries(
    {
        "person": st.sampled_from(["bos", "vos"]),
        "org": st.sampled_from(["praktijk", "elders"]),
        "orgtype": st.sampled_from(["huisarts", "gemeente"]),
        "roles": st.lists(st.just({"role": "huisarts", "org": "praktijk"}), max_size=1),
        "purpose": st.sampled_from(["TREAT", "MDO"]),
        "action": st.sampled_from(["see", "export", "add"]),
    }
)


@given(st.lists(timed_rules, max_size=7), shared_requests, shared_items)
@settings(max_examples=400)
def test_pcf_decides_alike_on_any_shared_policy(
    rules: list[dict[str, Any]], request: dict[str, Any], item: dict[str, Any]
) -> None:
    assert agree([{"id": str(n), **rule} for n, rule in enumerate(rules)], request, item)


def test_whoever_does_not_know_a_modifier_is_stopped_by_it() -> None:
    """What FHIR cannot say stands in a modifier where passing over it would show more, and in no other place."""
    permit = {"id": "a", "effect": "permit", "who": {"kind": "any"}, "how": ["see"]}
    for more in ({"what": {"life": ["justitie"]}}, {"oblige": ["mask:note"]}, {"what": {"label": ["R"]}}):
        assert "modifierExtension" in projected([{**permit, **more}])["provision"]["provision"][0]
        assert "modifierExtension" not in projected([{**permit, **more, "effect": "deny"}])["provision"]["provision"][0]
    assert "modifierExtension" in projected([permit], emergency="forbid")
    assert "modifierExtension" not in projected([permit])
