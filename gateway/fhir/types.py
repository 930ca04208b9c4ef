"""Which resource types the gateway carries, and where each keeps its subject and its contact; data."""

from __future__ import annotations

from typing import Final

from gateway.stages.vocabulary import FhirJson

# Types that belong to a client, with the element that says whose they are.
SUBJECT: Final[dict[str, str]] = {
    "AllergyIntolerance": "patient",
    "Appointment": "participant.actor",
    "CarePlan": "subject",
    "CareTeam": "subject",
    "ClinicalImpression": "subject",
    "Communication": "subject",
    "Composition": "subject",
    "Condition": "subject",
    "Consent": "patient",
    "Coverage": "beneficiary",
    "Device": "patient",
    "DeviceRequest": "subject",
    "DeviceUseStatement": "subject",
    "DiagnosticReport": "subject",
    "DocumentReference": "subject",
    "Encounter": "subject",
    "EpisodeOfCare": "patient",
    "FamilyMemberHistory": "patient",
    "Flag": "subject",
    "Goal": "subject",
    "Immunization": "patient",
    "ImmunizationRecommendation": "patient",
    "List": "subject",
    "Media": "subject",
    "MedicationAdministration": "subject",
    "MedicationDispense": "subject",
    "MedicationRequest": "subject",
    "MedicationStatement": "subject",
    "NutritionOrder": "patient",
    "Observation": "subject",
    "Procedure": "subject",
    "QuestionnaireResponse": "subject",
    "RelatedPerson": "patient",
    "RiskAssessment": "subject",
    "ServiceRequest": "subject",
    "Specimen": "subject",
    "Task": "for",
}
# Types that belong to no client. A Device or Specimen may stand without one as well.
DIRECTORY: Final = frozenset(
    {"Practitioner", "PractitionerRole", "Organization", "Location", "Medication", "HealthcareService", "Endpoint"}
)
MAY_LACK_SUBJECT: Final = frozenset({"Device", "Specimen", "Media", "DeviceUseStatement"})
CARRIED: Final = frozenset(SUBJECT) | DIRECTORY | {"Patient"}
# Bytes of a document: read by id, through the DocumentReference that names them, and never searched or listed.
OPENED: Final = frozenset({"Binary"})
# What can be read and searched: what belongs to a client, the person, and where each came from.
SERVED: Final = frozenset(SUBJECT) | {"Patient", "Provenance"}


def encounter_of(content: FhirJson) -> str | None:
    """Literal reference to the contact a resource belongs to, if it names one."""
    for name in ("encounter", "context"):
        held = content.get(name)
        if isinstance(held, dict) and isinstance(held.get("reference"), str):
            return str(held["reference"])
    return None
