"""What care systems are known to write otherwise than FHIR R4 asks, read as they mean it, each with a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from gateway.fhir.bindings import CONCEPTS
from gateway.fhir.units import is_ucum
from gateway.stages.delivered import Notice
from gateway.stages.vocabulary import FhirJson

QUALIFIER: Final = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier"
UCUM: Final = "http://unitsofmeasure.org"
CATEGORY: Final = (
    "http://hl7.org/fhir/observation-category",
    "http://terminology.hl7.org/CodeSystem/observation-category",
)
# HL7 gives its FHIR value sets and code systems object identifiers in this arc; some name these where a system belongs.
HL7_OIDS: Final = "urn:oid:2.16.840.1.113883.4.642."
HL7_NAMES: Final = "http://hl7.org/fhir/"
_HIDDEN_NUMBER = re.compile(r"\s*[<>]?=?\s*\d+(?:[.,]\d+)?\s*[^\s\d]\S*\s*")


def as_meant(resource: FhirJson, notices: list[Notice]) -> FhirJson:
    """A copy in which known quirks are mended; what was mended or looks doubtful is a notice."""
    type_ = str(resource["resourceType"])
    content: FhirJson = _copy(resource)
    _statuses(content, type_, notices)
    for where, node in _objects(content, type_):
        if node.get("url") == QUALIFIER and isinstance(node.get("valueString"), str):
            node["valueCode"] = node.pop("valueString").strip()
            notices.append(Notice(where, "The qualifier of a name stood as text: read as its code"))
        if node.get("system") == CATEGORY[0]:
            node["system"] = CATEGORY[1]
            notices.append(Notice(f"{where}.system", "The category system of STU3: read as that of R4"))
        if node.get("system") == UCUM and isinstance(node.get("code"), str) and not is_ucum(node["code"]):
            notices.append(Notice(f"{where}.code", "Said to be UCUM, but no UCUM unit: kept as written"))
    if type_ == "Observation" and _HIDDEN_NUMBER.fullmatch(str(content.get("valueString", ""))):
        notices.append(Notice("Observation.valueString", "A number with a unit stands as text: kept as text"))
    return content


def _statuses(content: FhirJson, type_: str, notices: list[Notice]) -> None:
    """`clinicalStatus` and `verificationStatus` whose system is a FHIR name or OID of HL7 that is not the right one.

    These elements are bound to one code system, so one of its codes under such a name can mean nothing else.
    """
    for name in ("clinicalStatus", "verificationStatus"):
        bound = CONCEPTS.get(f"{type_}.{name}")
        concept = content.get(name)
        if bound is None or not isinstance(concept, dict):
            continue
        for coding in concept.get("coding", ()):
            system = str(coding.get("system", ""))
            if system.startswith((HL7_OIDS, HL7_NAMES)) and coding.get("code") in bound[1]:
                coding["system"] = bound[0]
                notices.append(
                    Notice(f"{type_}.{name}", "A status under another name of its code system: read as that")
                )


def _objects(node: Any, where: str) -> Iterator[tuple[str, FhirJson]]:
    stack: list[tuple[str, Any]] = [(where, node)]
    while stack:
        place, value = stack.pop()
        if isinstance(value, dict):
            yield place, value
            stack.extend((f"{place}.{name}", inner) for name, inner in value.items())
        elif isinstance(value, list):
            stack.extend((place, inner) for inner in value)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(item) for name, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
