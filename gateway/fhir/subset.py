"""Part of a resource, as `_summary` and `_elements` ask for it: marked SUBSETTED, so that nobody takes it for whole.

Source: FHIR R4, search, "Summary" and "Elements". What must be there and what changes the meaning of the rest always
stays.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

from gateway.fhir.definitions import definition
from gateway.stages.vocabulary import FhirJson

Summary = Literal["true", "text", "data", "count", "false"]
ALWAYS: Final = frozenset({"resourceType", "id", "meta", "implicitRules", "modifierExtension"})
# Elements of R4 that change what the rest means (is-modifier) and need not be there.
MODIFYING: Final = frozenset(
    {"status", "clinicalStatus", "verificationStatus", "doNotPerform", "active", "deceased", "link"}
)
SUBSETTED: Final = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}


def subset(content: FhirJson, summary: Summary, elements: Collection[str]) -> FhirJson:
    """The asked part of a resource. `elements`: names of members, empty: by `summary` alone. Whole stays whole."""
    kept = _kept(content, summary, elements)
    if kept is None:
        return content
    # A primitive's extensions stand beside it under its name with an underscore.
    part = {name: value for name, value in content.items() if name.removeprefix("_") in kept}
    meta = content.get("meta", {})
    return {**part, "meta": {**meta, "tag": [*meta.get("tag", ()), SUBSETTED]}}


def _kept(content: FhirJson, summary: Summary, elements: Collection[str]) -> frozenset[str] | None:
    """Names of what stays; None: everything."""
    known = definition(str(content["resourceType"]))
    needed = ALWAYS | {e.name for e in known.elements.values() if e.required or MODIFYING & {e.name, e.choice}}
    if elements:
        named = set(elements)
        return needed | {e.name for e in known.elements.values() if e.name in named or e.choice in named}
    match summary:
        case "true":
            return needed | known.summary
        case "text":
            return needed | {"text"}
        case "data":
            return frozenset({*ALWAYS, *known.elements}) - {"text"}
        case _:
            return None
