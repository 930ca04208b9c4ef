"""Titles of contacts and of what was written about them."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.stages.vocabulary import FhirJson
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


# A GP's note in LOINC: 67781-5 in MedMij and in what GPs disclose, 34900-1 in HL7v3; sources name both in English.
NOTES = frozenset({"67781-5", "34900-1"})


def encounter(content: FhirJson) -> str:
    kind = concept(content.get("type")) or _class(content)
    reasons = (concept(content.get("reasonCode")), _displays(content.get("reasonReference")))
    said = _joined(kind or "Contact", next(filter(None, reasons), ""))
    return f"{said}, niet doorgegaan" if content.get("status") == "cancelled" else said


def composition(content: FhirJson) -> str:
    codings = (coding for type_ in members(content.get("type")) for coding in members(type_.get("coding")))
    note = any(plain(coding.get("code")) in NOTES for coding in codings)
    return _joined("Contactverslag" if note else concept(content.get("type")) or "Verslag", plain(content.get("title")))


def communication(content: FhirJson) -> str:
    said = (plain(part.get("contentString")) for part in members(content.get("payload")))
    return _joined(concept(content.get("topic")) or "Bericht", " ".join(filter(None, said)))


def document(content: FhirJson) -> str:
    return _joined(concept(content.get("type")) or "Document", plain(content.get("description")))


def impression(content: FhirJson) -> str:
    return plain(content.get("summary")) or plain(content.get("description")) or annotation(content.get("note"))


def sections(content: FhirJson) -> list[tuple[str, str]]:
    """Heading and text of each section of a Composition or section, those inside it included, in order."""
    found: list[tuple[str, str]] = []
    for part in members(content.get("section")):
        heading, text = plain(part.get("title")) or concept(part.get("code")) or "Tekst", narrative(part.get("text"))
        found += [(heading, text)] if text else []
        found += sections(part)
    return found


def _class(content: FhirJson) -> str:
    for coding in members(content.get("class")):
        return CLASSES.get(str(coding.get("code")), "") or plain(coding.get("display"))
    return ""


def _displays(value: object) -> str:
    return ", ".join(filter(None, (plain(member.get("display")) for member in members(value))))


def _joined(kind: str, about: str) -> str:
    return f"{kind}: {about}" if about and about.lower() != kind.lower() else kind
