"""FHIR Consents about who may see data, as IHE PCF has them; for tests, from the published structure."""

from __future__ import annotations

from typing import Any

THO = "http://terminology.hl7.org/CodeSystem"
OURS = "https://wijkdossier.nl/fhir"


def actor(value: str, system: str = f"{OURS}/NamingSystem/organisatie", role: str = "IRCP") -> dict[str, Any]:
    return {
        "role": {"coding": [{"system": f"{THO}/v3-ParticipationType", "code": role}]},
        "reference": {"identifier": {"system": system, "value": value}},
    }


def action(code: str = "access") -> dict[str, Any]:
    return {"coding": [{"system": f"{THO}/consentaction", "code": code}]}


def consent(provision: dict[str, Any] | None, **members: Any) -> dict[str, Any]:
    """A Consent of somebody else's making, with one root provision."""
    return {
        "resourceType": "Consent",
        "id": "pcf-1",
        "status": "active",
        "scope": {"coding": [{"system": f"{THO}/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": "Patient/p1"},
        "dateTime": "2026-11-20",
        "policy": [{"uri": "https://example.org/beleid"}],
        **({"provision": provision} if provision is not None else {}),
        **members,
    }
