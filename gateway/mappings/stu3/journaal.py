"""MedMij puts the ICPC code of an E line on the section of the note; nl-core has it on the line itself. Both, then.

The line holds the words, so the line must carry what they are about: consent and labels are decided per resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from gateway.fhir.references import local_name
from gateway.sources.fhir.message import Entry
from gateway.stages import FhirJson

ON_SECTION: Final = "http://nictiz.nl/fhir/StructureDefinition/code-icpc-1-nl"
ON_LINE: Final = "http://nictiz.nl/fhir/StructureDefinition/ext-SOAPReport.SOAPLineCode"


def coded_lines(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, with the code of its section on every line (Observation) that came along with its note."""
    wanted = {name: code for entry in entries for name, code in _lines(entry.resource)}
    return tuple(_coded(entry, wanted) for entry in entries) if wanted else tuple(entries)


def _lines(resource: FhirJson) -> Iterator[tuple[str, FhirJson]]:
    """What a note's sections point at, with the ICPC concept of the section."""
    if resource.get("resourceType") != "Composition":
        return
    for section in resource.get("section", ()):
        codes = (x.get("valueCodeableConcept") for x in section.get("extension", ()) if x.get("url") == ON_SECTION)
        for code in filter(None, codes):
            for line in section.get("entry", ()):
                yield from ((name, code) for name in _names(line.get("reference"), line.get("identifier")))


def _coded(entry: Entry, wanted: Mapping[str, FhirJson]) -> Entry:
    resource = entry.resource
    if resource.get("resourceType") != "Observation":
        return entry
    own = [*entry.full_urls, f"Observation/{resource.get('id')}"]
    own += [name for identifier in resource.get("identifier", ()) for name in _names(None, identifier)]
    code = next((wanted[name] for name in own if name in wanted), None)
    if code is None or any(x.get("url") == ON_LINE for x in resource.get("extension", ())):
        return entry
    line = {"url": ON_LINE, "valueCodeableConcept": code}
    return replace(entry, resource={**resource, "extension": [*resource.get("extension", ()), line]})


def _names(reference: Any, identifier: Any) -> Iterator[str]:
    if isinstance(reference, str):
        yield local_name(reference) or reference
        yield reference
    if isinstance(identifier, dict) and {"system", "value"} <= identifier.keys():
        yield f"{identifier['system']}|{identifier['value']}"
