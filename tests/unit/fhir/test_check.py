"""What is not FHIR R4 is found, named by place and rule, and never by its value."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.fhir.check import MOST, check

OBSERVATION = {"resourceType": "Observation", "status": "final", "code": {"text": "pols"}}
CONDITION = {"resourceType": "Condition", "subject": {"reference": "Patient/1"}}
SYSTEM = "http://terminology.hl7.org/CodeSystem/"


def with_(base: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {**base, **members}


def bundle(type_: str, *entries: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": type_, "entry": list(entries), **members}


FINE: dict[str, dict[str, Any]] = {
    "the least there is": OBSERVATION,
    "a decimal of R4's own kind": with_(OBSERVATION, valueQuantity={"value": 5, "unit": "kg"}),
    "an extension with any value": with_(OBSERVATION, extension=[{"url": "u", "valueString": "x"}]),
    "a primitive that is only an extension": with_(
        OBSERVATION, _effectiveDateTime={"extension": [{"url": "u", "valueCode": "unknown"}]}
    ),
    "lists beside each other": {
        "resourceType": "Patient",
        "name": [{"given": ["A", None], "_given": [None, {"extension": [{"url": "u", "valueCode": "x"}]}]}],
    },
    "contained and referred to": with_(
        OBSERVATION, contained=[{"resourceType": "Device", "id": "d"}], device={"reference": "#d"}
    ),
    "a reference by identifier alone": with_(CONDITION, subject={"identifier": {"value": "x"}}),
}

FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no type": ({}, "resourceType", "type"),
    "unknown type": ({"resourceType": "Teapot"}, "resourceType", "type"),
    "a type of R4B alone": ({"resourceType": "Ingredient"}, "resourceType", "type"),
    "missing": ({"resourceType": "Observation", "status": "final"}, "Observation.code", "structure"),
    "unknown member": (with_(OBSERVATION, colour="red"), "Observation.colour", "structure"),
    "list for one": (with_(OBSERVATION, status=["final"]), "Observation.status", "structure"),
    "one for a list": (with_(OBSERVATION, category={"text": "x"}), "Observation.category", "structure"),
    "two of a choice": (with_(OBSERVATION, valueString="a", valueBoolean=True), "Observation.value[x]", "structure"),
    "required binding": (with_(OBSERVATION, status="bogus"), "Observation.status", "binding"),
    "coded binding": (
        with_(CONDITION, clinicalStatus={"coding": [{"system": f"{SYSTEM}condition-clinical", "code": "bogus"}]}),
        "Condition.clinicalStatus",
        "binding",
    ),
    "wrong target": (with_(OBSERVATION, encounter={"reference": "Patient/1"}), "Observation.encounter", "target"),
    "empty object": (with_(OBSERVATION, subject={}), "Observation.subject", "ele-1"),
    "empty list": (with_(OBSERVATION, category=[]), "Observation.category", "structure"),
    "empty text": (with_(OBSERVATION, valueString=""), "Observation.valueString", "format"),
    "no such day": (with_(OBSERVATION, effectiveDateTime="2023-02-29"), "Observation.effectiveDateTime", "format"),
    "obs-6": (
        with_(OBSERVATION, valueString="a", dataAbsentReason={"text": "x"}),
        "Observation",
        "obs-6",
    ),
    "con-4": (
        with_(CONDITION, abatementDateTime="2024"),
        "Condition",
        "con-4",
    ),
    "per-1": (
        {
            "resourceType": "EpisodeOfCare",
            "status": "active",
            "patient": {"reference": "Patient/1"},
            "period": {"start": "2024-02", "end": "2024-01"},
        },
        "EpisodeOfCare.period",
        "per-1",
    ),
    "dom-3": (with_(OBSERVATION, contained=[{"resourceType": "Device", "id": "d"}]), "Observation.contained", "dom-3"),
    "ref-1": (with_(OBSERVATION, device={"reference": "#nowhere"}), "Observation.device", "ref-1"),
    "script in narrative": (
        with_(
            OBSERVATION,
            text={
                "status": "generated",
                "div": '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>',
            },
        ),
        "Observation.text.div",
        "txt-1",
    ),
    "bdl-1": (bundle("collection", {"resource": OBSERVATION}, total=1), "Bundle.total", "bdl-1"),
    "bdl-7": (
        bundle("collection", *[{"fullUrl": "urn:x", "resource": OBSERVATION}] * 2),
        "Bundle.entry",
        "bdl-7",
    ),
    "bdl-11": (
        bundle(
            "document",
            {"fullUrl": "urn:x", "resource": OBSERVATION},
            identifier={"system": "urn:x", "value": "1"},
            timestamp="2024-01-01T00:00:00Z",
        ),
        "Bundle.entry",
        "bdl-11",
    ),
}


@pytest.mark.parametrize("name", FINE)
def test_valid_r4_has_no_findings(name: str) -> None:
    assert check(FINE[name]) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_by_place_and_rule(name: str) -> None:
    resource, where, rule = FAULTS[name]
    findings = check(resource)
    assert [(f.where, f.rule.partition(":")[0]) for f in findings] == [(where, rule)], findings
    assert all(f.mend for f in findings)


def test_findings_never_repeat_a_value() -> None:
    secret = "999990019"
    for resource in (
        with_(OBSERVATION, status=secret),
        with_(OBSERVATION, effectiveDateTime=secret),
        with_(OBSERVATION, **{f"{secret} ": 1}),
    ):
        assert check(resource)
        assert secret not in str(check(resource))


def test_a_body_of_nothing_but_faults_gives_a_bounded_list() -> None:
    assert len(check(with_(OBSERVATION, category=[{"x": 1}] * 1000))) == MOST
