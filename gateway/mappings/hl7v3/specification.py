"""What the standards say about HL7v3 data types in FHIR R4 and nl-core (zib2020), as data."""

from __future__ import annotations

from collections.abc import Mapping

NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
CORE = "http://hl7.org/fhir/StructureDefinition/"
THO = "http://terminology.hl7.org/CodeSystem/"

SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
CODE_SPECIFICATION = f"{NICTIZ}ext-CodeSpecification"
BSN = "http://fhir.nl/fhir/NamingSystem/bsn"
DATA_ABSENT = f"{CORE}data-absent-reason"
DATA_ABSENT_REASON = f"{THO}data-absent-reason"

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
TELECOM_USE: Mapping[str, str] = {
    "H": "home",
    "HP": "home",
    "HV": "temp",
    "WP": "work",
    "MC": "mobile",
    "TMP": "temp",
    "BAD": "old",
}

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
