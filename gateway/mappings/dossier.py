"""A whole record as one FHIR R4 document Bundle, for the client to keep: what is written, who looked, what was signed.

Pure. Resources go in as the text they are served with, so no digit of it changes; the rest is a Composition in front
that says what it is and where to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from gateway.stages.vocabulary import FhirJson
from gateway.wire import json

TYPE = "https://wijkdossier.nl/fhir/CodeSystem/document"
IDENTIFIER = "https://wijkdossier.nl/fhir/NamingSystem/inzage"
TITLE = "Dossier van de cliënt, met wie heeft gekeken en wat is getekend"


@dataclass(frozen=True, slots=True)
class Part:
    """One resource of the document: type, id and its text as it is served."""

    type: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences and the resources it is about."""

    title: str
    sentences: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def bundle(
    base: str, id_: str, made: datetime, patient: Part, sections: Sequence[Section], beside: Iterable[Part] = ()
) -> Iterator[str]:
    """The Bundle in pieces of JSON text: a long record is never one string. `base`: address of the FHIR server.

    `beside`: resources that no section names, such as the bytes of documents.
    """
    head = {
        "resourceType": "Bundle",
        "id": id_,
        "identifier": {"system": IDENTIFIER, "value": id_},
        "type": "document",
        "timestamp": made.isoformat(timespec="seconds"),
    }
    yield f'{json.dumps(head)[:-1]},"entry":['
    yield _entry(base, "Composition", id_, json.dumps(_composition(id_, made, patient, sections)))
    yield f",{_entry(base, patient.type, patient.id, patient.text)}"
    for part in (*(part for section in sections for part in section.parts), *beside):
        yield f",{_entry(base, part.type, part.id, part.text)}"
    yield "]}"


def _entry(base: str, type_: str, id_: str, text: str) -> str:
    return f'{{"fullUrl":{json.dumps(f"{base}/{type_}/{id_}")},"resource":{text}}}'


def _composition(id_: str, made: datetime, patient: Part, sections: Sequence[Section]) -> FhirJson:
    return {
        "resourceType": "Composition",
        "id": id_,
        "status": "final",
        "type": {
            "coding": [{"system": TYPE, "code": "inzage"}],
            "text": "Inzage in het eigen dossier (AVG artikel 15)",
        },
        "subject": {"reference": f"{patient.type}/{patient.id}"},
        "date": made.isoformat(timespec="seconds"),
        "author": [{"display": "wijkdossier"}],
        "title": TITLE,
        "section": [_section(section) for section in sections],
    }


def _section(section: Section) -> FhirJson:
    told: FhirJson = {"title": section.title}
    if section.sentences:
        lines = "".join(f"<p>{escape(sentence)}</p>" for sentence in section.sentences)
        told["text"] = {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{lines}</div>',
        }
    if section.parts:
        told["entry"] = [{"reference": f"{part.type}/{part.id}"} for part in section.parts]
    if not section.parts and not section.sentences:
        told["emptyReason"] = {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/list-empty-reason", "code": "nilknown"}]
        }
    return told
