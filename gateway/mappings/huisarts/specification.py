"""What the standards say about a GP note in FHIR (nl-core zib2020, HL7v3 ketenzorg profile 810), as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.mappings.hl7v3.specification import NICTIZ, SNOMED
from gateway.sources.huisarts.model import Soort

SOAP_LINE_CODE = f"{NICTIZ}ext-SOAPReport.SOAPLineCode"
EPISODE = f"{NICTIZ}ext-Context-EpisodeOfCare"

# zib SOEPVerslag 1.0.2 (nl-core-SOAPReport): the fixed type of the report.
REPORT_TYPE = {"system": SNOMED, "code": "11591000146107", "display": "patiëntcontactverslag"}


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of journal line: its SNOMED code in nl-core-SOAPReport and its Dutch heading."""

    code: str
    display: str
    title: str


LINES: Mapping[Soort, Line] = {
    "S": Line("255362007", "Subjective", "Subjectief"),
    "O": Line("260224007", "Objective", "Objectief"),
    "E": Line("129265001", "Evaluation", "Evaluatie"),
    "P": Line("129271007", "Plan", "Plan"),
}

# zib-SOAPReport-1: a code may be assigned, but only to the S and the E line.
CODED_LINES = frozenset({"S", "E"})

# HL7v3 act status to the status of Composition and Observation.
STATUS: Mapping[str, str] = {"completed": "final", "active": "preliminary", "nullified": "entered-in-error"}
