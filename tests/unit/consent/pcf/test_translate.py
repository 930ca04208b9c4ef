"""A Consent of somebody else becomes rules only without loss; what cannot be said is refused by naming its element."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from gateway.consent.asked import Item, Request
from gateway.consent.decide import compile_policy, decide
from gateway.consent.model import Rule, What, Who
from gateway.consent.pcf.translate import translate
from gateway.errors import Rejected
from gateway.fhir.check import check
from tests.builders.consents import OURS, THO, action, actor, consent

URA = "http://fhir.nl/fhir/NamingSystem/ura"
TREAT = {"system": f"{THO}/v3-ActReason", "code": "TREAT"}
PSY = {"system": f"{THO}/v3-ActCode", "code": "PSY"}


def rules(given: dict[str, Any]) -> list[Rule]:
    assert check(given) == ()
    return list(
        translate(given, lambda system, value: "praktijk" if (system, value) == (URA, "01234567") else None).rules
    )


def refused(given: dict[str, Any]) -> str:
    assert check(given) == ()
    with pytest.raises(Rejected) as error:
        translate(given, lambda _system, _value: None)
    assert error.value.code == "consent-not-translated"
    return str(error.value.where)


def test_a_deny_for_one_organisation() -> None:
    [rule] = rules(consent({"type": "deny", "actor": [actor("wijkzorg")]}))
    assert (rule.effect, rule.who, rule.how, rule.what) == ("deny", Who("org", "wijkzorg"), None, What())


def test_a_permit_with_everything_that_has_an_element() -> None:
    found = rules(
        consent(
            {
                "type": "permit",
                "period": {"start": "2026-01-01", "end": "2026-12-31"},
                "actor": [actor("01234567", URA), actor("bos", f"{OURS}/NamingSystem/persoon", "PRCP")],
                "action": [action()],
                "purpose": [TREAT],
                "securityLabel": [PSY],
                "dataPeriod": {"start": "2025-01-01"},
                "code": [{"coding": [{"system": f"{THO}/oms", "code": "PB0024"}]}],
                "data": [
                    {
                        "meaning": "instance",
                        "reference": {"identifier": {"system": f"{OURS}/NamingSystem/record", "value": "r1"}},
                    }
                ],
            }
        )
    )
    assert [rule.who for rule in found] == [Who("org", "praktijk"), Who("person", "bos")]
    rule = found[0]
    assert dict(rule.what.members) == {
        "record": frozenset({"r1"}), "problem": frozenset({"PB0024"}), "label": frozenset({"PSY"})}  # fmt: skip
    assert rule.what.period == ("2025-01-01", None)
    assert (rule.why, rule.how) == (frozenset({"TREAT"}), frozenset({"see"}))
    # Dutch days: from its beginning to its end.
    assert (rule.nbf, rule.exp) == (1767222000, 1798758000)


def test_a_permit_without_an_action_is_for_every_action() -> None:
    [rule] = rules(consent({"type": "permit", "actor": [actor("wijkzorg")]}))
    assert rule.how == frozenset({"see", "contact-only", "add", "export"})


def test_an_exception_holds_within_what_it_is_an_exception_to() -> None:
    given = consent({"type": "permit", "actor": [actor("wijkzorg")], "action": [action()],
                     "provision": [{"type": "deny", "securityLabel": [PSY]}]})  # fmt: skip
    permit, deny = rules(given)
    assert (deny.who, dict(deny.what.members), deny.how) == (
        Who("org", "wijkzorg"), {"label": frozenset({"PSY"})}, frozenset({"see"}))  # fmt: skip
    compiled = compile_policy([permit, deny])

    def level(org: str, *labels: str) -> str:
        item = Item({"label": frozenset(labels)}, {"label": frozenset(labels)})
        return decide(compiled, Request(org=org, purpose="TREAT", action="see"), item, 0).level

    assert (level("wijkzorg", "N"), level("wijkzorg", "PSY"), level("elders", "N")) == ("see", "deny", "deny")


def test_a_deny_with_a_permit_as_exception() -> None:
    given = consent(
        {"type": "deny", "securityLabel": [PSY], "provision": [{"type": "permit", "actor": [actor("wijkzorg")]}]}
    )
    deny, permit = rules(given)
    assert (permit.who, dict(permit.what.members)) == (Who("org", "wijkzorg"), {"label": frozenset({"PSY"})})
    assert deny.who == Who("any")


def test_without_a_type_the_root_is_an_exception_to_the_base_rule() -> None:
    inner = {"type": "deny", "actor": [actor("wijkzorg")]}
    opt = {"coding": [{"system": f"{THO}/v3-ActCode", "code": "OPTOUT"}]}
    assert [rule.effect for rule in rules(consent({"provision": [inner]}, policyRule=opt))] == ["deny"]
    assert [rule.effect for rule in rules(consent(None, policyRule=opt))] == ["deny"]


BASE: dict[str, Any] = {"type": "permit", "actor": [actor("wijkzorg")], "action": [action()]}
OPTIN = {"coding": [{"system": f"{THO}/v3-ActCode", "code": "OPTIN"}]}
ROOT = "Consent.provision"


SOMETHING = {"reference": "Observation/1"}
ABSENT = [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}]
UNKNOWN = [{"url": "urn:x", "valueBoolean": True}]
NESTED = {"type": "deny", "provision": [{"type": "permit"}]}
BESIDE = [{**BASE, "provision": [{"type": "deny", "purpose": [TREAT]}]}, {**BASE, "securityLabel": [PSY]}]
# What is said besides a permit for one organisation, and the element that is named.
MORE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"actor": [actor("x", "urn:elders")]}, "actor[0].reference"),
    ({"actor": [actor("wijkzorg", role="CST")]}, "actor[0].role"),
    ({"action": [action("disclose")]}, "action[0]"),
    ({"purpose": [{"system": f"{THO}/v3-ActReason", "code": "HRESCH"}]}, "purpose[0]"),
    ({"class": [{"system": "http://hl7.org/fhir/resource-types", "code": "Observation"}]}, "class[0]"),
    ({"code": [{"coding": [{"system": "http://loinc.org", "code": "4548-4"}]}]}, "code[0]"),
    ({"securityLabel": [{"system": f"{THO}/v3-Confidentiality", "code": "R"}]}, "securityLabel"),
    ({"securityLabel": [{"system": f"{THO}/v3-ActCode", "code": "TBOO"}]}, "securityLabel[0]"),
    ({"dataPeriod": {"start": "2025-01-01T10:00:00Z"}}, "dataPeriod"),
    ({"dataPeriod": {"start": "2025"}}, "dataPeriod"),
    ({"dataPeriod": {"start": "2025-01-01", "_end": {"extension": ABSENT}}}, "dataPeriod"),
    ({"period": {"start": "2026-01-01", "_end": {"extension": ABSENT}}}, "period"),
    ({"data": [{"meaning": "instance", "reference": SOMETHING}]}, "data[0].reference"),
    ({"data": [{"meaning": "related", "reference": SOMETHING}]}, "data[0].meaning"),
    ({"modifierExtension": UNKNOWN}, "modifierExtension[0]"),
    ({"provision": [{"type": "permit", "securityLabel": [PSY]}]}, "provision[0].type"),
    ({"provision": [{"type": "deny", "actor": [actor("elders")]}]}, "provision[0].actor"),
    ({"provision": [NESTED]}, "provision[0].provision"),
)


@pytest.mark.parametrize(("more", "where"), MORE)
def test_what_cannot_be_said_is_named(more: dict[str, Any], where: str) -> None:
    assert refused(consent({**BASE, **more})) == f"{ROOT}.{where}"


@pytest.mark.parametrize(
    ("provision", "where"),
    [
        ({"type": "permit"}, ROOT),  # everything, under a policy that is not known here
        (NESTED, f"{ROOT}.provision[0]"),  # no more specific than what it is an exception to
        ({"actor": [actor("wijkzorg")]}, f"{ROOT}.type"),
        ({"provision": BESIDE}, f"{ROOT}.provision"),  # the exception would hold for the other permit too
    ],
)
def test_a_root_that_rules_would_not_decide_alike_is_refused(provision: dict[str, Any], where: str) -> None:
    assert refused(consent(provision)) == where


def test_parties_times_exceptions_are_counted_as_they_come() -> None:
    parties = [actor(f"org-{n}") for n in range(199)]
    exceptions = [{"type": "deny", "dataPeriod": {"start": f"20{n:02}-01-01"}} for n in range(99)]
    assert refused(consent({**BASE, "actor": parties, "provision": exceptions})) == ROOT


def test_what_stands_beside_the_provisions_is_named_too() -> None:
    deny = {"type": "deny", "actor": [actor("wijkzorg")]}
    assert refused(consent(deny, implicitRules="urn:x")) == "Consent.implicitRules"
    assert (
        refused(consent(deny, modifierExtension=[{"url": "urn:x", "valueBoolean": True}]))
        == "Consent.modifierExtension[0]"
    )
    assert refused(consent({"provision": [deny]}, policyRule=OPTIN)) == "Consent.policyRule"
    assert refused(consent(None)) == "Consent.provision"


OWN: dict[str, Any] = {
    "type": "deny",
    "provision": [
        {
            "type": "permit",
            "extension": [{"url": f"{OURS}/StructureDefinition/toestemming-regel", "valueString": "a"}],
            "actor": [actor("wijkzorg")],
            "action": [{"coding": [{"system": f"{OURS}/CodeSystem/handeling", "code": "see"}]}],
            "provision": [
                {
                    "type": "deny",
                    "extension": [{"url": f"{OURS}/StructureDefinition/toestemming-regel", "valueString": "b"}],
                    "securityLabel": [PSY],
                }
            ],
        }
    ],
}  # fmt: skip


def own(change: Any) -> dict[str, Any]:
    provision = deepcopy(OWN)
    change(provision)
    return consent(provision, policy=[{"uri": f"{OURS}/nl-toestemming/1"}])


def test_our_own_form_must_say_what_its_rules_say() -> None:
    assert {rule.id for rule in rules(own(lambda _root: None))} == {"a", "b"}
    assert refused(own(lambda root: root["provision"].append(root["provision"][0].pop("provision")[0]))).startswith(
        ROOT
    )
    assert refused(own(lambda root: root.update(securityLabel=[PSY]))) == f"{ROOT}.securityLabel"
    assert refused(own(lambda root: root["provision"][0].pop("extension"))) == f"{ROOT}.provision[0].extension"
    assert refused(own(lambda root: root["provision"].append(root["provision"][0]))) == f"{ROOT}.provision[1].provision"
