"""FHIR deliveries: the release of each resource, Bundles as systems send them, quirks by name, refusals by reason."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.sources import read
from gateway.sources.fhir.placeholders import substitute
from gateway.stages.delivered import RawDelivery, SourceMessage

PATIENT = {"reference": "Patient/p"}
R4_OBSERVATION = {
    "resourceType": "Observation",
    "id": "r4",
    "status": "final",
    "code": {"text": "x"},
    "encounter": {"reference": "Encounter/1"},
}
STU3_OBSERVATION = {**R4_OBSERVATION, "id": "stu3", "context": {"reference": "Encounter/1"}}
del STU3_OBSERVATION["encounter"]
EITHER = {"resourceType": "Practitioner", "id": "either", "name": [{"text": "A. Arts"}]}
CONSENT = {"resourceType": "Consent", "id": "c", "status": "active", "patient": PATIENT, "policyRule": "http://w.nl/"}
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"


def bundle(*resources: dict[str, Any], **members: Any) -> dict[str, Any]:
    entries = [{"fullUrl": f"http://x.nl/fhir/{r['resourceType']}/{r['id']}", "resource": r} for r in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries, **members}


def reading(document: dict[str, Any] | str) -> SourceMessage:
    as_xml = isinstance(document, str)
    body = document.encode() if as_xml else json.dumps(document).encode()
    kind = "application/fhir+xml" if as_xml else "application/fhir+json"
    return read(RawDelivery("d", "c", kind, body, datetime(2026, 1, 1, tzinfo=UTC)))


def releases(message: SourceMessage) -> list[str]:
    return [entry.release for entry in message.body.entries]


def texts(message: SourceMessage) -> set[tuple[str, str]]:
    return {(notice.where, notice.text.partition(":")[0]) for notice in message.notices}


@pytest.mark.parametrize(
    ("document", "kind", "expected"),
    [
        (R4_OBSERVATION, "fhir-r4", ["R4"]),
        (STU3_OBSERVATION, "fhir-stu3", ["STU3"]),
        (EITHER, "fhir-r4", ["R4"]),
        (bundle(R4_OBSERVATION, STU3_OBSERVATION, EITHER), "fhir-mixed", ["R4", "STU3", "R4"]),
        (bundle(STU3_OBSERVATION, EITHER), "fhir-stu3", ["STU3", "STU3"]),
        (bundle(R4_OBSERVATION, EITHER), "fhir-r4", ["R4", "R4"]),
        (
            {**EITHER, "meta": {"profile": ["http://fhir.nl/fhir/StructureDefinition/nl-core-practitioner"]}},
            "fhir-stu3",
            ["STU3"],
        ),
        (
            {"resourceType": "Procedure", "status": "aborted", "code": {"text": "x"}, "subject": PATIENT},
            "fhir-stu3",
            ["STU3"],
        ),
    ],
    ids=["r4", "stu3", "either", "mixed", "company stu3", "company r4", "by profile", "by status"],
)
def test_the_release_is_that_of_the_resource(document: dict[str, Any], kind: str, expected: list[str]) -> None:
    message = reading(document)
    assert message.kind == kind
    assert releases(message) == expected


def test_a_mixed_bundle_in_xml() -> None:
    message = reading(
        '<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>'
        '<entry><resource><Observation><status value="final"/><code><text value="x"/></code>'
        '<context><reference value="Encounter/1"/></context><comment value="y"/></Observation></resource></entry>'
        '<entry><resource><Observation><status value="final"/><code><text value="x"/></code>'
        '<encounter><reference value="Encounter/1"/></encounter></Observation></resource></entry></Bundle>'
    )
    assert message.kind == "fhir-mixed"
    assert message.version == "3.0.2 + 4.0.1"
    assert releases(message) == ["STU3", "R4"]


def test_what_fits_neither_release_is_told_by_the_nearest() -> None:
    with pytest.raises(Rejected) as refused:
        reading({**STU3_OBSERVATION, "comment": 7})
    assert refused.value.code == "fhir-invalid"
    assert refused.value.where == "Observation.comment"
    assert "STU3" in refused.value.message


def test_two_views_of_one_consent_under_one_id_are_both_kept_and_found_again() -> None:
    advance = {**CONSENT, "category": [{"text": "wilsverklaring"}]}
    treatment = {**CONSENT, "category": [{"text": "behandelaanwijzing"}]}
    message = reading(bundle(advance, treatment))
    ids = [entry.resource["id"] for entry in message.body.entries]
    assert len(set(ids)) == 2
    again = reading(bundle(treatment, {**advance, "status": "inactive"}))
    assert [entry.resource["id"] for entry in again.body.entries] == ids[::-1]
    assert ("Consent.id", "Different resources share one id in this Bundle") in texts(message)


def test_the_same_resource_twice_is_one() -> None:
    message = reading(bundle(R4_OBSERVATION, R4_OBSERVATION))
    assert len(message.body.entries) == 1
    assert ("Observation", "This resource came twice in one Bundle, word for word") in texts(message)


def test_a_page_of_a_larger_answer_says_so() -> None:
    total = ("Bundle.total", "The Bundle counts another total than it holds")
    assert total in texts(reading(bundle(R4_OBSERVATION, total=26)))
    assert total not in texts(reading(bundle(R4_OBSERVATION, total=1)))


def test_a_resource_that_only_its_bundle_names_gets_that_name() -> None:
    nameless = {name: value for name, value in R4_OBSERVATION.items() if name != "id"}
    entry = {"fullUrl": "urn:uuid:11111111-2222-4333-8444-555555555555", "resource": nameless}
    message = reading({"resourceType": "Bundle", "type": "collection", "entry": [entry]})
    assert message.body.entries[0].resource["id"] == "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize("system", ["urn:oid:2.16.840.1.113883.4.642.3.164", "http://hl7.org/fhir/condition-clinical"])
def test_a_status_under_another_name_of_its_system_is_read_as_that(system: str) -> None:
    condition = {"resourceType": "Condition", "subject": PATIENT}
    condition["clinicalStatus"] = {"coding": [{"system": system, "code": "active"}]}
    message = reading(condition)
    assert message.body.entries[0].resource["clinicalStatus"]["coding"][0]["system"] == CLINICAL
    assert ("Condition.clinicalStatus", "A status under another name of its code system") in texts(message)


@pytest.mark.parametrize("system", ["urn:oid:1.2.3", "http://example.org/status"])
def test_a_status_of_somebody_elses_system_is_refused(system: str) -> None:
    condition = {"resourceType": "Condition", "subject": PATIENT}
    condition["clinicalStatus"] = {"coding": [{"system": system, "code": "active"}]}
    with pytest.raises(Rejected) as refused:
        reading(condition)
    assert refused.value.where == "Condition.clinicalStatus"


def test_further_quirks_of_gp_systems_each_have_their_notice() -> None:
    qualifier = {
        "url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier",
        "valueString": "IN",
    }
    person = reading(
        {"resourceType": "Patient", "id": "p", "name": [{"given": ["A."], "_given": [{"extension": [qualifier]}]}]}
    )
    found = person.body.entries[0].resource["name"][0]["_given"][0]["extension"][0]
    assert found == {"url": qualifier["url"], "valueCode": "IN"}
    measured = reading(
        {
            **R4_OBSERVATION,
            "category": [{"coding": [{"system": "http://hl7.org/fhir/observation-category", "code": "vital-signs"}]}],
            "valueQuantity": {"value": 80, "system": "http://unitsofmeasure.org", "code": "aantal/min"},
        }
    )
    assert {where for where, _ in texts(measured)} == {
        "Observation.category.coding.system",
        "Observation.valueQuantity.code",
    }
    hidden = reading({**R4_OBSERVATION, "valueString": "80 aantal/min"})
    assert {where for where, _ in texts(hidden)} == {"Observation.valueString"}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (bundle(), "fhir-empty"),
        ({"resourceType": "Bundle", "type": "searchset"}, "fhir-empty"),
        ({"resourceType": "Observation"}, "fhir-invalid"),
        ({"resourceType": "Nonsense"}, "fhir-invalid"),
        ({"resourceType": "Basic", "code": {"text": "x"}}, "fhir-type"),
        ({**R4_OBSERVATION, "effectiveDateTime": "${DATE, T, D, -1}"}, "fhir-placeholder"),
        ('<Patient xmlns="http://hl7.org/fhir"><id value="${patient-id}"/></Patient>', "fhir-placeholder"),
    ],
)
def test_the_reason_of_a_refusal_is_the_true_one(document: dict[str, Any] | str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        reading(document)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("${DATE, T, D, -150}", "2025-12-02"),
        ("${DATE, T, d, -1}T08:00:00+02:00", "2026-04-30T08:00:00+02:00"),
        ("${DATE,T, y, +1}", "2027-05-01"),
        ("${DATE, T, M, -2}", "2026-03-01"),
        ("${CURRENTDATE}", "2026-05-01"),
        ("${task-id}", "eOverdracht-Task-1-1b"),
        ("${something else}", "${something else}"),
    ],
)
def test_placeholders_of_loose_files(text: str, filled: str) -> None:
    assert substitute(text, date(2026, 5, 1), "eOverdracht-Task-1_1b") == filled
