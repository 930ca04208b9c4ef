"""MedMij puts the ICPC code of an E line on the section of the note; nl-core has it on the line itself. Both, then.

The line holds the words, so the line must carry what they are about: consent and labels are decided per resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from gateway.fhir.references import local_name
from gateway.mappings.huisarts.policy import NOTE_CODE
from gateway.sources.fhir.message import Entry
from gateway.stages.vocabulary import FhirJson

ON_SECTION: Final = "http://nictiz.nl/fhir/StructureDefinition/code-icpc-1-nl"
ON_LINE: Final = "http://nictiz.nl/fhir/StructureDefinition/ext-SOAPReport.SOAPLineCode"


def coded_lines(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, with on every line (Observation) that came along with its note the code of its section.

    A line whose section has none carries those of the note, as it does in HL7v3: who hides a problem hides the note.
    """
    wanted: dict[str, list[FhirJson]] = {}
    for entry in entries:
        for name, extension in _lines(entry.resource):
            if extension not in wanted.setdefault(name, []):
                wanted[name].append(extension)
    return tuple(_coded(entry, wanted) for entry in entries) if wanted else tuple(entries)


def _lines(resource: FhirJson) -> Iterator[tuple[str, FhirJson]]:
    """What a note's sections point at, with the extension that says what it is about."""
    sections = resource.get("section", ()) if resource.get("resourceType") == "Composition" else ()
    codes = [_code(section) for section in sections]
    for section, own in zip(sections, codes, strict=True):
        about = [(ON_LINE, own)] if own else [(NOTE_CODE, code) for code in codes if code]
        for line in section.get("entry", ()):
            for name in _names(line.get("reference"), line.get("identifier")):
                yield from ((name, {"url": url, "valueCodeableConcept": code}) for url, code in about)


def _code(section: FhirJson) -> FhirJson | None:
    found = (x.get("valueCodeableConcept") for x in section.get("extension", ()) if x.get("url") == ON_SECTION)
    return next(filter(None, found), None)


def _coded(entry: Entry, wanted: Mapping[str, list[FhirJson]]) -> Entry:
    resource = entry.resource
    held = resource.get("extension", [])
    if resource.get("resourceType") != "Observation" or any(x.get("url") == ON_LINE for x in held):
        return entry
    own = [*entry.full_urls, f"Observation/{resource.get('id')}"]
    own += [name for identifier in resource.get("identifier", ()) for name in _names(None, identifier)]
    found = next((wanted[name] for name in own if name in wanted), [])
    return replace(entry, resource={**resource, "extension": [*held, *found]}) if found else entry


def _names(reference: Any, identifier: Any) -> Iterator[str]:
    if isinstance(reference, str):
        yield local_name(reference) or reference
        yield reference
    if isinstance(identifier, dict) and {"system", "value"} <= identifier.keys():
        yield f"{identifier['system']}|{identifier['value']}"
