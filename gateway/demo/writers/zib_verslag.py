"""nl-core-SOAPReport: a GP's note as a Bundle of a Composition and one Observation per line."""

from __future__ import annotations

from gateway.demo.writers.fhir import EXT, ICPC, SNOMED, Frame, Maker, Resource, collection, concept, head

SECTIONS = {
    "S": ("255362007", "Subjective"),
    "O": ("260224007", "Objective"),
    "E": ("129265001", "Evaluatie"),
    "P": ("129271007", "Beleid"),
}


def soep(title: str, icpc: tuple[str, str], **lines: str) -> Maker:
    """`lines`: text by S, O, E and P; the ICPC code stands on the E line."""

    def make(frame: Frame) -> Resource:
        observed = {letter: _line(frame, letter, text, icpc) for letter, text in lines.items()}
        report = {
            **head(frame, "Composition", "SOAPReport"),
            "status": "final",
            "type": concept(SNOMED, "11591000146107", "patiëntcontactverslag"),
            "subject": frame.subject,
            "date": frame.day.isoformat(),
            "author": [frame.performer],
            "title": title,
            "section": [
                {
                    "code": concept(SNOMED, *SECTIONS[letter]),
                    "entry": [{"reference": f"Observation/{line['id']}", "type": "Observation"}],
                }
                for letter, line in observed.items()
            ],
        }
        return collection([report, *observed.values()])

    return make


def _line(frame: Frame, letter: str, text: str, icpc: tuple[str, str]) -> Resource:
    code = {"url": f"{EXT}ext-SOAPReport.SOAPLineCode", "valueCodeableConcept": concept(ICPC, *icpc)}
    return {
        **head(frame, "Observation", "SOAPReport.SOAPLine", f"{frame.serial:03}{letter}"),
        **({"extension": [code]} if letter == "E" else {}),
        "status": "final",
        "code": concept(SNOMED, *SECTIONS[letter]),
        "subject": frame.subject,
        "effectiveDateTime": frame.day.isoformat(),
        "valueString": text,
    }
