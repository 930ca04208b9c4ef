"""Which element of a resource says who wrote it; pure.

By the mapping of FHIR R4 to the five Ws: `author`, and where a type has none, who did or said what it holds (`actor`,
`source`). Who merely took part in a contact did not therefore write it down: an Encounter names no author.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from gateway.stages.vocabulary import FhirJson

# Type → paths; the first that holds anything decides.
WROTE: Final[dict[str, tuple[str, ...]]] = {
    "AllergyIntolerance": ("recorder", "asserter"),
    "CarePlan": ("author",),
    "ClinicalImpression": ("assessor",),
    "Communication": ("sender",),
    "Composition": ("author",),
    "Condition": ("recorder", "asserter"),
    "DeviceRequest": ("requester",),
    "DiagnosticReport": ("performer",),
    "DocumentReference": ("author",),
    "Flag": ("author",),
    "Goal": ("expressedBy",),
    "Immunization": ("performer.actor",),
    "List": ("source",),
    "MedicationRequest": ("requester", "recorder"),
    "MedicationStatement": ("informationSource",),
    "NutritionOrder": ("orderer",),
    "Observation": ("performer",),
    "Procedure": ("recorder", "performer.actor"),
    "QuestionnaireResponse": ("author",),
    "ServiceRequest": ("requester",),
    "Task": ("requester",),
}


def authors(content: FhirJson) -> tuple[FhirJson, ...]:
    """The references to whoever wrote a resource, () when it does not say."""
    for path in WROTE.get(str(content.get("resourceType")), ()):
        found = tuple(_at(content, path.split(".")))
        if found:
            return found
    return ()


def _at(node: Any, path: list[str]) -> Iterator[FhirJson]:
    if isinstance(node, list):
        for member in node:
            yield from _at(member, path)
    elif isinstance(node, dict) and not path:
        yield node
    elif isinstance(node, dict) and path[0] in node:
        yield from _at(node[path[0]], path[1:])
