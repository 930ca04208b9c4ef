"""What the standards say about a GP note in FHIR (nl-core zib2020, HL7v3 ketenzorg profile 810), as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.mappings.hl7v3.specification import NICTIZ, SNOMED
from gateway.sources.huisarts.model import Soort

NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
CORE = "http://hl7.org/fhir/StructureDefinition/"
THO = "http://terminology.hl7.org/CodeSystem/"

SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
CODE_SPECIFICATION = f"{NICTIZ}ext-CodeSpecification"
BSN = "http://fhir.nl/fhir/NamingSystem/bsn"

SOAP_LINE_CODE = f"{NICTIZ}ext-SOAPReport.SOAPLineCode"
EPISODE = f"{NICTIZ}ext-Context-EpisodeOfCare"
DATA_ABSENT = f"{CORE}data-absent-reason"
DATA_ABSENT_REASON = f"{THO}data-absent-reason"

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

# HL7v3 nullFlavor to FHIR data-absent-reason (R4, mapping of the code system itself).
ABSENT: Mapping[str, str] = {
    "NI": "unknown",
    "UNK": "unknown",
    "ASKU": "asked-unknown",
    "NAV": "temp-unknown",
    "NASK": "not-asked",
    "MSK": "masked",
    "NA": "not-applicable",
    "NINF": "negative-infinity",
    "PINF": "positive-infinity",
    "OTH": "unsupported",
}

# HL7 AdministrativeGender to FHIR administrative-gender.
GENDER: Mapping[str, str] = {"M": "male", "F": "female", "UN": "other"}

# HL7 postal address use to FHIR address-use (ConceptMap of FHIR R4).
ADDRESS_USE: Mapping[str, str] = {"H": "home", "HP": "home", "HV": "home", "WP": "work", "TMP": "temp", "BAD": "old"}

ADDRESS_TYPE = f"{NICTIZ}ext-AddressInformation.AddressType"
TELECOM_USE: Mapping[str, str] = {"H": "home", "HP": "home", "HV": "home", "WP": "work", "MC": "mobile", "TMP": "temp"}

# HL7v3 AD part to its extension on Address.line (nl-core-AddressInformation), in the order of a Dutch address line.
LINE_PARTS: Mapping[str, str] = {
    part: f"{CORE}iso21090-ADXP-{part}"
    for part in ("streetName", "additionalLocator", "houseNumber", "buildingNumberSuffix", "unitID")
}

# HL7v3 EN qualifier to the family-name extensions of nl-core-NameInformation, as (name, prefix).
FAMILY: Mapping[str, tuple[str, str]] = {
    "BR": (f"{CORE}humanname-own-name", f"{CORE}humanname-own-prefix"),
    "SP": (f"{CORE}humanname-partner-name", f"{CORE}humanname-partner-prefix"),
}
GIVEN_QUALIFIER = f"{CORE}iso21090-EN-qualifier"
