"""A person's name for a list or heading, from a FHIR Patient as Dutch sources write it."""

from __future__ import annotations

from gateway.stages.vocabulary import FhirJson

UNKNOWN = "naam niet bekend"


def display_name(patient: FhirJson | None) -> str:
    """`Given Family`; the source's own `text` when it has no parts."""
    names = (patient or {}).get("name") or []
    name = next((n for n in names if n.get("use") == "official"), names[0] if names else {})
    given = " ".join(str(part) for part in name.get("given", ()) if part)
    family = str(name.get("family") or "")
    joined = f"{given} {family}".strip()
    return joined or str(name.get("text") or UNKNOWN)
