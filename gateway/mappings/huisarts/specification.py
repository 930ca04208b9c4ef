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

# HL7v3 act status to the status of an Observation and of an EpisodeOfCare (ActStatus; FHIR R4 code definitions).
OBSERVATION_STATUS: Mapping[str, str] = {
    "new": "registered",
    "active": "preliminary",
    "completed": "final",
    "aborted": "cancelled",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
    "obsolete": "entered-in-error",
}
EPISODE_STATUS: Mapping[str, str] = {
    "new": "planned",
    "active": "active",
    "suspended": "onhold",
    "held": "onhold",
    "completed": "finished",
    "aborted": "cancelled",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
    "obsolete": "entered-in-error",
}
# The published R4 example of a medicatieafspraak says `unknown` when the source gives no status.
PRESCRIPTION_STATUS: Mapping[str, str] = {
    "active": "active",
    "completed": "completed",
    "suspended": "on-hold",
    "held": "on-hold",
    "aborted": "stopped",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
    "obsolete": "entered-in-error",
}
# Stoptype of Medicatieproces 9 (2.16.840.1.113883.2.4.3.11.60.20.77.5.2.1): 1 for a time, 2 for good.
STOPPED: Mapping[str, str] = {"1": "on-hold", "2": "stopped"}
