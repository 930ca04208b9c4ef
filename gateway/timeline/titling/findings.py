"""Titles of what somebody found, measured or concluded."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.stages.vocabulary import FhirJson
from gateway.timeline.reading import concept, members, plain, reference, value

# The SOEP lines: SNOMED CT in nl-core-SOAPReport (zib2020), LOINC in HL7v3; sources give English displays with them.
SOEP: Mapping[str, str] = {
    "255362007": "Subjectief (S)",
    "260224007": "Objectief (O)",
    "129265001": "Evaluatie (E)",
    "129271007": "Plan (P)",
    "61150-9": "Subjectief (S)",
    "61149-1": "Objectief (O)",
    "51848-0": "Evaluatie (E)",
    "18776-5": "Plan (P)",
}
# NHG journaalregeltypen code them by letter, which says nothing without its system.
JOURNAL = frozenset({"http://fhir.nl/fhir/NamingSystem/journaalregeltypen", "urn:oid:2.16.840.1.113883.2.4.4.32.2"})
LETTERS: Mapping[str, str] = {name[-2]: name for name in SOEP.values()}


def observation(content: FhirJson) -> str:
    said = value(content) or _components(content)
    # Who it is about when it is not the client (FHIR focus): a father's illness must not read as the child's.
    about = reference(content.get("focus"))
    name = " ".join(filter(None, (name_of(content.get("code")), f"({about})" if about else "")))
    return ": ".join(filter(None, (name, said)))


def condition(content: FhirJson) -> str:
    return concept(content.get("code")) or concept(content.get("category"))


def allergy(content: FhirJson) -> str:
    causes = (concept(reaction.get("substance")) for reaction in members(content.get("reaction")))
    cause = concept(content.get("code")) or next(filter(None, causes), "")
    return f"Allergie of overgevoeligheid: {cause}" if cause else "Allergie of overgevoeligheid"


def flag(content: FhirJson) -> str:
    return f"Let op: {concept(content.get('code')) or concept(content.get('category')) or 'signaal'}"


def report(content: FhirJson) -> str:
    about = concept(content.get("code")) or concept(content.get("category")) or "Uitslag"
    return ": ".join(filter(None, (about, plain(content.get("conclusion")))))


def immunization(content: FhirJson) -> str:
    given = "niet gegeven" if content.get("status") == "not-done" else ""
    return ", ".join(filter(None, (f"Vaccinatie {concept(content.get('vaccineCode'))}".strip(), given)))


def risk(content: FhirJson) -> str:
    foreseen = (concept(prediction.get("outcome")) for prediction in members(content.get("prediction")))
    about = concept(content.get("code")) or next(filter(None, foreseen), "") or reference(content.get("condition"))
    return f"Risico: {about}" if about else "Risico"


def name_of(code: object) -> str:
    """The name of what was observed, with the SOEP lines in Dutch."""
    for member in members(code):
        for coding in members(member.get("coding")):
            said = plain(coding.get("code"))
            soep = LETTERS.get(said) if plain(coding.get("system")) in JOURNAL else SOEP.get(said)
            if soep is not None:
                return soep
    return concept(code)


def _components(content: FhirJson) -> str:
    parts = members(content.get("component"))
    return ", ".join(f"{concept(part.get('code'))} {value(part)}".strip() for part in parts)
