"""How a person is written: family name in capitals for professionals, in full for the client."""

from __future__ import annotations

from typing import Any

from gateway.stages.vocabulary import FhirJson
from gateway.timeline.reading import members, plain

UNKNOWN = "Naam niet bekend"


def banner(patient: FhirJson | None) -> str:
    """`DE VRIES, Jan`; a name without parts as the source wrote it."""
    name = _official(patient)
    family, given = plain(name.get("family")), _given(name)
    if not family:
        return plain(name.get("text")) or given or UNKNOWN
    return f"{family.upper()}, {given}" if given else family.upper()


def _official(patient: FhirJson | None) -> dict[str, Any]:
    names = list(members((patient or {}).get("name")))
    return next((name for name in names if name.get("use") == "official"), names[0] if names else {})


def _given(name: dict[str, Any]) -> str:
    given = name.get("given")
    return " ".join(filter(None, map(plain, given))) if isinstance(given, list) else ""
