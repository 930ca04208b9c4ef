"""Titles of contacts and of what was written about them."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.stages import FhirJson
from gateway.timeline.reading import annotation, concept, members, narrative, plain

# v3-ActCode, the classes nl-core-Encounter allows (ContactTypeCodelijst, zib2020).
CLASSES: Mapping[str, str] = {
    "AMB": "Consult",
    "HH": "Huisbezoek",
    "VR": "Contact op afstand",
    "EMER": "Spoedcontact",
    "IMP": "Opname",
    "ACUTE": "Opname",
    "NONAC": "Opname",
    "SS": "Dagopname",
    "FLD": "Contact op locatie",
}


def encounter(content: FhirJson) -> str:
    kind = concept(content.get("type")) or _class(content)
    reasons = (concept(content.get("reasonCode")), _displays(content.get("reasonReference")))
    said = _joined(kind or "Contact", next(filter(None, reasons), ""))
    return f"{said}, niet doorgegaan" if content.get("status") == "cancelled" else said


def composition(content: FhirJson) -> str:
    return _joined(concept(content.get("type")) or "Verslag", plain(content.get("title")))


def communication(content: FhirJson) -> str:
    said = (plain(part.get("contentString")) for part in members(content.get("payload")))
    return _joined(concept(content.get("topic")) or "Bericht", " ".join(filter(None, said)))


def document(content: FhirJson) -> str:
    return _joined(concept(content.get("type")) or "Document", plain(content.get("description")))


def impression(content: FhirJson) -> str:
    return plain(content.get("summary")) or plain(content.get("description")) or annotation(content.get("note"))


def sections(content: FhirJson) -> list[tuple[str, str]]:
    """Heading and text of each section of a Composition."""
    found = (
        (plain(part.get("title")) or concept(part.get("code")) or "Tekst", narrative(part.get("text")))
        for part in members(content.get("section"))
    )
    return [(heading, text) for heading, text in found if text]


def _class(content: FhirJson) -> str:
    for coding in members(content.get("class")):
        return CLASSES.get(str(coding.get("code")), "") or plain(coding.get("display"))
    return ""


def _displays(value: object) -> str:
    return ", ".join(filter(None, (plain(member.get("display")) for member in members(value))))


def _joined(kind: str, about: str) -> str:
    return f"{kind}: {about}" if about and about.lower() != kind.lower() else kind
