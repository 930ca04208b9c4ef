"""Code systems of FHIR AuditEvent as NEN 7513 and IHE BALP use them; facts, with where they come from.

NEN 7513 → AuditEvent: the Dutch mapping in which `type` is DICOM 110110 and the client is entity type 1, role 1. IHE
BALP: roles of the agents, entity types and the request id. Where the two differ (BALP wants `type` rest) NEN wins, and
the interaction is the subtype, as both have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DCM: Final = "http://dicom.nema.org/resources/ontology/DCM"
INTERACTION: Final = "http://hl7.org/fhir/restful-interaction"
ACT_REASON: Final = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
PARTICIPATION: Final = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
ROLE_CLASS: Final = "http://terminology.hl7.org/CodeSystem/v3-RoleClass"
ENTITY_TYPE: Final = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
OBJECT_ROLE: Final = "http://terminology.hl7.org/CodeSystem/object-role"
RESOURCE_TYPES: Final = "http://hl7.org/fhir/resource-types"
SOURCE_TYPE: Final = "http://terminology.hl7.org/CodeSystem/security-source-type"
BALP_ENTITY: Final = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType"
AGB: Final = "http://fhir.nl/fhir/NamingSystem/agb-z"
URA: Final = "http://fhir.nl/fhir/NamingSystem/ura"
UZI_ROLE: Final = "http://fhir.nl/fhir/NamingSystem/uzi-rolcode"

# Event of ours → DICOM event type (DICOM PS3.16, CID 400 and 401).
TYPE: Final[Mapping[str, tuple[str, str]]] = {
    "read": ("110110", "Patient Record"),
    "refused": ("110110", "Patient Record"),
    "search-client": ("110110", "Patient Record"),
    "delivery": ("110107", "Import"),
    "delivery-status": ("110107", "Import"),
    "consent": ("110110", "Patient Record"),
    "key": ("110113", "Security Alert"),
    "mandate": ("110113", "Security Alert"),
    "authority": ("110110", "Patient Record"),
    "login": ("110114", "User Authentication"),
    "logout": ("110114", "User Authentication"),
    "token": ("110114", "User Authentication"),
    "log-read": ("110101", "Audit Log Used"),
    "meeting": ("110110", "Patient Record"),
    "keys": ("110113", "Security Alert"),
    "erase": ("110110", "Patient Record"),
    "backup": ("110106", "Export"),
    "relation": ("110110", "Patient Record"),
    "log-erasure": ("110101", "Audit Log Used"),
    "emergency": ("110127", "Emergency Override Started"),
    "ruling": ("110100", "Application Activity"),
    "task": ("110110", "Patient Record"),
    "score": ("110110", "Patient Record"),
    "retag": ("110110", "Patient Record"),
    "tag": ("110110", "Patient Record"),
    "rectification": ("110110", "Patient Record"),
    "withholding": ("110110", "Patient Record"),
    "report": ("110100", "Application Activity"),
    "bericht": ("110106", "Export"),
    "bericht-status": ("110106", "Export"),
}
OTHER_TYPE: Final = ("110100", "Application Activity")

# Roles with a code of their own in the UZI role table; the others carry our word only.
UZI_ROLES: Final[Mapping[str, tuple[str, str]]] = {
    "huisarts": ("01.015", "Huisarts"),
    "jeugdarts": ("01.055", "Arts maatschappij en gezondheid"),
    "wijkverpleegkundige": ("30.000", "Verpleegkundige"),
}

# Purposes that HL7 has a code for; BTG is the emergency of NEN 7513. MDO and SUPPORT are words of ours.
REASONS: Final[Mapping[str, str]] = {"TREAT": "TREAT", "CAREMGT": "CAREMGT", "ETREAT": "BTG"}
