"""An allergy or intolerance with its reactions as nl-core-AllergyIntolerance."""

from __future__ import annotations

from gateway.mappings.cda.gedeeld import head, notes, whose, withdrawn
from gateway.mappings.hl7v3.elementen import concept, concept_or_absent
from gateway.mappings.hl7v3.specification import CODE_SPECIFICATION, NICTIZ, THO
from gateway.mappings.huisarts.allergieintoleranties import known_category
from gateway.sources.cda.model import Allergie, Reactie
from gateway.sources.hl7v3.model import Code
from gateway.stages.vocabulary import FhirJson

# SNOMED CT severities of the zibs (Ernst, MateVanKritiekZijn) to FHIR; a fatal one is severe and high.
SEVERITY = {"255604002": "mild", "6736007": "moderate", "24484000": "severe", "399166001": "severe"}
CRITICALITY = {"255604002": "low", "6736007": "low", "24484000": "high", "399166001": "high"}


def allergy(found: Allergie, who: FhirJson | None) -> FhirJson:
    """Active unless the status given says otherwise; the end of a BgZ allergy's period is its last reaction."""
    made: FhirJson = {
        **head("AllergyIntolerance", found.id),
        "meta": {"profile": [f"{NICTIZ}nl-core-AllergyIntolerance"]},
        **_statuses(found),
        **_category(found.soort),
        **_criticality(found.kritiek),
        **({"code": concept(found.stof)} if found.stof and concept(found.stof) else {}),
        **whose("patient"),
        **({"recorder": who} if who else {}),
        **notes(found.tekst, found.opmerkingen),
    }
    times = {"onsetDateTime": found.begin, "lastOccurrence": found.laatste}
    made |= {element: value for element, value in times.items() if value}
    reactions = [_reaction(one) for one in found.reacties]
    return made | ({"reaction": reactions} if reactions else {})


def _statuses(found: Allergie) -> FhirJson:
    state = (found.toestand.code if found.toestand else None) or found.status or "active"
    if found.ingetrokken or state in {"nullified", "obsolete"}:
        return withdrawn("allergyintolerance-verification")
    clinical = "active" if state == "active" else "inactive"
    return {"clinicalStatus": {"coding": [{"system": f"{THO}allergyintolerance-clinical", "code": clinical}]}}


def _category(sort: Code | None) -> FhirJson:
    if sort is None or not concept(sort):
        return {}
    row = known_category(sort)
    specified = {"_category": [_specification(sort)]}
    return {"category": [row["category"]], **specified} if row else specified


def _criticality(code: Code | None) -> FhirJson:
    if code is None or not concept(code):
        return {}
    known = CRITICALITY.get(code.code or "")
    return {**({"criticality": known} if known else {}), "_criticality": _specification(code)}


def _specification(code: Code) -> FhirJson:
    return {"extension": [{"url": CODE_SPECIFICATION, "valueCodeableConcept": concept(code)}]}


def _reaction(found: Reactie) -> FhirJson:
    """What is written with its severity or exposure is a note of the reaction."""
    made: FhirJson = {"manifestation": [concept_or_absent(found.symptoom)], **notes(None, found.opmerkingen)}
    if found.stof and concept(found.stof):
        made["substance"] = concept(found.stof)
    if found.tekst:
        made["description"] = found.tekst
    if found.tijd:
        made["onset"] = found.tijd
    if found.ernst and concept(found.ernst):
        known = SEVERITY.get(found.ernst.code or "")
        made |= {**({"severity": known} if known else {}), "_severity": _specification(found.ernst)}
    if found.blootstelling and concept(found.blootstelling):
        made["exposureRoute"] = concept(found.blootstelling)
    return made
