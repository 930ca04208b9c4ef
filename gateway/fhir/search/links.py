"""Where one resource points at another: the reference parameters of FHIR R4 for what is served here, with their place.

Only references within one client's record; practitioners and organisations are not served. Source: FHIR R4 (4.0.1),
search parameters of each type.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from gateway.fhir import elements, references
from gateway.fhir.definitions import definition
from gateway.stages.vocabulary import FhirJson

LINKS: Final[dict[str, dict[str, str]]] = {
    "Appointment": {
        "based-on": "basedOn",
        "reason-reference": "reasonReference",
        "supporting-info": "supportingInformation",
    },
    "CarePlan": {
        "activity-reference": "activity.reference",
        "based-on": "basedOn",
        "care-team": "careTeam",
        "condition": "addresses",
        "encounter": "encounter",
        "goal": "goal",
        "part-of": "partOf",
        "replaces": "replaces",
    },
    "CareTeam": {"encounter": "encounter", "participant": "participant.member"},
    "ClinicalImpression": {
        "encounter": "encounter",
        "finding-ref": "finding.itemReference",
        "investigation": "investigation.item",
        "previous": "previous",
        "problem": "problem",
        "supporting-info": "supportingInfo",
    },
    "Communication": {"based-on": "basedOn", "encounter": "encounter", "part-of": "partOf"},
    "Composition": {"encounter": "encounter", "entry": "section.entry"},
    "Condition": {"encounter": "encounter", "evidence-detail": "evidence.detail"},
    "DeviceRequest": {"based-on": "basedOn", "encounter": "encounter", "prior-request": "priorRequest"},
    "DeviceUseStatement": {"device": "device"},
    "DiagnosticReport": {
        "based-on": "basedOn",
        "encounter": "encounter",
        "media": "media.link",
        "result": "result",
        "specimen": "specimen",
    },
    "DocumentReference": {
        "encounter": "context.encounter",
        "related": "context.related",
        "relatesto": "relatesTo.target",
    },
    "Encounter": {
        "appointment": "appointment",
        "based-on": "basedOn",
        "diagnosis": "diagnosis.condition",
        "episode-of-care": "episodeOfCare",
        "part-of": "partOf",
        "reason-reference": "reasonReference",
    },
    "EpisodeOfCare": {"condition": "diagnosis.condition", "incoming-referral": "referralRequest"},
    "Flag": {"encounter": "encounter"},
    "Immunization": {"reaction": "reaction.detail", "reason-reference": "reasonReference"},
    "List": {"encounter": "encounter", "item": "entry.item"},
    "Media": {"based-on": "basedOn", "device": "device", "encounter": "encounter"},
    "MedicationAdministration": {"context": "context", "request": "request"},
    "MedicationDispense": {"context": "context", "prescription": "authorizingPrescription"},
    "MedicationRequest": {"encounter": "encounter"},
    "MedicationStatement": {"context": "context", "part-of": "partOf"},
    "NutritionOrder": {"encounter": "encounter"},
    "Observation": {
        "based-on": "basedOn",
        "derived-from": "derivedFrom",
        "device": "device",
        "encounter": "encounter",
        "focus": "focus",
        "has-member": "hasMember",
        "part-of": "partOf",
        "specimen": "specimen",
    },
    "Procedure": {
        "based-on": "basedOn",
        "encounter": "encounter",
        "part-of": "partOf",
        "reason-reference": "reasonReference",
    },
    "Provenance": {"target": "target"},
    "QuestionnaireResponse": {"based-on": "basedOn", "encounter": "encounter", "part-of": "partOf"},
    "RiskAssessment": {"condition": "condition", "encounter": "encounter"},
    "ServiceRequest": {
        "based-on": "basedOn",
        "encounter": "encounter",
        "replaces": "replaces",
        "specimen": "specimen",
    },
    "Specimen": {"parent": "parent"},
    "Task": {"based-on": "basedOn", "encounter": "encounter", "focus": "focus", "part-of": "partOf"},
}


def of_type(type_: str | None) -> dict[str, str]:
    """Parameter → element path of the links a type has."""
    return LINKS.get(type_ or "", {})


def targets(content: FhirJson, name: str) -> Iterator[str]:
    """`Type/id` of everything a resource points at by one parameter."""
    path = of_type(content.get("resourceType")).get(name)
    for held in elements.every(content, path) if path else ():
        reference = held.get("reference") if isinstance(held, dict) else None
        found = references.local_name(reference) if isinstance(reference, str) else None
        if found is not None:
            yield found


@cache
def target_types(type_: str, name: str) -> frozenset[str]:
    """Which types the parameter may point at; empty: any."""
    owner, *rest = type_, *LINKS[type_][name].split(".")
    for member in rest[:-1]:
        owner = definition(owner).elements[member].type
    return definition(owner).elements[rest[-1]].targets
