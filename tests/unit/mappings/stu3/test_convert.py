"""STU3 to R4, rule by rule: small resources in, what R4 makes of them out."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.errors import Rejected
from gateway.fhir.check import check
from gateway.mappings.stu3.lost import KEPT
from gateway.mappings.stu3.normaliseren import to_r4
from gateway.stages.delivered import Notice

PATIENT = {"reference": "Patient/p"}
SCT = "http://snomed.info/sct"
THO = "http://terminology.hl7.org/CodeSystem/"
NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
OBSERVATION = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}, "subject": PATIENT}
CONDITION = {"resourceType": "Condition", "subject": PATIENT}
CONSENT = {"resourceType": "Consent", "status": "active", "patient": PATIENT, "policy": [{"uri": "http://w.nl/"}]}


def made(base: dict[str, Any], **members: Any) -> dict[str, Any]:
    """The R4 form, which is valid R4."""
    result = to_r4({**base, **members}, [])
    assert check(result) == ()
    return result


def noticed(base: dict[str, Any], **members: Any) -> set[str]:
    found: list[Notice] = []
    to_r4({**base, **members}, found)
    return {notice.where for notice in found}


def kept(place: str, **value: Any) -> dict[str, Any]:
    return {"url": f"{KEPT}{place}", **value}


def concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def test_an_element_under_its_new_name_as_a_list_and_with_the_system_of_r4() -> None:
    result = made(
        OBSERVATION,
        context={"reference": "Encounter/1"},
        comment="na het eten",
        interpretation=concept("http://hl7.org/fhir/v2/0078", "H"),
    )
    assert result["encounter"] == {"reference": "Encounter/1"}
    assert result["note"] == [{"text": "na het eten"}]
    assert result["interpretation"] == [concept(f"{THO}v2-0078", "H")]
    assert not {"context", "comment"} & result.keys()


def test_an_episode_as_context_is_kept_for_r4_has_no_such_element() -> None:
    result = made(OBSERVATION, context={"reference": "EpisodeOfCare/1"})
    assert "encounter" not in result
    assert result["extension"] == [kept("Observation.context", valueReference={"reference": "EpisodeOfCare/1"})]
    assert noticed(OBSERVATION, context={"reference": "EpisodeOfCare/1"}) == {"Observation.context"}


def test_related_observations_are_members_or_origins_and_the_rest_is_kept() -> None:
    to = {kind: {"reference": f"Observation/{kind}"} for kind in ("has-member", "derived-from", "sequel-to")}
    result = made(OBSERVATION, related=[{"type": kind, "target": target} for kind, target in to.items()])
    assert result["hasMember"] == [to["has-member"]]
    assert result["derivedFrom"] == [to["derived-from"]]
    assert result["extension"] == [
        kept(
            "Observation.related",
            extension=[{"url": "type", "valueCode": "sequel-to"}, {"url": "target", "valueReference": to["sequel-to"]}],
        )
    ]


def test_a_status_becomes_a_concept_with_the_code_of_the_zib_beside_it() -> None:
    specification = {"url": f"{NICTIZ}code-specification", "valueCodeableConcept": concept(SCT, "55561003")}
    result = made(
        CONDITION, clinicalStatus="active", _clinicalStatus={"extension": [specification]}, assertedDate="2026-01-02"
    )
    assert result["clinicalStatus"] == {
        "coding": [{"system": f"{THO}condition-clinical", "code": "active"}, {"system": SCT, "code": "55561003"}]
    }
    assert result["recordedDate"] == "2026-01-02"


def test_a_status_that_r4_does_not_know_is_kept() -> None:
    result = made(CONDITION, verificationStatus="unknown")
    assert "verificationStatus" not in result
    assert result["extension"] == [kept("Condition.verificationStatus", valueCode="unknown")]


@pytest.mark.parametrize(
    ("status", "lifecycle", "achievement"),
    [("in-progress", "active", "in-progress"), ("achieved", "completed", "achieved"), ("accepted", "accepted", None)],
)
def test_a_goal_says_apart_where_it_stands_and_what_was_achieved(
    status: str, lifecycle: str, achievement: str | None
) -> None:
    goal = {"resourceType": "Goal", "status": status, "description": {"text": "lopen"}, "subject": PATIENT}
    result = made(goal, target={"dueDate": "2026-09-01"}, statusDate="2026-01-01")
    assert result["lifecycleStatus"] == lifecycle
    found = result.get("achievementStatus", {}).get("coding", [{}])[0].get("code")
    assert found == achievement
    assert result["target"] == [{"dueDate": "2026-09-01"}]
    assert result["statusDate"] == "2026-01-01"


def test_a_goal_behind_schedule_keeps_that_word() -> None:
    goal = {"resourceType": "Goal", "status": "behind-target", "description": {"text": "x"}, "subject": PATIENT}
    assert made(goal)["extension"] == [kept("Goal.status", valueCode="behind-target")]


@pytest.mark.parametrize("order", [("status", "notGiven"), ("notGiven", "status")])
def test_not_given_is_a_status_whatever_came_first(order: tuple[str, str]) -> None:
    values = {"status": "completed", "notGiven": True}
    vaccination = {
        "resourceType": "Immunization",
        **{name: values[name] for name in order},
        "vaccineCode": {"text": "griep"},
        "patient": PATIENT,
        "primarySource": True,
        "date": "2026-10-01",
        "explanation": {"reasonNotGiven": [{"text": "ziek"}, {"text": "niet thuis"}]},
        "vaccinationProtocol": [
            {"doseSequence": 2, "targetDisease": [{"text": "griep"}], "doseStatus": {"text": "telt"}}
        ],
    }
    result = made(vaccination)
    assert result["status"] == "not-done"
    assert result["occurrenceDateTime"] == "2026-10-01"
    assert result["statusReason"] == {"text": "ziek"}
    assert result["protocolApplied"][0]["doseNumberPositiveInt"] == 2
    second = {"url": "reasonNotGiven", "valueCodeableConcept": {"text": "niet thuis"}}
    assert kept("Immunization.explanation", extension=[second]) in result["extension"]


def test_a_requester_with_a_principal_is_a_reference_and_the_principal_is_kept() -> None:
    task = {"resourceType": "Task", "status": "in-progress", "intent": "order", "for": PATIENT}
    nurse, hospital = {"reference": "Practitioner/n"}, {"reference": "Organization/h"}
    result = made(
        task,
        requester={"agent": nurse, "onBehalfOf": hospital},
        businessStatus={"text": "ontvangen"},
        input=[{"type": {"text": "verslag"}, "valueReference": {"reference": "Composition/c"}}],
        output=[{"type": {"text": "antwoord"}, "valueString": "akkoord"}],
    )
    principal = {"url": "onBehalfOf", "valueReference": hospital}
    assert result["requester"] == {**nurse, "extension": [kept("Task.requester", extension=[principal])]}
    assert result["businessStatus"] == {"text": "ontvangen"}
    assert result["input"][0]["valueReference"] == {"reference": "Composition/c"}
    assert result["output"][0]["valueString"] == "akkoord"


def test_dose_and_rate_stand_together() -> None:
    statement = {
        "resourceType": "MedicationStatement",
        "status": "active",
        "taken": "n",
        "subject": PATIENT,
        "medicationCodeableConcept": {"text": "paracetamol"},
        "dosage": [{"text": "2 per dag", "doseQuantity": {"value": 2, "unit": "stuk"}}],
    }
    result = made(statement)
    assert result["dosage"] == [{"text": "2 per dag", "doseAndRate": [{"doseQuantity": {"value": 2, "unit": "stuk"}}]}]
    assert result["status"] == "not-taken"


def test_requests_and_referrals_are_service_requests_that_do_not_share_an_id() -> None:
    base = {"id": "7", "status": "suspended", "intent": "order", "subject": PATIENT}
    procedure = made({"resourceType": "ProcedureRequest", **base}, code={"text": "wondzorg"})
    referral = made({"resourceType": "ReferralRequest", **base}, serviceRequested=[{"text": "fysio"}, {"text": "ergo"}])
    assert (procedure["resourceType"], procedure["id"]) == ("ServiceRequest", "7")
    assert (referral["resourceType"], referral["id"]) == ("ServiceRequest", "ReferralRequest-7")
    assert procedure["status"] == referral["status"] == "on-hold"
    assert (referral["code"], referral["orderDetail"]) == ({"text": "fysio"}, [{"text": "ergo"}])
    pointing = made(OBSERVATION, basedOn=[{"reference": "ReferralRequest/7"}, {"reference": "ProcedureRequest/7"}])
    assert [r["reference"] for r in pointing["basedOn"]] == ["ServiceRequest/ReferralRequest-7", "ServiceRequest/7"]


PERMITTED = "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4"


def directive(code: str) -> dict[str, Any]:
    return {
        **CONSENT,
        "category": [concept(SCT, "11291000146105")],
        "period": {"start": "2026-01-01"},
        "extension": [{"url": f"{NICTIZ}zib-TreatmentDirective-Treatment", "valueCodeableConcept": concept(SCT, "1")}],
        "modifierExtension": [
            {
                "url": f"{NICTIZ}zib-TreatmentDirective-TreatmentPermitted",
                "valueCodeableConcept": {"coding": [{"system": PERMITTED, "code": code, "display": "zoals gezegd"}]},
            }
        ],
    }


@pytest.mark.parametrize(("code", "type_"), [("JA", "permit"), ("NEE", "deny")])
def test_whether_a_treatment_is_permitted_is_the_type_of_the_provision(code: str, type_: str) -> None:
    result = made(directive(code))
    assert result["provision"]["type"] == type_
    assert result["provision"]["code"] == [concept(SCT, "1")]
    assert result["provision"]["period"] == {"start": "2026-01-01"}
    assert result["scope"] == concept(f"{THO}consentscope", "treatment")
    assert "modifierExtension" not in result


def test_permitted_under_conditions_is_neither_but_modifies_in_words() -> None:
    result = made(directive("JA_MAAR"))
    assert "type" not in result["provision"]
    other = f"{NICTIZ}ext-TreatmentDirective2.SpecificationOther"
    assert result["modifierExtension"] == [{"url": other, "valueString": "zoals gezegd"}]


def test_a_treatment_code_that_is_not_known_refuses_the_resource() -> None:
    with pytest.raises(Rejected) as refused:
        to_r4(directive("MISSCHIEN"), [])
    assert refused.value.code == "fhir-modifier"


def test_actors_and_exceptions_of_a_consent_are_provisions() -> None:
    actor = {"role": {"text": "naaste"}, "reference": {"reference": "RelatedPerson/1"}}
    result = made(
        CONSENT,
        category=[concept("http://hl7.org/fhir/consentcategorycodes", "acd")],
        policyRule="http://wetten.overheid.nl/",
        consentingParty=[PATIENT],
        actor=[actor],
        **{"except": [{"type": "deny", "actor": [actor], "code": [{"system": SCT, "code": "2"}]}]},
    )
    assert result["performer"] == [PATIENT]
    assert result["provision"]["actor"] == [actor]
    inner = {"type": "deny", "actor": [actor], "code": [concept(SCT, "2")]}
    assert result["provision"]["provision"] == [inner]
    assert result["scope"] == concept(f"{THO}consentscope", "adr")
    assert result["policyRule"] == concept("urn:ietf:rfc:3986", "http://wetten.overheid.nl/")


def test_a_planned_activity_keeps_the_category_of_the_zib() -> None:
    nursing = concept(SCT, "9632001")
    detail = {"category": nursing, "status": "in-progress", "definition": {"reference": "http://x.nl/PlanDefinition/1"}}
    plan = {"resourceType": "CarePlan", "status": "suspended", "intent": "plan", "subject": PATIENT}
    result = made(plan, activity=[{"detail": detail}], context={"reference": "Encounter/1"})
    found = result["activity"][0]["detail"]
    assert found["extension"] == [kept("CarePlan.activity.detail.category", valueCodeableConcept=nursing)]
    assert found["instantiatesCanonical"] == ["http://x.nl/PlanDefinition/1"]
    assert "kind" not in found
    assert result["status"] == "on-hold"


def test_extensions_of_the_zib_get_the_name_of_nl_core_or_become_an_element() -> None:
    other = {"url": "http://example.org/eigen", "valueString": "x"}
    result = made(
        OBSERVATION,
        meta={"profile": ["http://fhir.nl/fhir/StructureDefinition/nl-core-patient"]},
        extension=[
            {"url": f"{NICTIZ}Comment", "valueString": "let op"},
            {"url": f"{NICTIZ}observation-focusSTU3", "valueReference": {"reference": "Condition/1"}},
            other,
        ],
    )
    assert result["extension"] == [{"url": f"{NICTIZ}ext-Comment", "valueString": "let op"}, other]
    assert result["focus"] == [{"reference": "Condition/1"}]
    assert result["meta"]["profile"] == [f"{NICTIZ}nl-core-Patient"]


def test_what_r4_asks_for_and_stu3_did_not_say_is_marked_and_named() -> None:
    prescription = {"resourceType": "MedicationRequest", "intent": "order", "subject": PATIENT}
    prescription["medicationCodeableConcept"] = {"text": "x"}
    assert made(prescription)["status"] == "unknown"
    assert noticed(prescription) == {"MedicationRequest.status"}
    contact = {"resourceType": "Encounter", "status": "finished", "subject": PATIENT}
    assert made(contact)["class"]["extension"][0]["valueCode"] == "unknown"


def test_a_heading_with_nothing_under_it_says_that_it_is_empty() -> None:
    note = {
        "resourceType": "Composition",
        "status": "final",
        "type": {"text": "overdracht"},
        "date": "2026-01-01",
        "title": "Overdracht",
        "author": [{"reference": "Practitioner/1"}],
        "section": [{"code": {"text": "zorgplan"}, "section": [{"title": "leeg"}]}],
    }
    inner = made(note)["section"][0]["section"][0]
    assert inner["text"]["status"] == "empty"
    assert noticed(note) == {"Composition.section"}


def test_decimals_stay_digit_for_digit() -> None:
    from gateway.wire import json

    text = '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":5.10}}'
    assert '"value":5.10' in json.dumps(to_r4(json.loads(text), []))
