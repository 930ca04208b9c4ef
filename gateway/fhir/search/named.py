"""Search parameters that one type alone has, by the name FHIR R4 gives them, with the member they look at.

What every type here has (`code`, `category`, `status`, `date` …) is in `parameters.py`; links are in `links.py`.
Source: FHIR R4 (4.0.1), search parameters of each type.
"""

from __future__ import annotations

from typing import Final

TOKENS: Final[dict[str, dict[str, str]]] = {
    "AllergyIntolerance": {
        "clinical-status": "clinicalStatus",
        "criticality": "criticality",
        "type": "type",
        "verification-status": "verificationStatus",
    },
    "Appointment": {"appointment-type": "appointmentType", "service-type": "serviceType"},
    "CarePlan": {"intent": "intent"},
    "Composition": {"type": "type"},
    "Condition": {
        "clinical-status": "clinicalStatus",
        "severity": "severity",
        "verification-status": "verificationStatus",
    },
    "Coverage": {"type": "type"},
    "Device": {"type": "type"},
    "DeviceRequest": {"code": "codeCodeableConcept", "intent": "intent"},
    "DiagnosticReport": {"conclusion": "conclusionCode"},
    "DocumentReference": {"type": "type"},
    "Encounter": {"class": "class", "type": "type"},
    "EpisodeOfCare": {"type": "type"},
    "Goal": {"achievement-status": "achievementStatus", "lifecycle-status": "lifecycleStatus"},
    "Immunization": {"vaccine-code": "vaccineCode"},
    "MedicationAdministration": {"code": "medicationCodeableConcept"},
    "MedicationDispense": {"code": "medicationCodeableConcept"},
    "MedicationRequest": {"code": "medicationCodeableConcept", "intent": "intent", "priority": "priority"},
    "MedicationStatement": {"code": "medicationCodeableConcept"},
    "Observation": {"data-absent-reason": "dataAbsentReason", "value-concept": "valueCodeableConcept"},
    "RelatedPerson": {"relationship": "relationship"},
    "RiskAssessment": {"method": "method"},
    "ServiceRequest": {"intent": "intent", "priority": "priority"},
    "Specimen": {"type": "type"},
    "Task": {"business-status": "businessStatus", "intent": "intent", "priority": "priority"},
}
DATES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "AllergyIntolerance": {"date": ("recordedDate",), "onset": ("onsetDateTime", "onsetPeriod")},
    "ClinicalImpression": {"date": ("date",)},
    "Communication": {"received": ("received",), "sent": ("sent",)},
    "Condition": {
        "abatement-date": ("abatementDateTime", "abatementPeriod"),
        "onset-date": ("onsetDateTime", "onsetPeriod"),
        "recorded-date": ("recordedDate",),
    },
    "Consent": {"date": ("dateTime",)},
    "DeviceRequest": {"authored-on": ("authoredOn",)},
    "DiagnosticReport": {"issued": ("issued",)},
    "Goal": {"start-date": ("startDate",)},
    "MedicationAdministration": {"effective-time": ("effectiveDateTime", "effectivePeriod")},
    "MedicationDispense": {"whenhandedover": ("whenHandedOver",), "whenprepared": ("whenPrepared",)},
    "MedicationRequest": {"authoredon": ("authoredOn",)},
    "MedicationStatement": {"effective": ("effectiveDateTime", "effectivePeriod")},
    "Observation": {"value-date": ("valueDateTime", "valuePeriod")},
    "QuestionnaireResponse": {"authored": ("authored",)},
    "ServiceRequest": {"authored": ("authoredOn",), "occurrence": ("occurrenceDateTime", "occurrencePeriod")},
    "Task": {"authored-on": ("authoredOn",), "modified": ("lastModified",), "period": ("executionPeriod",)},
}


def kind(type_: str | None, name: str) -> str | None:
    """`token` or `date` when this type has a parameter of this name."""
    if name in TOKENS.get(type_ or "", ()):
        return "token"
    return "date" if name in DATES.get(type_ or "", ()) else None


def of_type(type_: str) -> dict[str, str]:
    """Parameter → type, as a CapabilityStatement lists them."""
    return {**dict.fromkeys(TOKENS.get(type_, ()), "token"), **dict.fromkeys(DATES.get(type_, ()), "date")}
