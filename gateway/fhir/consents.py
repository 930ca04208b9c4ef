"""Which Consents say who may see data, and which say what treatment is wished: told by scope and category."""

from __future__ import annotations

from typing import Any, Final

from gateway.stages.vocabulary import FhirJson

SCOPE: Final = {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}
# As IHE PCF and HL7 have it. A Consent about privacy in any other category (JGZ, Ons) tells what was answered once.
CATEGORIES: Final = (
    {"system": "http://loinc.org", "code": "59284-0"},
    {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IDSCL"},
)


def is_about_sharing(resource: FhirJson) -> bool:
    """Whether this is a Consent about who may see data."""
    if resource.get("resourceType") != "Consent":
        return False
    named = codes(resource.get("category"))
    scoped = (SCOPE["system"], SCOPE["code"]) in codes([resource.get("scope")])
    return scoped and any((category["system"], category["code"]) in named for category in CATEGORIES)


def codes(concepts: Any) -> set[tuple[str, str]]:
    """(system, code) of every coding in a list of concepts."""
    held = [one for one in concepts if isinstance(one, dict)] if isinstance(concepts, list) else []
    codings = [c for concept in held for c in concept.get("coding") or () if isinstance(c, dict)]
    return {(str(coding.get("system", "")), str(coding.get("code", ""))) for coding in codings}
