"""The one-line title of an item, as a table: resource type → how its title is read from the FHIR content."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gateway.stages.vocabulary import FhirJson
from gateway.timeline.reading import concept, line, narrative
from gateway.timeline.titling import arrangements, claims, consents, contacts, findings, means

TITLES: Mapping[str, Callable[[FhirJson], str]] = {
    "Encounter": contacts.encounter,
    "Communication": contacts.communication,
    "Composition": contacts.composition,
    "DocumentReference": contacts.document,
    "ClinicalImpression": contacts.impression,
    "Observation": findings.observation,
    "Condition": findings.condition,
    "AllergyIntolerance": findings.allergy,
    "Flag": findings.flag,
    "DiagnosticReport": findings.report,
    "Immunization": findings.immunization,
    "RiskAssessment": findings.risk,
    "ServiceRequest": arrangements.request,
    "EpisodeOfCare": arrangements.episode,
    "Task": arrangements.task,
    "Claim": claims.claim,
    "ClaimResponse": claims.response,
    "CarePlan": arrangements.plan,
    "NutritionOrder": arrangements.nutrition,
    "Goal": arrangements.goal,
    "CareTeam": arrangements.team,
    "Procedure": arrangements.procedure,
    "Consent": consents.consent,
    "MedicationRequest": means.medication,
    "MedicationStatement": means.medication,
    "MedicationDispense": means.medication,
    "MedicationAdministration": means.medication,
    "Device": means.device,
    "DeviceRequest": means.device,
    "DeviceUseStatement": means.device,
    "RelatedPerson": means.related_person,
}


def title(content: FhirJson, otherwise: str) -> str:
    """Never empty: the type's own reading, else code, else narrative, else the name of the kind."""
    read = TITLES.get(str(content.get("resourceType")))
    text = (read(content) if read else "") or concept(content.get("code")) or narrative(content.get("text"))
    return line(text or otherwise)
