"""Titles of medicines, aids and people around the client."""

from __future__ import annotations

from gateway.stages.vocabulary import FhirJson
from gateway.timeline.reading import concept, members, plain, reference


def medication(content: FhirJson) -> str:
    what = concept(content.get("medicationCodeableConcept")) or reference(content.get("medicationReference"))
    doses = (
        plain(part.get("text")) for element in ("dosageInstruction", "dosage") for part in members(content.get(element))
    )
    return ", ".join(filter(None, (what or "Medicijn", next(filter(None, doses), ""))))


def device(content: FhirJson) -> str:
    names = (plain(part.get("name")) for part in members(content.get("deviceName")))
    requested = concept(content.get("codeCodeableConcept")) or reference(content.get("codeReference"))
    used = reference(content.get("device")) or concept(content.get("type")) or next(filter(None, names), "")
    return requested or used or concept(content.get("bodySite")) or "Hulpmiddel"


def related_person(content: FhirJson) -> str:
    named = (
        plain(name.get("text")) or " ".join(filter(None, (*map(plain, _given(name)), plain(name.get("family")))))
        for name in members(content.get("name"))
    )
    return ", ".join(filter(None, (next(filter(None, named), ""), concept(content.get("relationship"))))) or "Naaste"


def _given(name: FhirJson) -> list[object]:
    given = name.get("given")
    return given if isinstance(given, list) else []
